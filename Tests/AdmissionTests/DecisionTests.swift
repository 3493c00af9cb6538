import Admission
import Documents
import Kubernetes
import Testing

@Suite("Decision")
struct DecisionTests {
    private func decide(_ bindings: Binding...) throws -> Decision {
        Gate(bindings).decide(try request(), .validating)
    }

    @Test("An allowed request has no denial and no causes")
    func allowed() throws {
        let decision = try decide(Binding(Many(0)))
        #expect(decision.denial == "")
        #expect(decision.causes.isEmpty)
        #expect(decision.warnings.isEmpty)
        #expect(decision.auditAnnotations.isEmpty)
    }

    @Test("One finding is one sentence, after the binding's name")
    func single() throws {
        let decision = try decide(Binding(NoLatest(), name: "tags"))
        #expect(
            decision.denial
                == #"tags: spec.containers[0].image (container "app") is latest, but must have a tag."#)
        #expect(
            decision.causes == [
                .init(
                    reason: "FieldValueInvalid", field: "spec.containers[0].image",
                    message: #"spec.containers[0].image (container "app") is latest, but must have a tag."#)
            ])
    }

    @Test("Several findings are a list, in the order of the bindings")
    func several() throws {
        let decision = try decide(Binding(NoLatest()), Binding(Team()), Binding(NoService()))
        #expect(
            decision.denial == """
                3 findings:
                - no-latest: spec.containers[0].image (container "app") is latest, but must have a tag.
                - team: metadata.labels.team is missing, but must be set. Set it.
                - no-service: not judged, since it needs the namespaces of the cluster, which are not known here.
                """)
        #expect(decision.causes.map(\.reason) == ["FieldValueInvalid", "FieldValueRequired"])
    }

    @Test("Findings of bindings that don't deny are not in the denial")
    func mixed() throws {
        let decision = try decide(Binding(Team(), mode: .warn), Binding(NoLatest()), Binding(Many(2), mode: .audit))
        #expect(decision.denial.hasPrefix("no-latest: "))
        #expect(decision.causes.count == 1)
        #expect(decision.warnings == ["team: metadata.labels.team is missing, but must be set. Set it."])
        #expect(decision.auditAnnotations.map(\.key) == ["many"])
        #expect(
            decision.auditAnnotations.map(\.value) == [
                "many: spec[0] is bad, but must be good.; many: spec[1] is bad, but must be good."
            ])
    }

    @Test("A denial spells out 50 findings and counts the rest", arguments: [(50, nil), (51, 1), (1000, 950)])
    func many(_ count: Int, _ rest: Int?) throws {
        let decision = try decide(Binding(Many(count)))
        let lines = decision.denial.split(separator: "\n")
        #expect(lines.first == "\(count) findings:")
        #expect(lines.count == 51 + (rest == nil ? 0 : 1))
        #expect(lines.dropFirst(50).first == "- many: spec[49] is bad, but must be good.")
        #expect((lines.last == "- and \(rest ?? 0) more") == (rest != nil))
        #expect(decision.causes.count == 50)
    }

    @Test("Warnings have at most 256 scalars and no control characters")
    func warnings() throws {
        let decision = try decide(
            Binding(Many(1, "is a\nb\u{0}c\u{7F}d"), mode: .warn),
            Binding(Many(1, String(repeating: "é", count: 300)), name: "long", mode: .warn),
            Binding(Many(1, String(repeating: "e\u{301}", count: 300)), name: "combined", mode: .warn))
        #expect(decision.warnings.first == "many: spec[0] is a b c d, but must be good.")
        #expect(decision.warnings.map(\.unicodeScalars.count).max() == 256)
        for warning in decision.warnings {
            #expect(!warning.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
        #expect(decision.warnings.last?.hasSuffix("…") ?? false)
    }

    @Test("Warnings spell out 50 findings and count the rest")
    func manyWarnings() throws {
        #expect(try decide(Binding(Many(50), mode: .warn)).warnings.count == 50)
        let decision = try decide(Binding(Many(60), mode: .warn))
        #expect(decision.warnings.count == 51)
        #expect(decision.warnings.last == "and 10 more")
    }

    @Test("A text of just 256 scalars is not cut")
    func exactWarning() throws {
        let frame = "many: spec[0] , but must be good.".count
        let decision = try decide(Binding(Many(1, String(repeating: "x", count: 256 - frame)), mode: .warn))
        #expect(decision.warnings.first?.count == 256)
        #expect(decision.warnings.first?.hasSuffix("must be good.") ?? false)
    }

    @Test("What was found comes before what could not be judged")
    func warningOrder() throws {
        let decision = try decide(Binding(NoService(), onError: .allow), Binding(NoLatest(), mode: .warn))
        #expect(decision.warnings.map { $0.prefix(9) } == ["no-latest", "no-servic"])
    }

    @Test("An object can't break a denial into lines of its own, nor flood it")
    func hostileText() throws {
        let hostile = String(repeating: "x", count: 100_000) + "\n- team: all is well"
        let decision = try decide(Binding(Many(2, hostile)))
        #expect(decision.denial.split(separator: "\n").count == 3)
        #expect(decision.denial.utf8.count < 4096)
        #expect(decision.causes.allSatisfy { $0.message.unicodeScalars.count <= 1024 })
    }

    @Test("Audit notes have a bound")
    func longNote() throws {
        let decision = try decide(Binding(Many(10, String(repeating: "x", count: 900)), mode: .audit))
        #expect(decision.auditAnnotations.first?.value.unicodeScalars.count == 4096)
    }

    @Test("Bindings of one name, from two gates, share one audit note")
    func sharedNote() throws {
        let decision = try decide(Binding(Many(1), mode: .audit), Binding(Many(1, "is worse"), mode: .audit))
        #expect(decision.auditAnnotations.map(\.key) == ["many"])
        #expect(decision.auditAnnotations.first?.value.contains("is worse") ?? false)
    }

    @Test("Mutations that audit nothing leave no note, and their failures warn")
    func mutationFailures() throws {
        let decision = Gate([Binding(Clumsy(), onError: .allow)]).decide(try request(), .mutating)
        #expect(decision.auditAnnotations.isEmpty)
        #expect(decision.warnings.count == 1)
    }

    @Test(
        "A finding names its place as Kubernetes does, what was found, what is wanted, and the mend",
        arguments: [
            (Finding([], found: "is bad", wanted: "must be good"), "the object is bad, but must be good."),
            (
                Finding(["metadata", "labels", "a.b/c"], found: "is 1", wanted: "must be 2", fix: "Set it to 2"),
                #"metadata.labels["a.b/c"] is 1, but must be 2. Set it to 2."#
            ),
            (
                Finding(["spec", "x", "0"], container: "app", found: "is bad", wanted: "must be good"),
                #"spec.x[0] (container "app") is bad, but must be good."#
            ),
        ])
    func messages(_ finding: Finding, _ message: String) {
        #expect(finding.message == message)
    }
}
