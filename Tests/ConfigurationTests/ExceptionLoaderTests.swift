import Admission
import Configuration
import Documents
import Kubernetes
import Support
import Testing

@Suite("Exceptions of a policy directory")
struct ExceptionLoaderTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write(
            """
            apiVersion: sekisho.dev/v1alpha1
            kind: Gate
            metadata: {name: guide}
            spec:
              policies:
              - policy: run-as-non-root
              - policy: image-pull
                name: pulls
                scope: {namespaces: [team-*], kinds: [Pod]}
            ---
            apiVersion: sekisho.dev/v1alpha1
            kind: Gate
            metadata: {name: strict}
            spec:
              policies:
              - policy: run-as-non-root
              - policy: interactive-access

            """, to: "gates.yaml")
    }

    /// An exception as text; the lines of the spec come as they are.
    private func text(
        _ name: String = "legacy", policies: String = "[run-as-non-root]", scope: String = "{namespaces: [legacy]}",
        expires: String = "2026-12-31", more: String = ""
    ) -> String {
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Exception
        metadata: {name: \(name)}
        spec:
          policies: \(policies)
          scope: \(scope)
          reason: It writes to a disk of its own.
          owner: team-a
          expires: \(expires)
        \(more)
        """
    }

    private func load(_ exceptions: String...) throws -> PolicySet {
        try directory.write(exceptions.joined(separator: "\n---\n"), to: "exceptions.yaml")
        return try Loader(directory.path).load()
    }

    /// The complaints, with the directory's path taken out.
    private func complaints(_ exceptions: String...) throws -> [String] {
        try directory.write(exceptions.joined(separator: "\n---\n"), to: "exceptions.yaml")
        do throws(LoadError) {
            _ = try Loader(directory.path).load()
            return []
        } catch {
            return error.complaints.map { $0.description.replacing(directory.path, with: "DIR") }
        }
    }

    private func decide(_ gate: Gate, _ namespace: String = "legacy", now: Int64 = 1_790_000_000) throws -> Decision {
        let pod = """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "\(namespace)"},
             "spec": {"containers": [{"name": "agent", "image": "docker.io/library/nginx:1.27"}]}}
            """
        let request = AdmissionRequest(
            uid: "u-1", kind: .init(group: "", version: "v1", kind: "Pod"),
            resource: .init(group: "", version: "v1", resource: "pods"), name: "web", namespace: namespace,
            object: try JSON(parsing: pod))
        return gate.decide(request, .validating, now: now)
    }

    @Test("An exception is read with everything that it can say")
    func everything() throws {
        let set = try load(
            text(
                policies: "[\"run-*\", pulls]", scope: "{kinds: [Pod], names: [web, web-*], namespaces: [team-*]}",
                expires: "2026-12-31T18:00:00+01:00",
                more: "  gate: guide\n  containers: [agent*]\n  images: [ghcr.io/acme]"))
        let exception = try #require(set.exceptions.first)
        #expect(set.exceptions.count == 1)
        #expect(exception.name == "legacy")
        #expect(exception.policies.map(\.description) == ["run-*", "pulls"])
        #expect(exception.scope.names.map(\.description) == ["web", "web-*"])
        #expect(exception.containers.map(\.description) == ["agent*"])
        #expect(exception.images.map(\.description) == ["ghcr.io/acme"])
        #expect(exception.reason == "It writes to a disk of its own.")
        #expect(exception.owner == "team-a")
        #expect(exception.expiry == Expiry(parsing: "2026-12-31T18:00:00+01:00"))
        #expect(set.merged.hasExceptions)
        #expect(set.names == ["guide", "strict"])
    }

    @Test("An exception is one from all gates, or from the one that it names")
    func gates() throws {
        for (gate, isStrict) in [("", true), ("  gate: strict", true), ("  gate: guide", false)] {
            let set = try load(text(more: gate))
            #expect(try decide(try #require(set.gate(named: "strict"))).isAllowed == isStrict)
            #expect(try decide(try #require(set.gate(named: "guide"))).isAllowed == (gate != "  gate: strict"))
            #expect(try decide(set.merged).isAllowed == gate.isEmpty)
        }
    }

    @Test("Without exceptions a gate knows of none, and the hash is what it was")
    func none() throws {
        let set = try Loader(directory.path).load()
        #expect(!set.merged.hasExceptions)
        #expect(set.exceptions.isEmpty)
        #expect(set.exceptionWarnings(at: .max) == [])
        let hashes = try [text(), text(expires: "2027-12-31"), text() + " # a comment"].map { try load($0).hash }
        #expect(Set(hashes + [set.hash]).count == 3)
        #expect(hashes[0] == hashes[2])
    }

    @Test("An exception that is over is ignored, and warned of; one that ends in 14 days is warned of")
    func ends() throws {
        let set = try load(text(), text("forever", expires: "never"))
        let end: Int64 = 1_798_761_600
        func warnings(_ now: Int64) -> [String] {
            set.exceptionWarnings(at: now).map { "\($0.location?.line ?? 0): \($0.message)" }
        }
        let subject = "9: The exception \"legacy\" (owner team-a)"
        #expect(warnings(end - 14 * 86_400 - 1) == [])
        #expect(warnings(end - 14 * 86_400) == ["\(subject) ends in 14 days, 2026-12-31."])
        #expect(warnings(end - 86_400) == ["\(subject) ends in a day, 2026-12-31."])
        #expect(warnings(end - 1) == ["\(subject) ends within a day, 2026-12-31."])
        #expect(warnings(end) == ["\(subject) has ended, 2026-12-31, and is ignored; remove or renew it."])
        #expect(warnings(.max).count == 1)
        #expect(warnings(.min).isEmpty)
        let only = try load(text())
        #expect(try decide(only.merged, now: end - 1).isAllowed)
        #expect(try !decide(only.merged, now: end).isAllowed)
    }

    @Test("A server speaks of exceptions after loading, once a day, and when one ends")
    func notices() throws {
        let end: Int64 = 1_798_761_600 - 3600
        let set = try load(text(expires: "2026-12-31T23:00:00Z"), text("forever", expires: "never"))
        var notices = ExceptionNotices()
        #expect(notices.due(set, at: end - 86_400).count == 1)
        #expect(notices.due(set, at: end - 86_398) == [])
        let nextDay = notices.due(set, at: end - 82_800)
        #expect(nextDay.map(\.message).allSatisfy { $0.contains("ends within a day") } && nextDay.count == 1)
        #expect(notices.due(set, at: end - 1) == [])
        #expect(notices.due(set, at: end).first?.message.contains("has ended") ?? false)
        #expect(notices.due(set, at: end + 1) == [])
        let renewed = try load(text(expires: "2026-12-31T23:30:00Z"))
        #expect(notices.due(renewed, at: end + 2).count == 1)
        #expect(notices.due(renewed, at: end + 3) == [])
    }

    @Test("A name is taken once over all files, and both places are named")
    func sameNames() throws {
        try directory.write(text(), to: "more.yaml")
        #expect(
            try complaints(text()) == [
                """
                DIR/more.yaml:3:18: error: The exception "legacy" is there already, at DIR/exceptions.yaml:3:18; rename one.
                  3 | metadata: {name: legacy}
                    |                  ^
                """
            ])
    }

    @Test(
        "What an exception could never let pass is a complaint, with what was probably meant",
        arguments: [
            (
                "policies: [run-as-nonroot]",
                #"The gates have no policy "run-as-nonroot" to make an exception from. Did you mean "run-as-non-root"?"#,
                "5:14"
            ),
            (
                "policies: [run-as-non-root, 'zzz*']",
                #"The gates have no policy "zzz*" to make an exception from; there are run-as-non-root, pulls, image-pull, interactive-access."#,
                "5:31"
            ),
            ("gate: guied", #"There is no gate "guied". Did you mean "guide"?"#, "10:9"),
            ("gate: nowhere", #"There is no gate "nowhere"; there are guide, strict."#, "10:9"),
            (
                "gate: guide\n  policies: [interactive-access]",
                #"The gate "guide" has no policy "interactive-access" to make an exception from; there are run-as-non-root, pulls, image-pull."#,
                "5:14"
            ),
            (
                "scope: {kinds: [Service]}",
                #"The policies judge no "Service", so that there is nothing to let pass; they judge"#, "6:19"
            ),
            (
                "scope: {kinds: [Pod, Deploymint]}",
                #"The policies judge no "Deploymint", so that there is nothing to let pass. Did you mean "Deployment"?"#,
                "6:24"
            ),
            (
                "policies: [pulls]\n  scope: {kinds: [Deployment]}",
                #"The policies judge no "Deployment", so that there is nothing to let pass; they judge Pod."#, "6:19"
            ),
            (
                "policies: [pulls]\n  scope: {namespaces: [kube-system]}",
                #"The policies don't judge the namespace "kube-system": only team-*."#, "6:24"
            ),
            (
                "scope: {operations: [CREATE, DELETE]}",
                "The policies don't judge DELETE, so that there is nothing to let pass.", "6:23"
            ),
            (
                "scope: {subresources: [exec]}",
                #"The policies don't judge the subresource "exec", so that there is nothing to let pass."#, "6:25"
            ),
            (
                "scope: {users: ['system:serviceaccount:a:*'], serviceAccounts: [a/b, c/d]}",
                #"The service account "c/d" is none of the users that the exception is limited to."#, "6:72"
            ),
            (
                "policies: [interactive-access]\n  containers: [agent]",
                "The policies judge no containers, so that there is nothing to let pass; remove this.", "10:15"
            ),
            (
                "policies: [interactive-access]\n  images: [ghcr.io]",
                "The policies judge no containers, so that there is nothing to let pass; remove this.", "10:11"
            ),
        ])
    func nothing(_ change: String, _ message: String, _ place: String) throws {
        // Of two keys the last line counts here: what is given replaces what there is.
        var lines = text().split(separator: "\n").map(String.init)
        for line in change.split(separator: "\n").map({ $0.trimmingPrefix(while: \.isWhitespace) }) {
            let key = line.prefix { $0 != ":" } + ":"
            if let position = lines.firstIndex(where: { $0.hasPrefix("  " + key) }) {
                lines[position] = "  " + line
            } else {
                lines.append("  " + line)
            }
        }
        let found = try complaints(lines.joined(separator: "\n"))
        #expect(found.count == 1)
        #expect(found.first?.contains(": error: \(message)") ?? false, "\(found)")
        #expect(found.first?.hasPrefix("DIR/exceptions.yaml:\(place): ") ?? false, "\(found)")
    }

    @Test("What is possible is no complaint")
    func possible() throws {
        #expect(
            try complaints(
                text("a", policies: "[\"*\"]", scope: "{kinds: [\"*\"], namespaces: [\"*\"]}"),
                text("b", policies: "[interactive-access]", scope: "{subresources: [exec], operations: [CONNECT]}"),
                text("c", policies: "[pulls]", scope: "{namespaces: [team-legacy, \"*-legacy\"]}"),
                text("d", scope: "{subresources: [ephemeralcontainers, \"\"]}", more: "  containers: [\"*\"]"),
                text("e", policies: "[image-pull]", scope: "{users: [\"*\"], serviceAccounts: [\"kube-system/*\"]}")
            ) == [])
    }

    @Test("A policy that can't be read is no fault of the exceptions from it")
    func brokenGate() throws {
        try directory.write(gate("broken").replacing("run-as-non-root", with: "run-as-root"), to: "broken.yaml")
        let found = try complaints(text(policies: "[run-as-root]"))
        #expect(found.count == 1)
        #expect(found.first?.contains("broken.yaml:6") ?? false)
    }

    @Test("Exceptions alone are no policies")
    func alone() throws {
        try directory.write("", to: "gates.yaml")
        #expect(try complaints(text()).first?.contains("No file holds a gate") ?? false)
    }

    @Test("A thousand exceptions are loaded in time", .timeLimit(.minutes(1)))
    func many() throws {
        let documents = (0..<1000).map { text("e-\($0)", scope: "{namespaces: [ns-\($0)]}") }
        let set = try load(documents.joined(separator: "\n---\n"))
        #expect(set.exceptions.count == 1000)
        #expect(try decide(try #require(set.gate(named: "strict")), "ns-999").isAllowed)
        #expect(try !decide(try #require(set.gate(named: "strict")), "ns-1000").isAllowed)
    }
}
