import Admission
import Documents
import HTTP
import Testing
import Webhook

@Suite("The review endpoint")
struct ReviewEndpointTests {
    private let endpoint: ReviewEndpoint

    init() throws { endpoint = try Fixtures.endpoint() }

    private func answer(_ target: String, _ body: [UInt8]) throws -> JSON {
        let response = endpoint.answer(Fixtures.post(target, body), Fixtures.context)
        #expect(response.status == .ok)
        #expect(response.fields["Content-Type"] == "application/json")
        let json = try JSON(parsing: response.body)
        #expect(json["kind"]?.string == "AdmissionReview")
        return json
    }

    @Test("answers with the question's uid and version", arguments: ["v1", "v1beta1"], ["a", "705ab4f5-6393-11e8"])
    func echoes(version: String, uid: String) throws {
        let answer = try answer("/validate", Fixtures.review(uid: uid, version: version))
        #expect(answer["apiVersion"]?.string == "admission.k8s.io/\(version)")
        #expect(answer["response"]?["uid"]?.string == uid)
    }

    @Test("allows what is as wanted, with neither status nor patch")
    func allows() throws {
        let answer = try answer("/validate", Fixtures.review(securityContext: #"{"runAsNonRoot":true}"#))
        let response = try #require(answer["response"])
        #expect(response["allowed"]?.bool == true)
        #expect(response["status"] == nil && response["patch"] == nil && response["patchType"] == nil)
    }

    @Test("denies with code, reason, message and causes")
    func denies() throws {
        let answer = try answer("/validate", Fixtures.review(securityContext: #"{"runAsNonRoot":false}"#))
        let response = try #require(answer["response"])
        let status = try #require(response["status"])
        #expect(response["allowed"]?.bool == false)
        #expect(status["code"]?.int == 403)
        #expect(status["reason"]?.string == "Forbidden")
        #expect(status["message"]?.string?.contains("run-as-non-root: spec.") ?? false)
        #expect(status["details"]?["causes"]?[0]?["field"]?.string?.hasPrefix("spec.") ?? false)
        #expect(response["patch"] == nil)
    }

    @Test("patches on /mutate only, with patch and patchType both")
    func patches() throws {
        let review = Fixtures.review()
        let mutated = try #require(try answer("/mutate", review)["response"])
        #expect(mutated["allowed"]?.bool == true)
        #expect(mutated["patchType"]?.string == "JSONPatch")
        #expect(mutated["patch"]?.string?.isEmpty == false)
        #expect(try answer("/validate", review)["response"]?["patch"] == nil)
    }

    @Test("never patches a deletion", arguments: ["/mutate", "/validate", "/mutate/first"])
    func deletions(target: String) throws {
        let response = try #require(try answer(target, Fixtures.review(operation: "DELETE"))["response"])
        #expect(response["allowed"]?.bool == true)
        #expect(response["patch"] == nil && response["patchType"] == nil)
    }

    @Test(
        "answers a review that comes again byte for byte the same, as exec and delete send theirs",
        arguments: ["CREATE", "DELETE"], ["/validate", "/mutate"])
    func repeats(operation: String, target: String) {
        let request = Fixtures.post(target, Fixtures.review(operation: operation))
        let answers = (0..<3).map { _ in endpoint.answer(request, Fixtures.context) }
        #expect(answers[0].status == .ok)
        #expect(answers[1] == answers[0] && answers[2] == answers[0])
    }

    @Test("asks one gate alone below its name, and all of them without one")
    func gates() throws {
        let review = Fixtures.review()
        #expect(try answer("/validate/first", review)["response"]?["allowed"]?.bool == false)
        let second = try #require(try answer("/validate/second", review)["response"])
        #expect(second["allowed"]?.bool == true)
        #expect(second["warnings"]?[0]?.string?.hasPrefix("warns: spec.") ?? false)
        let all = try #require(try answer("/validate", review)["response"])
        #expect(all["allowed"]?.bool == false && all["warnings"]?.count ?? 0 > 0)
    }

    @Test(
        "refuses what is no review with 400 and a sentence",
        arguments: [
            ("", "the document is empty"), ("{", "never ends"), ("[]", "An AdmissionReview is wanted"),
            (#"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v2"}"#, "wanted is admission.k8s.io/v1"),
            (#"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}"#, "lacks request"),
            (#"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{}}"#, "request.uid"),
            (#"{"kind":"AdmissionReview","kind":"AdmissionReview"}"#, "stands twice"),
            ("\u{FF}", "JSON"),
        ])
    func refuses(body: String, sentence: String) {
        let response = endpoint.answer(Fixtures.post("/validate", Array(body.utf8)), Fixtures.context)
        #expect(response.status == .badRequest)
        #expect(String(decoding: response.body, as: UTF8.self).contains(sentence))
    }

    @Test("answers 404, 405 and 415 with a sentence that helps")
    func statuses() {
        let get = endpoint.answer(HTTPRequest(.get, "/validate"), Fixtures.context)
        #expect(get.status == .methodNotAllowed && get.fields["Allow"] == "POST")
        let elsewhere = endpoint.answer(Fixtures.post("/admit", []), Fixtures.context)
        #expect(elsewhere.status == .notFound)
        let unknown = endpoint.answer(Fixtures.post("/validate/third", Fixtures.review()), Fixtures.context)
        #expect(unknown.status == .notFound)
        #expect(String(decoding: unknown.body, as: UTF8.self).contains("first, second"))
        let text = HTTPRequest(.post, "/validate", fields: ["Content-Type": "text/plain"])
        #expect(endpoint.answer(text, Fixtures.context).status == .unsupportedMediaType)
    }

    @Test("follows onError once the deadline is over")
    func deadline() throws {
        let route = ReviewRoute(stages: .validating, gate: "first")
        let body = try endpoint.review(
            Fixtures.review(securityContext: #"{"runAsNonRoot":true}"#), by: route, deadline: .now - .seconds(1))
        let response = try #require(try JSON(parsing: body)["response"])
        #expect(response["allowed"]?.bool == false)
        #expect(response["status"]?["message"]?.string?.contains("time for the decision") ?? false)
    }
}
