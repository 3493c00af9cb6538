import Admission
import Documents
import Kubernetes
import Policies
import Testing

@Suite("Objects of hostile size")
struct HostileSizeTests {
    private static let size = 8_000

    /// A list of so many JSON texts, each made from its position.
    private static func list(_ text: (Int) -> String) -> String {
        (0..<size).map(text).joined(separator: ",")
    }

    private static func pod(_ spec: String) -> (kind: GroupVersionKind, text: String) {
        let container = spec.contains("containers") ? "" : #""containers":[{"name":"a","image":"b"}],"#
        let text = #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{\#(container)\#(spec)}}"#
        return (GroupVersionKind(group: "", version: "v1", kind: "Pod"), text)
    }

    private static let ingress: (kind: GroupVersionKind, text: String) = {
        let hosts = list { "\"h\($0).example.com\"" }
        let rules = list { #"{"host":"h\#($0).example.com","http":{"paths":[{"path":"/","pathType":"Prefix"}]}}"# }
        let text =
            #"{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i"},"#
            + #""spec":{"tls":[{"secretName":"s","hosts":[\#(hosts)]}],"rules":[\#(rules)]}}"#
        return (GroupVersionKind(group: "networking.k8s.io", version: "v1", kind: "Ingress"), text)
    }()

    private static let objects = [
        pod(#""volumes":[\#(list { #"{"name":"v\#($0)","hostPath":{"path":"/"}}"# })]"#),
        pod(#""securityContext":{"sysctls":[\#(list { #"{"name":"s\#($0)","value":"1"}"# })]}"#),
        pod(#""containers":[{"name":"a","image":"b","ports":[\#(list { #"{"hostPort":\#($0 + 1)}"# })]}]"#),
        pod(
            #""containers":[{"name":"a","image":"b","securityContext":{"capabilities":{"add":["#
                + list { "\"C\($0)\"" } + "]}}}]"),
        ingress,
    ]

    @Test("are judged, and the denial is written, in time that grows with their size", arguments: objects.indices)
    func time(index: Int) throws {
        let (kind, text) = Self.objects[index]
        let bindings = Catalog.policies.filter { $0.about.id != "inject" }.map { bind($0) }
        let request = AdmissionRequest(
            uid: "1", kind: kind, resource: kind.guessedResource, name: "p", namespace: "n",
            object: try JSON(parsing: text))
        let start = ContinuousClock.now
        let response = Gate(bindings).decide(request, .validating).response
        // Generous for a busy machine and a debug build, and far from enough for work that grows with the square.
        #expect(ContinuousClock.now - start < .seconds(6))
        #expect(response.isAllowed == (kind.kind == "Ingress"))
        #expect(response.message.utf8.count < 100_000)
    }

    private func bind<Bound: Policy>(_ policy: Bound.Type) -> Binding {
        Binding(policy.init(), onError: .allow)
    }
}
