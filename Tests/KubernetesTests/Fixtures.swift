import Documents
import Kubernetes

/// A review as the API server posts it, with members that tests replace or leave out.
struct ReviewFixture {
    var apiVersion: String? = #""admission.k8s.io/v1""#
    var kind: String? = #""AdmissionReview""#
    /// Members of `request`, as JSON text.
    var request: [(name: String, value: String)] = [
        ("uid", #""705ab4f5-6393-11e8-b7cc-42010a800002""#),
        ("kind", #"{"group":"","version":"v1","kind":"Pod"}"#),
        ("resource", #"{"group":"","version":"v1","resource":"pods"}"#),
        ("requestKind", #"{"group":"","version":"v1","kind":"Pod"}"#),
        ("requestResource", #"{"group":"","version":"v1","resource":"pods"}"#),
        ("name", #""web""#),
        ("namespace", #""demo""#),
        ("operation", #""CREATE""#),
        ("userInfo", #"{"username":"admin","uid":"1","groups":["system:masters","system:authenticated"]}"#),
        ("object", #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"demo"},"spec":{}}"#),
        ("oldObject", "null"),
        ("dryRun", "false"),
        ("options", #"{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}"#),
    ]

    /// The fixture with members replaced, added, or, for nil, left out.
    func with(_ changes: KeyValuePairs<String, String?>) -> ReviewFixture {
        var copy = self
        for (name, value) in changes {
            let position = copy.request.firstIndex { $0.name == name }
            switch (position, value) {
            case (let position?, let value?): copy.request[position].value = value
            case (let position?, nil): copy.request.remove(at: position)
            case (nil, let value?): copy.request.append((name, value))
            case (nil, nil): break
            }
        }
        return copy
    }

    /// The body: one line of JSON and a newline.
    var text: String {
        let members = request.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
        let head = [kind.map { "\"kind\":\($0)" }, apiVersion.map { "\"apiVersion\":\($0)" }].compactMap(\.self)
        return "{" + (head + ["\"request\":{\(members)}"]).joined(separator: ",") + "}\n"
    }

    func review() throws -> AdmissionReview { try AdmissionReview(parsing: Array(text.utf8)) }
}

/// The error that `work` throws, or nil.
func failure<Failure: Error>(_ work: () throws(Failure) -> Void) -> Failure? {
    do throws(Failure) {
        try work()
        return nil
    } catch {
        return error
    }
}
