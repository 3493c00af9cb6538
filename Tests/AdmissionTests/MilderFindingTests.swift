import Admission
import Documents
import Kubernetes
import Testing

@Suite("Findings that are milder than their binding, and findings that share a headline")
struct MilderFindingTests {
    private func decide(_ findings: [Finding], mode: Mode = .enforce) throws -> Decision {
        Gate([Binding(Told(findings), mode: mode)]).decide(try request(), .validating)
    }

    private func finding(_ name: String, _ mode: Mode, headline: String? = nil) -> Finding {
        var finding = Finding(["spec", name], found: "is bad", wanted: "must be good")
        finding.mode = mode
        finding.headline = headline
        return finding
    }

    @Test(
        "What follows is the milder of the binding's mode and the finding's",
        arguments: [
            (Mode.enforce, Mode.enforce, Mode.enforce), (.enforce, .warn, .warn), (.enforce, .audit, .audit),
            (.warn, .enforce, .warn), (.warn, .warn, .warn), (.warn, .audit, .audit), (.audit, .enforce, .audit),
            (.audit, .warn, .audit),
        ])
    func milder(_ binding: Mode, _ own: Mode, _ outcome: Mode) throws {
        let decision = try decide([finding("a", own)], mode: binding)
        #expect(decision.isAllowed == (outcome != .enforce))
        #expect(decision.causes.count == (outcome == .enforce ? 1 : 0))
        #expect(decision.warnings.count == (outcome == .warn ? 1 : 0))
        #expect(decision.auditAnnotations.count == (outcome == .audit ? 1 : 0))
    }

    @Test("Each finding of one binding goes its own way, but a binding that denies does not warn, too")
    func mixed() throws {
        let denied = try decide([finding("a", .enforce), finding("b", .warn), finding("c", .audit)])
        #expect(denied.denial == "told: spec.a is bad, but must be good.")
        #expect(denied.warnings == [])
        #expect(denied.auditAnnotations.map(\.value) == ["told: spec.c is bad, but must be good."])
        let allowed = try decide([finding("b", .warn), finding("c", .audit)])
        #expect(allowed.warnings == ["told: spec.b is bad, but must be good."])
    }

    @Test("A headline is said once for all findings that share it, each of which is a cause")
    func headline() throws {
        let decision = try decide([
            finding("a", .enforce, headline: "violates X"), finding("b", .enforce),
            finding("c", .enforce, headline: "violates X"),
        ])
        #expect(decision.denial == "2 findings:\n- told: violates X\n- told: spec.b is bad, but must be good.")
        #expect(decision.causes.map(\.field) == ["spec.a", "spec.b", "spec.c"])
    }

    @Test("A headline may be four times as long as a sentence, and is one line")
    func bounds() throws {
        let long = "x\n" + String(repeating: "é", count: 5000)
        #expect(try decide([finding("a", .enforce, headline: long)]).denial.unicodeScalars.count == 4096)
        #expect(try decide([finding("a", .warn, headline: long)]).warnings.map(\.unicodeScalars.count) == [1024])
        #expect(try !decide([finding("a", .enforce, headline: long)]).denial.contains("\n"))
    }

    @Test("A policy that can't judge an object leaves it to its binding's onError", arguments: [true, false])
    func obstacle(_ allows: Bool) throws {
        let binding = Binding(Puzzled(), onError: allows ? .allow : .deny)
        let decision = Gate([binding]).decide(try request(), .validating)
        #expect(decision.isAllowed == allows)
        let sentence = "puzzled: not judged, since the moon is new."
        #expect(decision.denial == (allows ? "" : sentence))
        #expect(decision.warnings == (allows ? [sentence] : []))
    }
}

/// Finds what it is told to.
private struct Told: Validating {
    static let about = About("told", "Finds what it is told to.", judges: .anything, prose: "")
    private let findings: [Finding]

    init() { findings = [] }
    init(_ findings: [Finding]) { self.findings = findings }
    init(from decoder: any Decoder) { self.init() }

    func check(_ request: Request) -> [Finding] { findings }
}

/// Can't judge anything.
private struct Puzzled: Validating {
    static let about = About("puzzled", "Can't judge.", judges: .anything, prose: "")

    func obstacle(to request: Request) -> String? { "the moon is new" }
    func check(_ request: Request) -> [Finding] { [] }
}
