import Admission
import Documents
import Kubernetes

@testable import Telemetry

/// Quotes every text in the object, as a careless policy would, in the field's name as well as in words.
struct Blabbing: Validating {
    static let about = About("blabbing", "Tells all.", judges: .anything, prose: "For tests.")

    func check(_ request: Request) -> [Finding] {
        request.object.children.flatMap { key, value in
            value.children.map { name, inner in
                Finding(
                    Pointer([key, name, inner.string ?? ""]), found: "is \(inner.string ?? "")", wanted: "must be else",
                    fix: inner.string)
            }
        }
    }
}

/// Can't judge, and quotes the object when it says why.
struct Failing: Validating {
    static let about = About("failing", "Fails.", judges: .anything, prose: "For tests.")

    func check(_ request: Request) -> [Finding] { [] }

    func obstacle(to request: Request) -> String? {
        "the value is \(request.object["data"]?["password"]?.string ?? "")"
    }
}

extension JSON {
    fileprivate var children: [(String, JSON)] { kind == .object ? members.map { ($0.name, $0.value) } : [] }
}

/// Decisions for tests of what is told of them.
enum Decisions {
    static func decide(
        _ bindings: [Binding], kind: String = "ConfigMap", name: String = "web", user: String = "alice",
        data: String = #"{"password":"canary"}"#, uid: String = "u-1"
    ) throws -> Decision {
        let object = try JSON(
            parsing: #"{"apiVersion":"v1","kind":"Any","metadata":{"name":"web"},"data":\#(data)}"#)
        let request = AdmissionRequest(
            uid: uid, kind: .init(group: "", version: "v1", kind: kind),
            resource: .init(group: "", version: "v1", resource: kind.lowercased() + "s"), name: name, namespace: "shop",
            userInfo: UserInfo(username: user), object: object)
        return Gate(bindings).decide(request, .validating)
    }

    static func account(_ decision: Decision, duration: Duration = .microseconds(42)) -> Account {
        Account(
            decision, .validating, gate: "first", policySet: "0123456789abcdef", duration: duration,
            time: WallTime(seconds: 1_800_000_000, microseconds: 1234))
    }
}
