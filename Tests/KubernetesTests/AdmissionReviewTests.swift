import Documents
import Kubernetes
import Testing

@Suite("AdmissionReview")
struct AdmissionReviewTests {
    @Test("A created pod is read field by field")
    func create() throws {
        let review = try ReviewFixture().review()
        let request = review.request
        #expect(review.version == .v1)
        #expect(request.uid == "705ab4f5-6393-11e8-b7cc-42010a800002")
        #expect(request.kind == GroupVersionKind(group: "", version: "v1", kind: "Pod"))
        #expect(request.resource == GroupVersionResource(group: "", version: "v1", resource: "pods"))
        #expect(request.subResource == "")
        #expect(request.name == "web")
        #expect(request.namespace == "demo")
        #expect(request.operation == .create)
        #expect(request.userInfo.username == "admin")
        #expect(request.userInfo.groups == ["system:masters", "system:authenticated"])
        #expect(request.object?["kind"]?.string == "Pod")
        #expect(request.oldObject == nil)
        #expect(!request.isDryRun)
    }

    @Test("v1beta1 is read and remembered")
    func beta() throws {
        var fixture = ReviewFixture()
        fixture.apiVersion = #""admission.k8s.io/v1beta1""#
        #expect(try fixture.review().version == .v1beta1)
    }

