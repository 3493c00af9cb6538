import Admission
import Documents
import Kubernetes
import Policies

/// `admission {request}`: what the gate says of an AdmissionRequest: with `podSecurity {level, version, mode}` by the
/// policy pod-security, otherwise by every policy of the catalogue at its defaults.
///
/// Cases that bring upstream policies are answered by an error until the gate knows those.
func judgeAdmission(_ input: JSON, _ result: inout JSONWriter) throws {
    guard input["policies"] == nil else { throw CaseError("upstream policies can't be loaded") }
    guard let request = input["request"] else { throw CaseError("`request` is missing") }
    let gate = try input["podSecurity"].map(podSecurity) ?? catalogue
    let decision = gate.decide(try AdmissionRequest(request), [.mutating, .validating])
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
    if let object = decision.patchedObject {
        result.key("patchedObject")
        result.json(object)
    }
    result.endObject()
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
