import Admission
import Documents
import Kubernetes
import Testing

/// Parameters of every type.
private struct Sample: ParameterObject {
    @Parameter("A switch.")
    var isOn = true
    @Parameter("A number.")
    var count = 3
    @Parameter("A text.")
    var text = "none"
    @Parameter("Perhaps a text.")
    var maybe: String? = nil
    @Parameter("A list.")
    var list: [Int] = [1]
    @Parameter("A set.")
    var names: Set<String> = ["b", "a"]
    @Parameter("A map.")
    var map: [String: Int] = [:]
    @Parameter("One of a few.")
    var mode = Mode.enforce
    @Parameter("An object.")
    var inner = Inner()
    @Parameter("Objects.")
    var inners: [Inner] = []
    @Parameter("A place.")
    var pointer: Pointer = []
    @Parameter("Anything.")
    var value: JSONValue = .null
    @Parameter("Kinds.")
    var kinds: [KindPattern] = []
    @Parameter("Labels.")
    var selector: LabelSelector? = nil

    struct Inner: ParameterObject, ParameterValue {
        @Parameter("At least.")
        var least = 0
        @Parameter("At most.")
        var most = 10

        var problems: [ParameterProblem] {
            least > most ? [ParameterProblem("least", "\(least) is more than most, \(most).")] : []
        }
    }
}

@Suite("Parameters")
struct ParameterTests {
    private func read(_ text: String) throws -> (sample: Sample, complaints: [ParameterReader.Complaint]) {
        let reader = ParameterReader(at: ["parameters"])
        let sample = Sample.read(try JSON(parsing: text), reader)
        return (sample, reader.complaints)
    }

