import Admission
import Documents
import Kubernetes
import Policies

/// `admission {request}`: what the gate says of an AdmissionRequest, with every policy of the catalogue at its defaults.
///
/// Cases that bring a Pod Security level or upstream policies are answered by an error until the gate knows those.
func judgeAdmission(_ input: JSON, _ result: inout JSONWriter) throws {
    guard input["podSecurity"] == nil else { throw CaseError("there is no policy pod-security") }
    guard input["policies"] == nil else { throw CaseError("upstream policies can't be loaded") }
    guard let request = input["request"] else { throw CaseError("`request` is missing") }
    let decision = catalogue.decide(try AdmissionRequest(request), [.mutating, .validating])
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
