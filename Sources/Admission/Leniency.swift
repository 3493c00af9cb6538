import Documents
import Kubernetes

/// The exceptions that hold for one binding and one state of a request's object.
struct Leniency {
    /// The first that is about the whole object, and so lets everything pass.
    let whole: Exception?
    /// The containers that others are about, by their places.
    private var containers: [Pointer: Exception] = [:]
    /// Names that only such containers bear.
    private var names: [String: Exception] = [:]
    /// Tokens of a container's place.
    private let depth: Int

    /// - Parameter holding: those whose time is not over and whose scope holds.
    init(_ holding: [Exception], _ request: Request) {
        whole = holding.first(where: \.coversObjects)
        depth = request.containers.first.map(\.pointer.tokens.count) ?? 0
        guard whole == nil else { return }
        for container in request.containers {
            if let exception = holding.first(where: { $0.covers(container) }) {
                containers[container.pointer] = exception
                names[container.name] = exception
            }
        }
        guard !names.isEmpty else { return }
        for container in request.containers where containers[container.pointer] == nil { names[container.name] = nil }
    }

    /// Lets nothing pass.
    var isEmpty: Bool { whole == nil && containers.isEmpty }

    /// What lets a finding pass.
    func exception(from finding: Finding) -> Exception? {
        exception(at: finding.pointer)
            ?? finding.container.flatMap { name in
                isBelowContainer(finding.pointer) ? nil : names[name]
            }
    }

    /// What lets an edit at a place pass.
    func exception(at place: Pointer) -> Exception? {
        if let whole { return whole }
        guard isBelowContainer(place) else { return nil }
        return containers[Pointer(Array(place.tokens.prefix(depth)))]
    }

    private func isBelowContainer(_ place: Pointer) -> Bool {
        guard depth > 1, place.tokens.count >= depth else { return false }
        return ContainerView.List(rawValue: place.tokens[depth - 2]) != nil
    }
}