    @Test("What is not given keeps its default", arguments: ["{}", "null", #"{"count": 3}"#])
    func defaults(_ text: String) throws {
        let (sample, complaints) = try read(text)
        #expect(complaints.isEmpty)
        #expect(sample.isOn)
        #expect(sample.count == 3)
        #expect(sample.names == ["a", "b"])
        #expect(sample.maybe == nil)
        #expect(Sample.read(nil, ParameterReader()).text == "none")
    }

    @Test("Every type is read")
    func everyType() throws {
        let (sample, complaints) = try read(
            """
            {"isOn": false, "count": -7, "text": "t", "maybe": "m", "list": [], "names": ["x", "x"], "map": {"a": 1},
             "mode": "Warn", "inner": {"most": 5}, "inners": [{"least": 1}, {}], "pointer": "/a~1b/0",
             "value": {"any": [1.5]}, "kinds": ["apps/Deployment"],
             "selector": {"matchLabels": {"a": "b"}, "matchExpressions": [{"key": "c", "operator": "Exists"}]}}
            """)
        #expect(complaints.isEmpty)
        #expect(!sample.isOn)
        #expect(sample.count == -7)
        #expect(sample.maybe == "m")
        #expect(sample.list.isEmpty)
        #expect(sample.names == ["x"])
        #expect(sample.map == ["a": 1])
        #expect(sample.mode == .warn)
        #expect(sample.inner.most == 5)
        #expect(sample.inners.map(\.least) == [1, 0])
        #expect(sample.pointer == ["a/b", "0"])
        #expect(sample.value["any"] != nil)
        #expect(sample.kinds == [KindPattern("apps/Deployment")])
        #expect(sample.selector?.requirements.count == 2)
    }

    @Test(
        "What is wrong is said with its place, and what was probably meant",
        arguments: [
            (#"{"isOn": "yes"}"#, "/isOn", "This is a string; wanted is true or false.", nil),
            (#"{"count": 1.5}"#, "/count", "This is a number; wanted is a whole number.", nil),
            (#"{"count": 99999999999999999999}"#, "/count", "This is a number; wanted is a whole number.", nil),
            (#"{"text": null}"#, "/text", "This is null; wanted is text.", nil),
            (#"{"list": [1, "2", 3]}"#, "/list/1", "This is a string; wanted is a whole number.", nil),
            (#"{"list": 1}"#, "/list", "This is a number; wanted is a list.", nil),
            (#"{"map": {"a/b": true}}"#, "/map/a~1b", "This is a boolean; wanted is a whole number.", nil),
            (#"{"mode": "warn"}"#, "/mode", #""warn" is none of Enforce, Warn, Audit."#, "Warn"),
            (#"{"mode": "Loudly"}"#, "/mode", #""Loudly" is none of Enforce, Warn, Audit."#, nil),
            (#"{"inner": []}"#, "/inner", "This is a list; wanted is an object.", nil),
            (
                #"{"inners": [{}, {"lest": 1}]}"#, "/inners/1/lest",
                #"The key "lest" is unknown here."#, "least"
            ),
            (
                #"{"inners": [{}, {"x": 1}]}"#, "/inners/1/x", #"The key "x" is unknown here; known are least, most."#,
                nil
            ),
            (#"{"inner": {"least": 11}}"#, "/inner/least", "11 is more than most, 10.", nil),
            (
                #"{"pointer": "a/b"}"#, "/pointer",
                #""a/b" is no JSON Pointer (RFC 6901); wanted is one such as /metadata/labels/team."#, nil
            ),
            (
                #"{"kinds": ["a/b/c"]}"#, "/kinds/0",
                #""a/b/c" is no kind; wanted is one such as Deployment, apps/Deployment, apps/* or *."#, nil
            ),
            (
                #"{"kinds": ["Deploy*"]}"#, "/kinds/0",
                #""Deploy*" is no kind; wanted is one such as Deployment, apps/Deployment, apps/* or *."#, nil
            ),
            (
                #"{"selector": {"matchLabel": {}}}"#, "/selector/matchLabel",
                "matchLabel is no field of a label selector.", "matchLabels"
            ),
            (
                #"{"selector": {"matchExpressions": [{"key": "a", "operator": "in"}]}}"#,
                "/selector/matchExpressions/0/operator",
                #"matchExpressions[0].operator is "in"; wanted is In, NotIn, Exists or DoesNotExist."#, nil
            ),
        ] as [(String, String, String, String?)])
    func complaints(_ text: String, _ place: String, _ message: String, _ suggestion: String?) throws {
        let complaints = try read(text).complaints
        #expect(complaints.count == 1)
        let complaint = try #require(complaints.first)
        #expect(complaint.pointer.description == "/parameters" + place)
        #expect(complaint.message == message)
        #expect(complaint.suggestion == suggestion)
    }

    @Test("Everything that is wrong is said at once, unknown keys first")
    func all() throws {
        let (sample, complaints) = try read(#"{"count": "x", "isOn": 1, "txt": "t", "text": "kept"}"#)
        #expect(complaints.map(\.pointer.description) == ["/parameters/txt", "/parameters/isOn", "/parameters/count"])
        #expect(complaints.map(\.isAboutKey) == [true, false, false])
        #expect(complaints.first?.suggestion == "text")
        #expect(sample.text == "kept")
        #expect(sample.count == 3)
    }

    @Test("Parameters that are no object are a complaint", arguments: ["[]", #""x""#, "1"])
    func noObject(_ text: String) throws {
        let complaints = try read(text).complaints
        #expect(complaints.count == 1)
        #expect(complaints.first?.message.hasSuffix("wanted is an object.") ?? false)
    }

    @Test("A policy without parameters knows no keys")
    func none() throws {
        let reader = ParameterReader()
        _ = Pin.read(try JSON(parsing: #"{"a": 1}"#), reader)
        #expect(reader.complaints.map(\.message) == [#"The key "a" is unknown; no keys are known here."#])
    }

    @Test("The reference names every parameter in order, with help, shape and default")
    func references() {
        let references = Sample.parameterReferences
        #expect(
            references.map(\.name) == [
                "isOn", "count", "text", "maybe", "list", "names", "map", "mode", "inner", "inners", "pointer", "value",
                "kinds", "selector",
            ])
        #expect(references.allSatisfy { !$0.help.isEmpty })
        #expect(references[0].shape == .boolean)
        #expect(references[4].shape == .list(of: .integer))
        #expect(references[5].standard == ["a", "b"])
        #expect(references[6].shape == .map(of: .integer))
        #expect(references[7].shape == .oneOf(["Enforce", "Warn", "Audit"]))
        #expect(references[8].standard == ["least": 0, "most": 10])
        guard case .object(let inner) = references[8].shape else {
            Issue.record("The shape of an object is an object.")
            return
        }
        #expect(inner.map(\.name) == ["least", "most"])
    }
}

@Suite("Spelling")
struct SpellingTests {
    @Test(
        "The nearest name is suggested, when it is near enough",
        arguments: [
            ("exmept", "exempt"), ("Exempt", "exempt"), ("exempts", "exempt"), ("exemp", "exempt"),
            ("excempt", "exempt"), ("names", nil), ("", nil), ("x", nil), ("modes", "mode"), ("parametre", "parameter"),
            ("completely-different-thing", nil),
        ])
    func nearest(_ name: String, _ suggestion: String?) {
        #expect(Spelling.nearest(to: name, among: ["exempt", "mode", "parameter"]) == suggestion)
    }

    @Test("Of no names, none is near; of equally near ones, the first is taken")
    func edges() {
        #expect(Spelling.nearest(to: "mode", among: []) == nil)
        #expect(Spelling.nearest(to: "moda", among: ["modb", "modc"]) == "modb")
        #expect(Spelling.nearest(to: "", among: ["*", "mode"]) == nil)
        #expect(Spelling.nearest(to: "x", among: ["*", "mode"]) == nil)
    }

    @Test("Long names cost little", .timeLimit(.minutes(1)))
    func long() {
        let name = String(repeating: "a", count: 100_000)
        #expect(Spelling.nearest(to: name, among: [String](repeating: "b", count: 100)) == nil)
    }
}
