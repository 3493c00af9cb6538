import Admission
import Documents
import Testing

@Suite("NamePattern and KindPattern")
struct NamePatternTests {
    @Test(
        "A star stands for any run of characters, also for none",
        arguments: [
            ("", "", true), ("", "a", false), ("a", "a", true), ("a", "b", false), ("a", "ab", false),
            ("a", "", false), ("*", "", true), ("*", "anything", true), ("**", "", true), ("**", "a", true),
            ("a*", "a", true), ("a*", "ab", true), ("a*", "ba", false), ("*a", "a", true), ("*a", "ba", true),
            ("*a", "ab", false), ("a*b", "ab", true), ("a*b", "axxb", true), ("a*b", "a", false),
            ("a*a", "a", false), ("a*a", "aa", true), ("ab*ba", "aba", false), ("ab*ba", "abba", true),
            ("*a*", "bab", true), ("*a*", "b", false), ("a*b*c", "abc", true), ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "acb", false), ("*ab*ab*", "abab", true), ("*ab*ab*", "aba", false), ("a**b", "ab", true),
            ("a*bc*d", "abcd", true), ("a*bc*d", "abxcd", false), ("*b", "bb", true), ("team-?", "team-a", false),
            ("Team", "team", false), ("é*", "é1", true), ("*.é", "x.é", true), ("e*", "e\u{301}", true),
        ])
    func matches(_ pattern: String, _ name: String, _ isMatch: Bool) {
        #expect(NamePattern(pattern).matches(name) == isMatch)
    }

    @Test("Names are compared byte by byte: what only looks the same is another name")
    func bytes() {
        #expect(!NamePattern("\u{E9}").matches("e\u{301}"))
    }

    @Test("Many stars cost no more than the name's length for each", .timeLimit(.minutes(1)))
    func cost() {
        let pattern = NamePattern(String(repeating: "a*", count: 100) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 10_000)))
    }

    @Test("A pattern knows whether it is a plain name", arguments: [("a", true), ("a*", false), ("", true)])
    func isExact(_ pattern: String, _ isExact: Bool) {
        #expect(NamePattern(pattern).isExact == isExact)
        #expect(NamePattern(pattern).description == pattern)
    }

    @Test(
        "A kind without a group is of any group; with a slash the group counts, empty for the core group",
        arguments: [
            ("Pod", "", "Pod", true), ("Pod", "x.dev", "Pod", true), ("/Pod", "", "Pod", true),
            ("/Pod", "x.dev", "Pod", false), ("x.dev/Pod", "x.dev", "Pod", true), ("x.dev/*", "x.dev", "Any", true),
            ("x.dev/*", "y.dev", "Any", false), ("*/Pod", "y.dev", "Pod", true), ("*", "y.dev", "Pod", true),
            ("Pod", "", "pod", false),
        ])
    func kinds(_ pattern: String, _ group: String, _ kind: String, _ isMatch: Bool) {
        #expect(KindPattern(pattern).matches(group: group, kind: kind) == isMatch)
        #expect(KindPattern(pattern).description == pattern)
    }

    @Test(
        "Two patterns overlap when there is a name for both",
        arguments: [
            ("app", "app", true), ("app", "web", false), ("*", "app", true), ("*", "", true), ("", "a", false),
            ("app-*", "*-web", true), ("app-*", "web-*", false), ("a*b", "*ab*", true), ("a*a", "a", false),
            ("a*c", "ab*bd", false), ("**", "*", true), ("*x*", "*y*", true), ("a", "a*", true), ("ab", "a", false),
        ])
    func overlaps(_ left: String, _ right: String, _ holds: Bool) {
        #expect(NamePattern(left).overlaps(NamePattern(right)) == holds)
        #expect(NamePattern(right).overlaps(NamePattern(left)) == holds)
    }
}
