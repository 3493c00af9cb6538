import Admission
import Documents
import Kubernetes
import Policies
import Testing

@Suite("trusted-registries")
struct TrustedRegistriesTests {
    @Test(
        "Parameters that make no sense are complained of",
        arguments: [
            ("{}", "/allow", "Nothing is allowed"),
            ("{allow: [{users: [alice]}]}", "/allow/0/images", "This grants nothing"),
            ("{allow: [{images: ['*']}]}", "/allow/0/images/0", "leaves open whether `*` is a registry"),
            ("{allow: [{images: ['nginx:1']}]}", "/allow/0/images/0", "could be a registry with a port"),
            ("{allow: [{images: [a.io], serviceAccounts: [builder]}]}", "/allow/0/serviceAccounts", "has no namespace"),
            (
                "{allow: [{images: [a.io]}], mirrors: [{from: docker.io}]}", "/mirrors/0/to",
                "A mirror has a `from` and a `to`"
            ),
            (
                "{allow: [{images: [a.io]}], mirrors: [{from: acme, to: a.io}]}", "/mirrors/0/from",
                "is no place of images"
            ),
            (
                "{allow: [{images: [a.io]}], mirrors: [{from: b.io, to: a.io}, {from: c.io, to: a.io}]}", "/mirrors",
                "serves the images of two places"
            ),
        ])
    func problems(_ text: String, _ pointer: String, _ message: String) throws {
        let entry = try #require(Entry.all.first { $0.id == "trusted-registries" })
        let found = entry.complaints(of: try YAMLReader().documents(in: " " + text)[0].json)
        #expect(found.contains { $0.pointer.description == pointer && $0.message.contains(message) }, "\(found)")
    }

    @Test("A mirror's source that ends in wildcards is suggested without them")
    func suggestion() throws {
        let entry = try #require(Entry.all.first { $0.id == "trusted-registries" })
        let text = " {allow: [{images: [a.io]}], mirrors: [{from: ghcr.io/acme/**, to: a.io}]}"
        let found = entry.complaints(of: try YAMLReader().documents(in: text)[0].json)
        #expect(found.first?.suggestion == "ghcr.io/acme")
    }

    /// All ways to grant, tried on all ways to send: each combination is allowed if and only if the plain rule says so.
    @Test("A grant holds if all its parts hold", arguments: 0..<16)
    func parts(of grant: Int) throws {
        let parts = [
            ("users", "alice"), ("groups", "dev"), ("serviceAccounts", "team-a/builder"), ("namespaces", "team-a"),
        ].enumerated().filter { grant >> $0.offset & 1 == 1 }.map(\.element)
        let text = parts.map { ", \($0.0): [\($0.1)]" }.joined()
        let gate = try gate("{allow: [{images: [ghcr.io]\(text)}]}")
        for sending in 0..<16 {
            let has = (0..<4).map { sending >> $0 & 1 == 1 }
            let request = try request(
                user: has[0] ? "alice" : "bob", group: has[1] ? "dev" : "ops", account: has[2] ? "builder" : "default",
                namespace: has[3] ? "team-a" : "team-b")
            // The name of a service account means nothing without its namespace.
            let holds = [has[0], has[1], has[2] && has[3], has[3]]
            let isAllowed = (0..<4).allSatisfy { grant >> $0 & 1 == 0 || holds[$0] }
            #expect(gate.decide(request, .validating).isAllowed == isAllowed, "\(text), \(has)")
        }
    }

    @Test("The answer is the same whether mirrors are configured or not")
    func mirrorsChangeNoJudgement() throws {
        let plain = try gate("{allow: [{images: [docker.io/library/*, registry.example.com/a]}], deny: [ghcr.io/evil]}")
        let mirrored = try gate(
            """
            {allow: [{images: [docker.io/library/*, registry.example.com/a]}], deny: [ghcr.io/evil], \
            mirrors: [{from: ghcr.io, to: unused.example.com}, {from: quay.io, to: other.example.com/x}]}
            """)
        var verdicts: Set<Bool> = []
        for seed in 0..<1000 {
            var generator = PodGenerator(seed: UInt64(seed), oddity: 30)
            let (kind, value) = generator.object()
            let request = AdmissionRequest(
                uid: "1", kind: GroupVersionKind(group: kind.group, version: "v1", kind: kind.kind),
                resource: GroupVersionResource(group: kind.group, version: "v1", resource: kind.resource),
                namespace: "team-a", object: try value.parsed())
            let decision = plain.decide(request, .validating)
            verdicts.insert(decision.isAllowed)
            #expect(
                decision.steps.flatMap(\.findings) == mirrored.decide(request, .validating).steps.flatMap(\.findings))
        }
        #expect(verdicts == [true, false])
    }

    private func gate(_ parameters: String) throws -> Gate {
        let type = try #require(Catalog.policy("trusted-registries"))
        let reader = ParameterReader()
        let policy = type.read(try YAMLReader().documents(in: " " + parameters)[0].json, reader)
        #expect(reader.complaints == [])
        return Gate([Binding(policy)])
    }

    private func request(
        user: String, group: String, account: String, namespace: String
    ) throws -> AdmissionRequest {
        let object: JSONValue = [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web"],
            "spec": [
                "serviceAccountName": .string(account), "containers": [["name": "app", "image": "ghcr.io/acme/web:1"]],
            ],
        ]
        return AdmissionRequest(
            uid: "1", kind: GroupVersionKind(group: "", version: "v1", kind: "Pod"),
            resource: GroupVersionResource(group: "", version: "v1", resource: "pods"), namespace: namespace,
            userInfo: UserInfo(username: user, groups: [group]), object: try object.parsed())
    }
}
