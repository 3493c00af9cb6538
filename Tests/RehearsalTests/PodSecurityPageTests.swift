import Policies
import Testing

@testable import Rehearsal

/// What `sekisho explain pod-security --level … --version …` prints.
@Suite("The page of a Pod Security Standard")
struct PodSecurityPageTests {
    @Test(
        "Controls in force, what they allow, and what the version changed",
        arguments: [("restricted", "v1.29"), ("restricted", "v1.35"), ("baseline", "v1.0"), ("privileged", "latest")])
    func pages(level: String, version: String) throws {
        let text = try PodSecurityPage(level: level, version: version).text
        try expectGolden(text, "pod-security-\(level)-\(version).txt")
    }

    @Test("The strictest level and the latest version unless told otherwise")
    func standard() throws {
        #expect(try PodSecurityPage().text == PodSecurityPage(level: "restricted", version: "latest").text)
    }

    @Test("A version that is newer than what is known is as the newest, and it is said")
    func clamped() throws {
        let text = try PodSecurityPage(level: "baseline", version: "v1.99").text
        #expect(text.contains("v1.99 is newer than what is known here; what follows is v1.37"))
        let newest = try PodSecurityPage(level: "baseline", version: "v1.37").text
        #expect(text.split(separator: "\n").dropFirst(2) == newest.split(separator: "\n").dropFirst(1))
    }

    @Test("What is no level and no version is refused with what there is")
    func problems() {
        #expect(
            throws: PodSecurityPage.Problem(
                description: "There is no level \"strict\"; there are privileged, baseline, restricted.")
        ) {
            try PodSecurityPage(level: "strict")
        }
        let problem = PodSecurityPage.Problem(
            description: "There is no version \"1.29\"; wanted is latest, or one from v1.0 to v1.37, such as v1.29.")
        #expect(throws: problem) { try PodSecurityPage(version: "1.29") }
    }

    @Test("Every version has a page, and each change of a control is told once")
    func all() throws {
        for level in [PodSecurityLevel.baseline, .restricted] {
            for minor in 0...PodSecurityVersion.newest {
                let text = try PodSecurityPage(level: level.rawValue, version: "v1.\(minor)").text
                let changed = PodSecurityControls.inForce(level, PodSecurityVersion(minor: minor)).filter {
                    $0.step.since == minor && minor > 0
                }
                for entry in changed {
                    let lines = text.split(separator: "\n").filter {
                        $0.hasPrefix("  \(entry.control.id) is new") || $0.hasPrefix("  \(entry.control.id) allows")
                    }
                    #expect(lines.count == 1, "\(level) v1.\(minor): \(entry.control.id)")
                }
            }
        }
    }
}
