import Admission
import Configuration
import Documents
import HTTP
import Support
import Transport
import Webhook

/// Builders for what the webhook is given.
enum Fixtures {
    /// Two gates: `first` fills in and wants runAsNonRoot, `second` wants nothing.
    static let policies = """
        apiVersion: sekisho.dev/v1alpha1
        kind: Gate
        metadata: {name: first}
        spec:
          policies:
            - policy: run-as-non-root
        ---
        apiVersion: sekisho.dev/v1alpha1
        kind: Gate
        metadata: {name: second}
        spec:
          policies:
            - {policy: run-as-non-root, name: warns, mode: Warn}
        """

    /// A review of a Pod whose security context is the JSON given.
    static func review(
        uid: String = "u-1", version: String = "v1", operation: String = "CREATE", securityContext: String = "{}"
    ) -> [UInt8] {
        let pod = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop"},\
            "spec":{"securityContext":\(securityContext),"containers":[{"name":"app","image":"nginx:1.27"}]}}
            """
        let gone = operation == "DELETE"
        return Array(
            """
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/\(version)","request":{"uid":"\(uid)",\
            "kind":{"group":"","version":"v1","kind":"Pod"},\
            "resource":{"group":"","version":"v1","resource":"pods"},"name":"web","namespace":"shop",\
            "operation":"\(operation)","userInfo":{"username":"admin"},\
            "object":\(gone ? "null" : pod),"oldObject":\(gone ? pod : "null"),"dryRun":false,"options":null}}

            """.utf8)
    }

    /// An endpoint over the policies, loaded from a real file.
    static func endpoint(_ policies: String = policies) throws -> ReviewEndpoint {
        let directory = try TemporaryDirectory()
        try directory.write(policies, to: "policies.yaml")
        let set = try Loader(directory.path).load()
        return ReviewEndpoint(Published(ActivePolicies(set)), inventory: EmptyInventory())
    }

    static let context = RequestContext(deadline: .now + .seconds(10), peer: Peer(address: "127.0.0.1:1"))

    /// A POST as the API server makes it.
    static func post(_ target: String, _ body: [UInt8]) -> HTTPRequest {
        HTTPRequest(.post, target, fields: ["Content-Type": "application/json", "Host": "x"], body: body)
    }
}
