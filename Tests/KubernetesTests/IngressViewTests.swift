import Documents
import Kubernetes
import Testing

@Suite("IngressView")
struct IngressViewTests {
    private func view(_ spec: String, annotations: String = "{}") throws -> IngressView {
        let object = #"{"metadata":{"name":"web","annotations":\#(annotations)},"spec":\#(spec)}"#
        return IngressView(try JSON(parsing: object), namespace: "demo")
    }

    @Test(
        "Routes are hosts and paths, with the defaults of the API",
        arguments: [
            (#"{"host":"a.b"}"#, ["a.b / Prefix"]), ("{}", [" / Prefix"]), ("5", [" / Prefix"]),
            (#"{"host":"a.b","http":{"paths":[{}]}}"#, ["a.b / ImplementationSpecific"]),
            (#"{"host":"a.b","http":{"paths":[{"path":"/x/","pathType":"Prefix"}]}}"#, ["a.b /x Prefix"]),
            (#"{"host":"a.b","http":{"paths":[{"path":"/x/","pathType":"Exact"}]}}"#, ["a.b /x/ Exact"]),
            (#"{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix"}]}}"#, ["a.b / Prefix"]),
            (#"{"http":{"paths":[{"path":"","pathType":"Prefix"},7]}}"#, [" / Prefix", " / ImplementationSpecific"]),
        ])
    func routes(_ rule: String, _ routes: [String]) throws {
        let view = try view(#"{"rules":[\#(rule)]}"#)
        #expect(view.routes.map { "\($0.host) \($0.path) \($0.pathType)" } == routes)
    }

    @Test("The places of routes are said")
    func places() throws {
        let view = try view(#"{"rules":[{},{"http":{"paths":[{},{}]}}]}"#)
        #expect(
            view.routes.map(\.pointer.description) == [
                "/spec/rules/0", "/spec/rules/1/http/paths/0/path", "/spec/rules/1/http/paths/1/path",
            ])
    }

    @Test("Routes are found by their hosts, and equal in what they take")
    func hosts() throws {
        let view = try view(#"{"rules":[{"host":"a"},{"host":"b"},{"host":"a","http":{"paths":[{"path":"/x"}]}}]}"#)
        #expect(view.routes(of: "a").map(\.path) == ["/", "/x"])
        #expect(view.routes(of: "").isEmpty)
        #expect(Set(view.routes.map(\.requests)).count == 3)
        let other = try self.view(#"{"rules":[{"host":"b","http":{"paths":[{"path":"/","pathType":"Prefix"}]}}]}"#)
        #expect(other.routes.map(\.requests) == view.routes(of: "b").map(\.requests))
    }

    @Test("The old annotation comes before the field")
    func classes() throws {
        let annotation = #"{"kubernetes.io/ingress.class":"old"}"#
        #expect(try view("{}").ingressClass == nil)
        #expect(try view(#"{"ingressClassName":"new"}"#).ingressClass == "new")
        #expect(try view(#"{"ingressClassName":"new"}"#, annotations: annotation).ingressClass == "old")
    }

    @Test("What is no Ingress has no routes", arguments: ["null", "5", #"{"rules":{}}"#])
    func malformed(_ spec: String) throws {
        #expect(try view(spec).routes.isEmpty)
    }
}