    /// What the API server sent for each of these, cut down to what the decoder reads.
    struct Sent: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let changes: [(String, String?)]
        let operation: Operation
        let subResource: String
        let hasObject: Bool
        let hasOldObject: Bool
    }

    static let reviews: [Sent] = [
        Sent(
            testDescription: "UPDATE of a Namespace, which stands in its own namespace",
            changes: [
                ("kind", #"{"group":"","version":"v1","kind":"Namespace"}"#),
                ("resource", #"{"group":"","version":"v1","resource":"namespaces"}"#),
                ("name", #""demo""#), ("operation", #""UPDATE""#),
                ("object", #"{"kind":"Namespace","metadata":{"labels":{"a":"b"}}}"#),
                ("oldObject", #"{"kind":"Namespace","metadata":{}}"#),
            ], operation: .update, subResource: "", hasObject: true, hasOldObject: true),
        Sent(
            testDescription: "CREATE of a pod whose name the API server is yet to generate",
            changes: [("name", nil)], operation: .create, subResource: "", hasObject: true, hasOldObject: false),
        Sent(
            testDescription: "CONNECT to pods/exec carries the options",
            changes: [
                ("kind", #"{"group":"","version":"v1","kind":"PodExecOptions"}"#), ("subResource", #""exec""#),
                ("operation", #""CONNECT""#),
                (
                    "object",
                    #"{"kind":"PodExecOptions","apiVersion":"v1","stdin":true,"container":"web","command":["sh"]}"#
                ), ("options", "null"),
            ], operation: .connect, subResource: "exec", hasObject: true, hasOldObject: false),
        Sent(
            testDescription: "UPDATE of pods/ephemeralcontainers carries the whole pod",
            changes: [
                ("subResource", #""ephemeralcontainers""#), ("operation", #""UPDATE""#),
                ("object", #"{"kind":"Pod","spec":{"ephemeralContainers":[{"name":"debug"}]}}"#),
                ("oldObject", #"{"kind":"Pod","spec":{}}"#),
            ], operation: .update, subResource: "ephemeralcontainers", hasObject: true, hasOldObject: true),
        Sent(
            testDescription: "UPDATE of deployments/scale carries a Scale",
            changes: [
                ("kind", #"{"group":"autoscaling","version":"v1","kind":"Scale"}"#),
                ("resource", #"{"group":"apps","version":"v1","resource":"deployments"}"#),
                ("subResource", #""scale""#), ("operation", #""UPDATE""#),
                ("object", #"{"kind":"Scale","spec":{"replicas":3}}"#), ("oldObject", #"{"kind":"Scale"}"#),
            ], operation: .update, subResource: "scale", hasObject: true, hasOldObject: true),
        Sent(
            testDescription: "CREATE of pods/eviction carries an Eviction",
            changes: [
                ("kind", #"{"group":"policy","version":"v1","kind":"Eviction"}"#), ("subResource", #""eviction""#),
                ("object", #"{"kind":"Eviction","metadata":{"name":"web"}}"#),
            ], operation: .create, subResource: "eviction", hasObject: true, hasOldObject: false),
        Sent(
            testDescription: "DELETE has an explicit null for the object",
            changes: [
                ("operation", #""DELETE""#), ("object", "null"), ("oldObject", #"{"kind":"Pod"}"#),
                ("dryRun", "true"),
            ], operation: .delete, subResource: "", hasObject: false, hasOldObject: true),
    ]

    @Test("What the API server sends is read", arguments: reviews)
    func sent(_ sent: Sent) throws {
        var fixture = ReviewFixture()
        for (name, value) in sent.changes { fixture = fixture.with([name: value]) }
        let request = try fixture.review().request
        #expect(request.operation == sent.operation)
        #expect(request.subResource == sent.subResource)
        #expect((request.object != nil) == sent.hasObject)
        #expect((request.oldObject != nil) == sent.hasOldObject)
        #expect(request.isDryRun == sent.changes.contains { $0.0 == "dryRun" && $0.1 == "true" })
    }

    @Test("A complaint quotes no more than the start of a text of the sender's", arguments: ["kind", "apiVersion"])
    func longTexts(_ name: String) {
        let long = String(repeating: "x", count: 1_000_000)
        let members = ["kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1"].merging([name: long]) { _, new in
            new
        }
        let text = members.map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",")
        let error = #expect(throws: ReviewError.self) { try AdmissionReview(parsing: Array("{\(text)}".utf8)) }
        #expect((error?.description.count ?? .max) < 250)
    }

    @Test("A uid, which goes back as it came, is of a sensible length")
    func longNames() throws {
        let longest = String(repeating: "u", count: 256)
        #expect(try ReviewFixture().with(["uid": "\"\(longest)\""]).review().request.uid == longest)
        let error = #expect(throws: ReviewError.tooLong("request.uid", limit: 256)) {
            try ReviewFixture().with(["uid": "\"\(longest)u\""]).review()
        }
        #expect(error?.description == "request.uid is longer than 256 bytes.")
    }

    @Test("Explicit nulls count as absent", arguments: ["subResource", "name", "namespace", "userInfo", "dryRun"])
    func nulls(_ name: String) throws {
        let request = try ReviewFixture().with([name: "null"]).review().request
        switch name {
        case "subResource": #expect(request.subResource == "")
        case "name": #expect(request.name == "")
        case "namespace": #expect(request.namespace == "")
        case "userInfo": #expect(request.userInfo.username == "" && request.userInfo.groups == [])
        default: #expect(!request.isDryRun)
        }
    }

    @Test("The user's members may be null or missing")
    func user() throws {
        let request = try ReviewFixture().with(["userInfo": #"{"username":null,"groups":null}"#]).review().request
        #expect(request.userInfo.username == "")
        #expect(request.userInfo.groups == [])
        #expect(!request.userInfo.isMember(of: ""))
    }
}

@Suite("ReviewError")
struct ReviewErrorTests {
    @Test("What is no JSON is refused with its offset")
    func notJSON() throws {
        let error = failure { () throws(ReviewError) in _ = try AdmissionReview(parsing: Array("{]".utf8)) }
        guard case .notJSON(let inner) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(inner.offset == 1)
        #expect(error?.description == inner.description)
    }

    @Test("The reader's limits apply")
    func limits() {
        let body = Array(ReviewFixture().text.utf8)
        let error = failure { () throws(ReviewError) in
            _ = try AdmissionReview(parsing: body, limits: JSON.Limits(bytes: body.count - 1))
        }
        guard case .notJSON = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test(
        "Other documents are no reviews",
        arguments: [
            ("[]", nil), ("1", nil), ("null", nil), ("{}", nil), (#"{"kind":7}"#, nil),
            (#"{"kind":"Pod","apiVersion":"v1"}"#, "Pod"), (#"{"kind":"admissionreview"}"#, "admissionreview"),
        ] as [(String, String?)])
    func notAReview(_ text: String, _ found: String?) {
        #expect(refusal(of: text) == .notAReview(found: found))
    }

    @Test(
        "Other versions are refused",
        arguments: [
            (nil, ""), ("1", ""), (#""v1""#, "v1"), (#""admission.k8s.io/v2""#, "admission.k8s.io/v2"),
            (#""admission.k8s.io/v1 ""#, "admission.k8s.io/v1 "),
        ] as [(String?, String)])
    func version(_ apiVersion: String?, _ found: String) {
        var fixture = ReviewFixture()
        fixture.apiVersion = apiVersion
        #expect(refusal(of: fixture.text) == .unknownVersion(found))
    }

    @Test("A review without a request is refused", arguments: ["", #","request":null"#])
    func request(_ member: String) {
        let text = #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"\#(member)}"#
        #expect(refusal(of: text) == .missing("request"))
    }

    @Test("A request that is no object is refused", arguments: ["[]", "1", #""""#, "true"])
    func requestType(_ value: String) {
        let text = #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":\#(value)}"#
        #expect(refusal(of: text) == .wrongType("request", wanted: "an object"))
    }

    @Test(
        "Missing, null and empty members that are needed are named",
        arguments: ["uid", "kind", "resource", "operation"])
    func missing(_ name: String) {
        #expect(refusal(of: ReviewFixture().with([name: nil]).text) == .missing("request.\(name)"))
        #expect(refusal(of: ReviewFixture().with([name: "null"]).text) == .missing("request.\(name)"))
    }

    @Test(
        "Empty names count as missing",
        arguments: [
            ("uid", #""""#, "request.uid"), ("kind", "{}", "request.kind.kind"),
            ("kind", #"{"kind":""}"#, "request.kind.kind"), ("kind", #"{"kind":null}"#, "request.kind.kind"),
            ("resource", "{}", "request.resource.resource"),
            ("resource", #"{"resource":""}"#, "request.resource.resource"),
        ])
    func empty(_ name: String, _ value: String, _ field: String) {
        #expect(refusal(of: ReviewFixture().with([name: value]).text) == .missing(field))
    }

    @Test(
        "Members of the wrong type are named with the type that is wanted",
        arguments: [
            ("uid", "1", "request.uid", "a string"), ("subResource", "{}", "request.subResource", "a string"),
            ("name", "[]", "request.name", "a string"), ("namespace", "true", "request.namespace", "a string"),
            ("operation", "1", "request.operation", "a string"), ("dryRun", "\"no\"", "request.dryRun", "a boolean"),
            ("kind", "\"Pod\"", "request.kind", "an object"), ("resource", "[]", "request.resource", "an object"),
            ("kind", #"{"kind":1}"#, "request.kind.kind", "a string"),
            ("kind", #"{"kind":"Pod","group":1}"#, "request.kind.group", "a string"),
            ("kind", #"{"kind":"Pod","version":[]}"#, "request.kind.version", "a string"),
            ("resource", #"{"resource":"pods","group":{}}"#, "request.resource.group", "a string"),
            ("userInfo", "\"admin\"", "request.userInfo", "an object"),
            ("userInfo", #"{"username":1}"#, "request.userInfo.username", "a string"),
            ("userInfo", #"{"groups":"a"}"#, "request.userInfo.groups", "a list of strings"),
            ("userInfo", #"{"groups":["a",1]}"#, "request.userInfo.groups", "a list of strings"),
            ("object", "[]", "request.object", "an object"), ("oldObject", "1", "request.oldObject", "an object"),
        ])
    func wrongType(_ name: String, _ value: String, _ field: String, _ wanted: String) {
        #expect(refusal(of: ReviewFixture().with([name: value]).text) == .wrongType(field, wanted: wanted))
    }

    @Test("Other operations are refused", arguments: ["create", "PATCH", "*", "CREATE "])
    func operation(_ name: String) {
        #expect(refusal(of: ReviewFixture().with(["operation": "\"\(name)\""]).text) == .unknownOperation(name))
    }

    @Test("The object is needed for all operations but DELETE", arguments: ["CREATE", "UPDATE", "CONNECT"])
    func object(_ operation: String) {
        let fixture = ReviewFixture().with([
            "operation": "\"\(operation)\"", "object": "null", "oldObject": #"{"kind":"Pod"}"#,
        ])
        #expect(refusal(of: fixture.text) == .missing("request.object"))
    }

    @Test("A DELETE needs one object at least")
    func noObject() {
        let fixture = ReviewFixture().with(["operation": #""DELETE""#, "object": "null", "oldObject": nil])
        #expect(refusal(of: fixture.text) == .missing("request.object and request.oldObject"))
    }

    @Test(
        "Errors read as sentences",
        arguments: [
            (.notAReview(found: nil), "An AdmissionReview is wanted, but the document's kind is missing."),
            (.notAReview(found: "Pod"), "An AdmissionReview is wanted, but the document's kind is \"Pod\"."),
            (
                .unknownVersion("v2"),
                "apiVersion is \"v2\"; wanted is admission.k8s.io/v1 or admission.k8s.io/v1beta1."
            ),
            (.missing("request.uid"), "The review lacks request.uid."),
            (.wrongType("request", wanted: "an object"), "request must be an object."),
            (.unknownOperation("x"), "request.operation is \"x\"; wanted is CREATE, UPDATE, DELETE or CONNECT."),
        ] as [(ReviewError, String)])
    func sentences(_ error: ReviewError, _ sentence: String) {
        #expect(error.description == sentence)
    }

    @Test("A review cut short anywhere is refused and never a trap")
    func cut() {
        let body = Array(ReviewFixture().text.utf8)
        for length in 0..<body.count - 2 {
            #expect(refusal(of: String(decoding: body.prefix(length), as: UTF8.self)) != nil)
        }
    }

    private func refusal(of text: String) -> ReviewError? {
        failure { () throws(ReviewError) in _ = try AdmissionReview(parsing: Array(text.utf8)) }
    }
}
