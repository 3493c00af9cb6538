import Documents
import Foundation

/// Reviews of Pods, as an API server sends them.
enum Reviews {
    /// A Pod that the test gate allows.
    static let allowed = pod(name: "fit", security: #"{"runAsNonRoot": true}"#)
    /// A Pod that the test gate denies, and can mend.
    static let unfit = pod(name: "unfit", security: "{}")

    /// The identifier that every review here has.
    static let uid = "705ab4f5-6393-11e8-b7cc-42010a800002"

    /// The review of a Pod's creation.
    static func pod(name: String, security: String, version: String = "v1", padding: Int = 0) -> [UInt8] {
        Array(
            """
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/\(version)","request":{"uid":"\(uid)",\
            "kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},\
            "name":"\(name)","namespace":"team-a","operation":"CREATE","userInfo":{"username":"alice","groups":["dev"]},\
            "object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"\(name)","namespace":"team-a",\
            "annotations":{"padding":"\(String(repeating: "x", count: padding))"}},\
            "spec":{"containers":[{"name":"main","image":"registry.example.com/main:1.0","securityContext":\(security)}]}},\
            "oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}

            """.utf8)
    }

    /// The bytes of a POST with this body, as an API server writes it.
    static func post(_ body: [UInt8], to path: String = "/validate", fields: String = "") -> [UInt8] {
        let head = """
            POST \(path)?timeout=10s HTTP/1.1\r
            Host: localhost\r
            User-Agent: kube-apiserver-admission\r
            Content-Length: \(body.count)\r
            Accept: application/json, */*\r
            Content-Type: application/json\r
            Accept-Encoding: gzip\r
            \(fields)\r

            """
        return Array(head.utf8) + body
    }
}

/// The verdict of an answered review, or nil when it is none.
func verdict(_ body: [UInt8]) -> Bool? {
    (try? JSON(parsing: body))?["response"]?["allowed"]?.bool
}
