import Admission
import HTTP
import Testing
import Webhook

@Suite("A route of a review")
struct ReviewRouteTests {
    @Test(
        "names a stage and maybe a gate",
        arguments: [
            ("/validate", ReviewRoute(stages: .validating)), ("/mutate", ReviewRoute(stages: .mutating)),
            ("/validate/", ReviewRoute(stages: .validating)),
            ("/validate/guide", ReviewRoute(stages: .validating, gate: "guide")),
            ("/mutate/guide", ReviewRoute(stages: .mutating, gate: "guide")),
            ("/mutate/a/b", ReviewRoute(stages: .mutating, gate: "a/b")),
        ])
    func paths(path: String, route: ReviewRoute) throws {
        #expect(try ReviewRoute(path: path) == route)
    }

    @Test(
        "is refused elsewhere",
        arguments: ["/", "", "*", "/Validate", "/validated", "//validate", "validate", "/x/validate"])
    func elsewhere(path: String) {
        #expect(throws: Refusal.unknownPath(path)) { try ReviewRoute(path: path) }
    }

    @Test("takes POST only", arguments: Method.allCases.filter { $0 != .post })
    func methods(method: Method) {
        let request = HTTPRequest(method, "/validate", fields: ["Content-Type": "application/json"])
        #expect(throws: Refusal.wrongMethod(allowed: "POST")) { try ReviewRoute(request) }
    }

    @Test(
        "takes JSON only",
        arguments: [
            nil, "text/plain", "application/jsonx", "application/yaml", "", "application/vnd.kubernetes.protobuf",
        ])
    func mediaTypes(type: String?) {
        var request = HTTPRequest(.post, "/validate")
        if let type { request = HTTPRequest(.post, "/validate", fields: ["Content-Type": type]) }
        #expect(throws: Refusal.wrongMediaType(type.map { [$0] } ?? [])) { try ReviewRoute(request) }
    }

    @Test("takes a Content-Type that is there once, and no Content-Encoding")
    func repeatedFields() {
        let type = "application/json"
        let twice = HTTPRequest(.post, "/validate", fields: ["Content-Type": type, "content-type": type])
        let repeated = #expect(throws: Refusal.wrongMediaType([type, type])) { try ReviewRoute(twice) }
        #expect(
            repeated?.sentence
                == #"Content-Type is repeated ("application/json", "application/json"); wanted is application/json."#)
        let packed = HTTPRequest(.post, "/validate", fields: ["Content-Type": type, "Content-Encoding": "gzip"])
        let encoded = #expect(throws: Refusal.encoded(["gzip"])) { try ReviewRoute(packed) }
        #expect(encoded?.status == .unsupportedMediaType)
        #expect(encoded?.sentence == #"Content-Encoding is "gzip"; wanted is a body as it is, without one."#)
    }

    @Test(
        "says which gates there are",
        arguments: [
            ([], "there is none."), (["a"], "there is only a."), (["a", "b"], "there are a, b."),
        ])
    func unknownGates(known: [String], end: String) {
        #expect(Refusal.unknownGate("x", known: known).sentence == #"There is no Gate named "x"; "# + end)
    }

    @Test(
        "takes JSON with parameters and in any case",
        arguments: ["application/json; charset=utf-8", "Application/JSON"])
    func mediaTypesWithParameters(type: String) throws {
        let request = HTTPRequest(.post, "/mutate?timeout=10s", fields: ["Content-Type": type])
        #expect(try ReviewRoute(request) == ReviewRoute(stages: .mutating))
    }
}
