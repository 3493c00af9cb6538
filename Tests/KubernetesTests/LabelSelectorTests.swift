import Documents
import Kubernetes
import Testing

@Suite("LabelSelector")
struct LabelSelectorTests {
    private static let labels = #"{"app":"web","tier":"front","example.com/team":"a","empty":"","odd":7}"#

    @Test(
        "Selectors match labels as Kubernetes does",
        arguments: [
            ("{}", true), (#"{"matchLabels":{}}"#, true), (#"{"matchExpressions":[]}"#, true),
            (#"{"matchLabels":null,"matchExpressions":null}"#, true),
            (#"{"matchLabels":{"app":"web"}}"#, true), (#"{"matchLabels":{"app":"Web"}}"#, false),
            (#"{"matchLabels":{"app":"web","tier":"front"}}"#, true),
            (#"{"matchLabels":{"app":"web","tier":"back"}}"#, false), (#"{"matchLabels":{"x":"web"}}"#, false),
            (#"{"matchLabels":{"empty":""}}"#, true), (#"{"matchLabels":{"missing":""}}"#, false),
            (#"{"matchLabels":{"example.com/team":"a"}}"#, true), (#"{"matchLabels":{"odd":"7"}}"#, false),
            (#"{"matchExpressions":[{"key":"app","operator":"In","values":["api","web"]}]}"#, true),
            (#"{"matchExpressions":[{"key":"app","operator":"In","values":["api"]}]}"#, false),
            (#"{"matchExpressions":[{"key":"x","operator":"In","values":["api"]}]}"#, false),
            (#"{"matchExpressions":[{"key":"app","operator":"NotIn","values":["api"]}]}"#, true),
            (#"{"matchExpressions":[{"key":"app","operator":"NotIn","values":["api","web"]}]}"#, false),
            (#"{"matchExpressions":[{"key":"x","operator":"NotIn","values":["api"]}]}"#, true),
            (#"{"matchExpressions":[{"key":"app","operator":"Exists"}]}"#, true),
            (#"{"matchExpressions":[{"key":"x","operator":"Exists","values":[]}]}"#, false),
            (#"{"matchExpressions":[{"key":"x","operator":"DoesNotExist","values":null}]}"#, true),
            (#"{"matchExpressions":[{"key":"empty","operator":"DoesNotExist"}]}"#, false),
            (
                #"{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"Exists"},"#
                    + #"{"key":"app","operator":"NotIn","values":["web"]}]}"#, false
            ),
        ])
    func matching(_ selector: String, _ isMatch: Bool) throws {
        let selector = try LabelSelector(JSON(parsing: selector))
        #expect(selector.matches(try JSON(parsing: Self.labels)) == isMatch)
    }

    @Test("Labels that are missing or of another shape are none", arguments: [nil, "null", "[]", "1", "\"app\"", "{}"])
    func noLabels(_ text: String?) throws {
        let labels = try text.map { try JSON(parsing: $0) }
        #expect(LabelSelector.everything.matches(labels))
        #expect(!LabelSelector([.exists(key: "app")]).matches(labels))
        #expect(!LabelSelector([.isIn(key: "app", values: ["web"])]).matches(labels))
        #expect(LabelSelector([.doesNotExist(key: "app")]).matches(labels))
        #expect(LabelSelector([.isNotIn(key: "app", values: ["web"])]).matches(labels))
    }

    @Test("Labels are compared byte for byte")
    func bytes() throws {
        let selector = LabelSelector([.isIn(key: "k", values: ["\u{E9}"])])
        #expect(selector.matches(try JSON(parsing: "{\"k\":\"\u{E9}\"}")))
        #expect(!selector.matches(try JSON(parsing: "{\"k\":\"e\u{301}\"}")))
    }

    @Test("An empty selector selects everything")
    func empty() throws {
        #expect(try LabelSelector(JSON(parsing: "{}")).isEmpty)
        #expect(try LabelSelector(JSON(parsing: "{}")) == .everything)
        #expect(try !LabelSelector(JSON(parsing: #"{"matchLabels":{"a":"b"}}"#)).isEmpty)
    }

    @Test("Selectors print as kubectl writes them")
    func description() throws {
        let text =
            #"{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"NotIn","values":["a","b"]},"#
            + #"{"key":"x","operator":"Exists"},{"key":"y","operator":"DoesNotExist"}]}"#
        #expect(try LabelSelector(JSON(parsing: text)).description == "app in (web),tier notin (a, b),x,!y")
        #expect(LabelSelector.everything.description == "everything")
    }

    @Test(
        "What is no selector is refused, and the field is named",
        arguments: [
            ("[]", "spec.selector is a list, and must be an object."),
            ("null", "spec.selector is null, and must be an object."),
            (#"{"matchLabel":{}}"#, "spec.selector.matchLabel is no field of a label selector."),
            (#"{"matchLabels":[]}"#, "spec.selector.matchLabels is a list, and must be an object."),
            (#"{"matchLabels":{"a":1}}"#, "spec.selector.matchLabels.a is a number, and must be a string."),
            (#"{"matchLabels":{"a":null}}"#, "spec.selector.matchLabels.a is null, and must be a string."),
            (#"{"matchExpressions":{}}"#, "spec.selector.matchExpressions is an object, and must be a list."),
            (#"{"matchExpressions":[1]}"#, "spec.selector.matchExpressions[0] is a number, and must be an object."),
            (
                #"{"matchExpressions":[{"key":"a","operator":"Exists"},{"operator":"In"}]}"#,
                "spec.selector.matchExpressions[1].key is missing."
            ),
            (#"{"matchExpressions":[{"key":"a"}]}"#, "spec.selector.matchExpressions[0].operator is missing."),
            (
                #"{"matchExpressions":[{"key":"a","operator":null}]}"#,
                "spec.selector.matchExpressions[0].operator is missing."
            ),
            (
                #"{"matchExpressions":[{"key":1,"operator":"In"}]}"#,
                "spec.selector.matchExpressions[0].key is a number, and must be a string."
            ),
            (
                #"{"matchExpressions":[{"key":"a","operator":"in","values":["b"]}]}"#,
                "spec.selector.matchExpressions[0].operator is \"in\"; wanted is In, NotIn, Exists or DoesNotExist."
            ),
            (
                #"{"matchExpressions":[{"key":"a","operator":"In"}]}"#,
                "spec.selector.matchExpressions[0].values must have at least one value, since the operator is In."
            ),
            (
                #"{"matchExpressions":[{"key":"a","operator":"NotIn","values":[]}]}"#,
                "spec.selector.matchExpressions[0].values must have at least one value, since the operator is NotIn."
            ),
            (
                #"{"matchExpressions":[{"key":"a","operator":"Exists","values":["b"]}]}"#,
                "spec.selector.matchExpressions[0].values must be empty, since the operator is Exists."
            ),
            (
                #"{"matchExpressions":[{"key":"a","operator":"In","values":"b"}]}"#,
                "spec.selector.matchExpressions[0].values is a string, and must be a list."
            ),
            (
                #"{"matchExpressions":[{"key":"a","operator":"In","values":["b",true]}]}"#,
                "spec.selector.matchExpressions[0].values[1] is a boolean, and must be a string."
            ),
            (
                #"{"matchExpressions":[{"key":"a","operator":"Exists","value":"b"}]}"#,
                "spec.selector.matchExpressions[0].value is no field of a label selector."
            ),
        ])
    func refused(_ text: String, _ sentence: String) throws {
        let json = try JSON(parsing: text)
        let error = failure { () throws(LabelSelectorError) in _ = try LabelSelector(json, at: ["spec", "selector"]) }
        #expect(error?.description == sentence)
    }

    @Test(
        "Keys are a name, perhaps after a DNS name and a slash",
        arguments: [
            ("app", true), ("a.b_c-D9", true), ("example.com/app", true), (String(repeating: "a", count: 63), true),
            ("", false), ("-app", false), ("app-", false), (String(repeating: "a", count: 64), false), ("a b", false),
            ("/app", false), ("example.com/", false), ("a/b/c", false), ("Example.com/app", false), ("a..b/c", false),
            ("é", false), (String(repeating: "a.", count: 127) + "/b", false),
        ])
    func key(_ key: String, _ isKey: Bool) throws {
        #expect(isLabelKey(key) == isKey)
        let json = try JSON(parsing: "{\"matchLabels\":{\"\(key)\":\"\"}}")
        #expect(((try? LabelSelector(json)) != nil) == isKey)
    }

    @Test(
        "Values are empty or a name",
        arguments: [
            ("", true), ("a", true), ("A.b_c-9", true), (String(repeating: "a", count: 63), true), (".a", false),
            ("a/b", false), (String(repeating: "a", count: 64), false),
        ])
    func value(_ value: String, _ isValue: Bool) throws {
        #expect(isLabelValue(value) == isValue)
        let json = try JSON(parsing: "{\"matchLabels\":{\"a\":\"\(value)\"}}")
        #expect(((try? LabelSelector(json)) != nil) == isValue)
    }

    @Test("Without a place the selector itself is the subject")
    func noPlace() throws {
        let json = try JSON(parsing: "1")
        let error = failure { () throws(LabelSelectorError) in _ = try LabelSelector(json) }
        #expect(error?.description == "The label selector is a number, and must be an object.")
    }
}
