import Documents

extension Target {
    /// The JSON reader: what it accepts is written and read again without a change, what it refuses has a place.
    static let json = Target(
        name: "json",
        corpus: [
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}}"#,
            #"[0,-0,1.5,1e400,-1E-7,9223372036854775807,-9223372036854775808,9223372036854775808,0.1]"#,
            #"{"a\"b":"\u00e9\ud83d\ude00\n\t\\\/","é":"é","":{}}"#,
            #"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10}"#,
            #"[[[[[[[[[[{"x":[true,false,null]}]]]]]]]]]]"#,
            " \n\t[ ] ", "\"\"", "null",
        ],
        tokens: [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0041", "null", "true", "false",
            "-", "0", "1e5", ".5", "99999999999999999999", "\"a\":1,", "[", "{\"a\":", " ", "\n", "é", "\u{1F600}",
            "\"\\u0061\":2,", "\u{FEFF}",
        ],
        check: checkJSON)
}

@Sendable
private func checkJSON(_ input: [UInt8]) throws(Violation) -> Bool {
    _ = try? JSON.sequence(parsing: input)
    _ = try? JSON(parsing: input, limits: JSON.Limits(depth: 8, bytes: 4096, refusesDuplicateKeys: false))
    let json: JSON
    do throws(JSONError) {
        json = try JSON(parsing: input)
    } catch {
        try require((0...input.count).contains(error.offset), "the error's offset is outside: \(error)")
        return false
    }
    try checkRoundTrip(json)
    try walk(json, at: Pointer(), in: json)
    return true
}

/// What the writer makes of a value reads again, equals it, and is written the same way again.
func checkRoundTrip(_ json: JSON) throws(Violation) {
    let text = json.compactText
    guard let again = try? JSON(parsing: text) else { throw Violation("what was written does not read: \(text)") }
    try require(again == json && json == again, "what was read again is not equal: \(text)")
    try require(again.compactText == text, "what was read again is written in another way: \(text)")
    let value = JSONValue.json(json)
    try require(value == opened(value), "the value opened up is not equal: \(text)")
}

/// The value with every cursor opened up, down to the scalars.
private func opened(_ value: JSONValue) -> JSONValue {
    switch value.opened {
    case .array(let elements): .array(elements.map(opened))
    case .object(let members): .object(members.map { .init($0.name, opened($0.value)) })
    case let scalar: scalar
    }
}

/// Asks everything of every value, and that its pointer leads back to it.
private func walk(_ json: JSON, at pointer: Pointer, in root: JSON) throws(Violation) {
    _ = (json.string, json.literal, json.int, json.double, json.bool, json.isNull, json.offset)
    guard pointer.tokens.count < 20 else { return }
    try require(root[pointer]?.ordinal == json.ordinal, "the pointer \(pointer) leads elsewhere")
    try require(Pointer(parsing: pointer.description) == pointer, "the pointer \(pointer) reads as another")
    for (position, element) in json.elements.enumerated() {
        try walk(element, at: pointer.appending(position), in: root)
    }
    for member in json.members { try walk(member.value, at: pointer.appending(member.name), in: root) }
}
