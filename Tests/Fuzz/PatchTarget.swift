import Documents

extension Target {
    /// JSON Patch: a document and a patch for it; what applies can be written and read again, and so can the patch.
    static let patch = Target(
        name: "patch",
        corpus: [
            #"{"doc":{"a":[1,2,{"b":null}],"c":{}},"patch":[{"op":"add","path":"/a/-","value":{"x":1}},{"op":"remove","path":"/a/0"},{"op":"replace","path":"/c","value":"y"},{"op":"move","from":"/a/1","path":"/d"},{"op":"copy","from":"/a","path":"/c2"},{"op":"test","path":"/c","value":"y"}]}"#,
            #"{"doc":{"~/":1,"é":[]},"patch":[{"op":"test","path":"/~0~1","value":1.0},{"op":"add","path":"/é/0","value":[[]]}]}"#,
            #"{"doc":[[]],"patch":[{"op":"copy","from":"","path":"/0/0"},{"op":"copy","from":"","path":"/0/0"},{"op":"move","from":"/0","path":"/-"}]}"#,
            #"{"doc":{"a":null},"patch":[{"op":"add","path":"","value":{"a":{"b":{}}}},{"op":"remove","path":"/a/b"}]}"#,
        ],
        tokens: [
            #"{"op":"add","path":"/a","value":1},"#, #"{"op":"copy","from":"","path":"/a"},"#,
            #"{"op":"move","from":"/a","path":"/b"},"#, #"{"op":"remove","path":"/a"},"#, "/0", "/-", "/a", "/b", "~0",
            "~1", "\"\"", "[", "]", "{", "}", ",", "null", "1", "[1,2]", "{\"a\":1}",
        ],
        check: checkPatch)
}

@Sendable
private func checkPatch(_ input: [UInt8]) throws(Violation) -> Bool {
    guard let json = try? JSON(parsing: input), let document = json["doc"], let text = json["patch"],
        let patch = try? Patch(text)
    else { return false }
    try checkDraft(document, patch)
    let limits = Patch.Limits(operations: 200, copiedValues: 2000)
    guard let result = try? patch.applied(to: .json(document), limits: limits) else { return false }
    let read = try parsed(result, "the patched document")
    try require(JSONValue.json(read) == result && result == .json(read), "the patched document reads as another")
    try checkRoundTrip(read)
    var writer = JSONWriter()
    patch.write(to: &writer)
    guard let again = try? Patch(try JSON(parsing: writer.bytes)) else {
        throw Violation("the patch does not read again")
    }
    guard let same = try? again.applied(to: .json(document), limits: limits), same == result else {
        throw Violation("the patch as written does something else")
    }
    return true
}

/// What a draft records makes of the original what the draft has become.
private func checkDraft(_ document: JSON, _ patch: Patch) throws(Violation) {
    var draft = Draft(document)
    for operation in patch.operations.prefix(50) {
        switch operation {
        case .add(let path, let value): draft.set(path, value)
        case .replace(let path, let value): draft.setDefault(path, value)
        case .test(let path, let value): draft.append(path, value)
        case .remove(let path), .move(_, let path), .copy(_, let path): draft.remove(path)
        }
    }
    guard let object = try? draft.object() else { throw Violation("the draft can't be read") }
    guard let patched = try? draft.patch.applied(to: .json(document)) else {
        throw Violation("the draft's patch does not apply")
    }
    try require(patched == .json(object), "the draft's patch makes something else than the draft")
}

private func parsed(_ value: JSONValue, _ what: String) throws(Violation) -> JSON {
    do throws(JSONError) { return try value.parsed() } catch { throw Violation("\(what) does not read: \(error)") }
}
