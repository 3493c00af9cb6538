import Documents
import Kubernetes

/// One control of the Pod Security Standards, as it is from one version on.
protocol PodSecurityCheck: Sendable {
    /// The fields without which it has nothing to say.
    var fields: PodFields { get }
    /// The fields that containers must have, or their pod for them.
    var required: PodFields { get }
    /// What the pod itself does that it must not.
    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault])
    /// What one of its containers does that it must not, whatever its list.
    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault])
    /// What the API server's own admission plugin would say, so that people's searches and alerts go on finding it.
    func words(_ offences: [Offence]) -> Words
}

extension PodSecurityCheck {
    var required: PodFields { [] }
    func check(_ pod: SecuredPod, _ faults: inout [SecurityFault]) {}
    func check(_ container: SecuredContainer, in pod: SecuredPod, _ faults: inout [SecurityFault]) {}
}

/// What a control has against a pod or one of its containers.
struct Offence: Sendable {
    /// Position of the control among those in force.
    let control: Int
    /// The container, or nil for the pod itself.
    let container: ContainerView?
    /// What is wrong.
    let fault: SecurityFault
}

/// A control's part of a message: `privileged (container "app" must not set securityContext.privileged=true)`.
struct Words {
    let reason: String
    let detail: String

    var text: String { detail.isEmpty ? reason : "\(reason) (\(detail))" }
}

extension [Offence] {
    /// The names of the containers, each once, in the order of the walk.
    var containers: [String] {
        var names: [String] = []
        var positions: [(ContainerView.List, Int)] = []
        for container in compactMap(\.container) {
            if let last = positions.last, last == (container.list, container.position) { continue }
            positions.append((container.list, container.position))
            names.append(container.name)
        }
        return names
    }

    /// `container "a"`, or `containers "a", "b"`.
    var containerWords: String { "\(containers.count.words("container", "containers")) \(containers.quoted)" }

    /// `pod`, `container "a"`, or `pod and containers "a", "b"`.
    var setters: [String] {
        let pod = contains { $0.container == nil && $0.fault.base != .metadata } ? ["pod"] : []
        return pod + (containers.isEmpty ? [] : [containerWords])
    }

    /// The forbidden values, each once, in order.
    var values: [String] { Set(compactMap(\.fault.value)).sorted() }

    /// The names of the volumes, each once, in order of their places.
    var volumes: [String] {
        compactMap(\.fault.volume).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    /// The offences against one of the faults' fields.
    func against(_ field: String) -> [Offence] { filter { $0.fault.path.first == field } }
}

extension [String] {
    /// `"a", "b"`.
    var quoted: String { map { "\"\($0)\"" }.joined(separator: ", ") }
}

extension Int {
    /// The one word for 1, the other for any other number.
    func words(_ one: String, _ many: String) -> String { self == 1 ? one : many }
}
