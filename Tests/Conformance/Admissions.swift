import Admission
import Documents
import Expressions
import Kubernetes
import Policies

/// `admission {request}`: what the gate says of an AdmissionRequest: with `podSecurity {level, version, mode}` by the
/// policy pod-security; with `policies`, `bindings`, `params` and `namespaceObject`, upstream documents as they are, by
/// those; otherwise by every policy of the catalogue at its defaults.
func judgeAdmission(_ input: JSON, _ result: inout JSONWriter) throws {
    guard let request = input["request"] else { throw CaseError("`request` is missing") }
    let decision = try gate(input).decide(
        try AdmissionRequest(request), [.mutating, .validating], inventory: OneNamespace(input["namespaceObject"]))
    let response = decision.response
    result.beginObject()
    result.key("allowed")
    result.bool(response.isAllowed)
    result.key("message")
    result.string(response.message)
    result.key("warnings")
    result.beginArray()
    for warning in response.warnings { result.string(warning) }
    result.endArray()
    if let object = decision.patchedObject ?? unpatched(input) {
        result.key("patchedObject")
        result.json(object)
    }
    result.endObject()
}

/// The object as it came, where there are mutating policies.
private func unpatched(_ input: JSON) -> JSON? {
    let isMutating = input["policies"]?.elements.contains { $0["kind"]?.equals("MutatingAdmissionPolicy") ?? false }
    return isMutating ?? false ? input["request"]?["object"] : nil
}

private func gate(_ input: JSON) throws -> Gate {
    if input["policies"] != nil { return try upstream(input) }
    return try input["podSecurity"].map(podSecurity) ?? catalogue
}

/// A gate of the upstream documents that a case brings.
private func upstream(_ input: JSON) throws -> Gate {
    let reader = ParameterReader()
    var documents: [UpstreamDocument] = []
    for name in ["policies", "bindings", "params"] {
        for document in input.member(name)?.elements.map(\.self) ?? [] {
            documents += try read(document, "\(name).json").compactMap { UpstreamDocument($0, reader) }
        }
    }
    let assembly = PolicyAssembly(documents)
    let problems =
        reader.complaints.map { "\($0.pointer.field): \($0.message)" }
        + assembly.faults.map { "\($0.pointer.field): \($0.message)" } + assembly.conflicts.map(\.message)
    guard problems.isEmpty else { throw CaseError(problems.joined(separator: " ")) }
    return Gate(assembly.bindings)
}

private func read(_ json: JSON, _ name: String) throws -> [DocumentPlace] {
    var writer = JSONWriter(capacity: 4096)
    writer.json(json)
    let source = SourceText(name: name, bytes: writer.bytes)
    return try YAMLReader().documents(in: source.bytes, as: .json).map { DocumentPlace(source, $0) }
}

/// An inventory of the one namespace that a case knows of.
private struct OneNamespace: Inventory {
    private let object: JSON?

    init(_ object: JSON?) { self.object = object }

    func knows(_ kind: InventoryKind) -> Bool { kind == .namespaces && object != nil }
    func namespace(_ name: String) -> JSON? {
        object.flatMap { !$0.isNull && ObjectView($0).name == name ? $0 : nil }
    }
    func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { [] }
    func pods(in namespace: String) -> [InventoryPod] { [] }
}

/// All policies of the catalogue; what they can't look up is no reason to deny.
private let catalogue = Gate(Catalog.policies.map { binding($0) })

private func binding<Bound: Policy>(_ policy: Bound.Type) -> Binding { Binding(policy.init(), onError: .allow) }

/// A gate that enforces a level of the Pod Security Standards, or warns of it.
private func podSecurity(_ wanted: JSON) throws -> Gate {
    guard let type = Catalog.policy("pod-security") else { throw CaseError("there is no policy pod-security") }
    let standard: JSONValue = [
        "level": .json(wanted["level"] ?? wanted), "version": .json(wanted["version"] ?? wanted),
    ]
    let isWarning = wanted["mode"]?.equals("warn") ?? false
    let parameters: JSONValue = isWarning ? ["level": "privileged", "warn": standard] : standard
    return Gate([try read(type, parameters)])
}

private func read<Bound: Policy>(_ type: Bound.Type, _ parameters: JSONValue) throws -> Binding {
    let reader = ParameterReader()
    let policy = type.read(try parameters.parsed(), reader)
    guard reader.complaints.isEmpty else {
        throw CaseError(reader.complaints.map(\.message).joined(separator: " "))
    }
    return Binding(policy)
}
