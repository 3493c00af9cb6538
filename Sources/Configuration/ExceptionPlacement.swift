import Admission
import Documents
import Kubernetes

/// Finds the bindings that an exception is about, and complains where there are none, or where there is nothing that it
/// could let pass: a slip of the pen must not look like an exception that holds.
struct ExceptionPlacement {
    /// The exception.
    let document: ExceptionDocument
    private let gates: [GateDocument]
    private let templates: PodTemplates
    /// The bindings that it could be about.
    private let candidates: [Binding]
    /// The bindings that it is about.
    let bindings: [Binding]
    private var exception: Exception { document.exception }
    private var scope: Scope { document.exception.scope }

    /// - Parameters:
    ///   - gates: all that are loaded.
    ///   - others: the bindings that are in no gate.
    init(_ document: ExceptionDocument, among gates: [GateDocument], _ others: [Binding]) {
        self.document = document
        self.gates = gates
        templates = PodTemplates(others: gates.flatMap(\.templates))
        candidates =
            gates.filter { document.gate == nil || document.gate == $0.name }.flatMap(\.bindings)
            + (document.gate == nil ? others : [])
        bindings = candidates.filter(document.exception.names)
    }

    /// All that is wrong.
    var complaints: [Complaint] {
        let faults = [gateFault].compactMap(\.self)
        guard faults.isEmpty else { return faults }
        let strangers = complaints(exception.policies, ["policies"], areIdle: isStranger, policySentence)
        // What the others would be compared with is not known yet.
        return strangers.isEmpty ? idle : strangers
    }

    private var gateFault: Complaint? {
        guard let gate = document.gate, !gates.contains(where: { $0.name == gate }) else { return nil }
        let names = gates.map(\.name)
        let suggestion = Spelling.nearest(to: gate, among: names)
        let known = suggestion == nil ? "; there are \(names.joined(separator: ", "))" : ""
        return document.complaint(["spec", "gate"], "There is no gate \"\(gate)\"\(known).", suggestion: suggestion)
    }

    private func complaints<Element>(
        _ elements: [Element], _ place: Pointer, areIdle: (Element) -> Bool,
        _ sentence: (Element) -> (message: String, suggestion: String?)
    ) -> [Complaint] {
        elements.enumerated().filter { areIdle($0.element) }.map { position, element in
            let (message, suggestion) = sentence(element)
            let place = Pointer(["spec"] + place.tokens + [String(position)])
            return document.complaint(place, message, suggestion: suggestion)
        }
    }
}

/// The policies.
extension ExceptionPlacement {
    private func isStranger(_ pattern: NamePattern) -> Bool {
        !candidates.contains { pattern.matches($0.name) || pattern.matches($0.about.id) }
    }

    private func policySentence(_ pattern: NamePattern) -> (message: String, suggestion: String?) {
        let names = candidates.flatMap { [$0.name, $0.about.id] }.unique
        let suggestion = Spelling.nearest(to: pattern.description, among: names)
        let place = document.gate.map { "The gate \"\($0)\" has" } ?? "The gates have"
        let known = suggestion == nil ? "; there are \(names.joined(separator: ", "))" : ""
        return ("\(place) no policy \"\(pattern)\" to make an exception from\(known).", suggestion)
    }
}

/// What can never match.
extension ExceptionPlacement {
    private var idle: [Complaint] {
        complaints(scope.kinds, ["scope", "kinds"], areIdle: isIdle, kindSentence)
            + complaints(scope.namespaces, ["scope", "namespaces"], areIdle: isIdle, namespaceSentence)
            + complaints(scope.serviceAccounts, ["scope", "serviceAccounts"], areIdle: isNoUser) {
                ("The service account \"\($0)\" is none of the users that the exception is limited to.", nil)
            } + work + containers
    }

    private func isIdle(_ kind: KindPattern) -> Bool {
        !bindings.contains { binding in
            (binding.about.judges.kinds(templates)?.contains(where: kind.overlaps) ?? true)
                && (binding.scope.kinds.isEmpty || binding.scope.kinds.contains(where: kind.overlaps))
        }
    }

    private func kindSentence(_ kind: KindPattern) -> (message: String, suggestion: String?) {
        let judged = bindings.flatMap { binding in
            binding.scope.kinds.isEmpty ? binding.about.judges.kinds(templates) ?? [] : binding.scope.kinds
        }
        let names = judged.map(\.kind).unique
        let suggestion = Spelling.nearest(to: kind.kind, among: names)
        let known = suggestion == nil ? "; they judge \(names.joined(separator: ", "))" : ""
        return ("The policies judge no \"\(kind)\", so that there is nothing to let pass\(known).", suggestion)
    }

    private func isIdle(_ namespace: NamePattern) -> Bool {
        !bindings.contains { binding in
            binding.scope.namespaces.isEmpty || binding.scope.namespaces.contains(where: namespace.overlaps)
        }
    }

    private func namespaceSentence(_ namespace: NamePattern) -> (message: String, suggestion: String?) {
        let names = bindings.flatMap(\.scope.namespaces).map(\.description).unique
        let suggestion = Spelling.nearest(to: namespace.description, among: names)
        let known = suggestion == nil ? ": only \(names.joined(separator: ", "))" : ""
        return ("The policies don't judge the namespace \"\(namespace)\"\(known).", suggestion)
    }

    /// Users and service accounts must both hold, and a service account is a user, too.
    private func isNoUser(_ account: NamePattern) -> Bool {
        let user = NamePattern("system:serviceaccount:" + account.description.replacing("/", with: ":"))
        return !scope.users.isEmpty && !scope.users.contains(where: user.overlaps)
    }

    private var work: [Complaint] {
        let operations = bindings.flatMap(\.operations)
        let isAnywhere = bindings.contains { $0.judgedSubresources == nil }
        let subresources = bindings.flatMap { $0.judgedSubresources ?? [] }
        let (idleOperations, idleSubresources) = (
            scope.operations.filter { !operations.contains($0) }.map(\.rawValue).sorted(),
            isAnywhere ? [] : scope.subresources.filter { $0 != "*" && !subresources.contains($0) }.sorted()
        )
        return idleOperations.map {
            document.complaint(
                ["spec", "scope", "operations"], "The policies don't judge \($0), so that there is nothing to let pass."
            )
        }
            + idleSubresources.map {
                document.complaint(
                    ["spec", "scope", "subresources"],
                    "The policies don't judge the subresource \"\($0)\", so that there is nothing to let pass.")
            }
    }

    private var containers: [Complaint] {
        guard !exception.coversObjects, !bindings.contains(where: \.judgesPods) else { return [] }
        let key = exception.containers.isEmpty ? "images" : "containers"
        return [
            document.complaint(
                ["spec", key], "The policies judge no containers, so that there is nothing to let pass; remove this.")
        ]
    }
}

extension Binding {
    /// The subresources that it judges, the empty text being the object itself; nil for any.
    fileprivate var judgedSubresources: [String]? {
        if matching != nil || scope.subresources.contains("*") { return nil }
        if !scope.subresources.isEmpty { return Array(scope.subresources) }
        if case .subresources(let names, _) = about.judges { return names }
        return judgesPods ? ["", "ephemeralcontainers", "resize"] : [""]
    }
}

extension [String] {
    /// Each text once, where it stands first.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
