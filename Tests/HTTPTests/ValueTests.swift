import Testing

@testable import HTTP

@Suite("Fields")
struct FieldsTests {
    @Test("Names compare without case, and the first line of a name is its value")
    func findsFields() {
        let fields: Fields = ["Content-Type": "Application/JSON", "X-Two": "1", "x-two": "2"]
        #expect(fields["content-TYPE"] == "Application/JSON" && fields["X-Two"] == "1" && fields["x"] == nil)
        #expect(fields.values(of: "X-TWO") == ["1", "2"] && fields.count == 3)
        #expect(fields.has("x-two") && !fields.has("x-tw") && !fields.has("x-twoo"))
        #expect(fields.has("content-type", equalTo: "application/json") && !fields.has("x-two", equalTo: "2"))
    }

    @Test(
        "A media type is compared without its parameters",
        arguments: [
            ("application/json", true), ("Application/JSON ; charset=utf-8", true), ("application/json;", true),
            ("application/jsonx", false), ("text/json", false), (";application/json", false), ("", false),
        ])
    func comparesMediaTypes(value: String, isJSON: Bool) {
        #expect((["content-type": value] as Fields).hasMediaType("application/json") == isJSON)
    }

    @Test("A repeated or missing Content-Type is no media type")
    func refusesTwoMediaTypes() {
        let two: Fields = ["Content-Type": "application/json", "content-type": "application/json"]
        #expect(!two.hasMediaType("application/json") && !([:] as Fields).hasMediaType("application/json"))
    }

    @Test("No value and no name can split a message")
    func neutralisesValues() {
        var fields: Fields = ["X-A": "b\r\nEvil: 1\u{0}", "Bad Name:\r\n": "v", "\r\n": "dropped"]
        #expect(fields["x-a"] == "b  Evil: 1 " && fields["badname"] == "v" && fields.count == 2)
        fields.append("é", "x")
        #expect(fields.count == 2)
    }

    @Test("Fields are equal when names, values and order are")
    func comparesFields() {
        #expect((["A": "1", "B": "2"] as Fields) == ["a": "1", "b": "2"])
        #expect((["A": "1", "B": "2"] as Fields) != ["b": "2", "a": "1"])
        #expect((["A": "x"] as Fields) != ["A": "X"])
    }
}

@Suite("Requests made by hand")
struct HTTPRequestTests {
    @Test("Path, query and parameters")
    func takesTargetsApart() {
        let target = "/mutate/a%20b?timeout=10s&x=%7Ba%7d+b&flag&e="
        let request = HTTPRequest(.post, target, fields: ["Host": "a"], body: [1])
        #expect(request.path == "/mutate/a%20b" && request.target.hasPrefix("/mutate/a%20b?timeout"))
        #expect(request.parameter("timeout") == "10s" && request.parameter("x") == "{a} b")
        #expect(request.parameter("flag") == "" && request.parameter("e") == "" && request.parameter("time") == nil)
        #expect(request.fields["host"] == "a" && request.body == [1] && request.method == .post)
        #expect(HTTPRequest(.get, "/").query == nil && HTTPRequest(.get, "/?").query == "")
    }
}

@Suite("Character classes")
struct OctetTests {
    static let alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    @Test(
        "The masks hold exactly the characters of the RFCs",
        arguments: [
            (OctetSet.token, "!#$%&'*+-.^_`|~"), (OctetSet.path, "-._~!$&'()*+,;=:@%/"),
            (OctetSet.query, "-._~!$&'()*+,;=:@%/?"), (OctetSet.host, "-._~!$&'()*+,;=:%[]"),
        ])
    func masks(set: OctetSet, others: String) {
        let wanted = Set((Self.alphanumerics + others).utf8)
        for byte in UInt8.min...UInt8.max { #expect(set.contains(byte) == wanted.contains(byte), "\(byte)") }
    }
}
