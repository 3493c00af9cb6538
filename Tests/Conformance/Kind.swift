import Documents

/// How cases of one kind are judged: reads a case's input and writes its result as the writer's next value. What it
/// throws becomes the result `{"error": …}`.
typealias Kind = @Sendable (_ input: JSON, _ result: inout JSONWriter) throws -> Void

/// The kinds by the name that cases give; a new kind is a function and a line here.
let kinds: [String: Kind] = [
    "admission": judgeAdmission,
    "cel": judgeExpression,
    "json": judgeJSON,
    "jsonpatch": judgePatch,
    "manifests": judgeManifests,
]

/// Why a case could not be judged.
struct CaseError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The result line of a case line.
func answer(to line: String) -> String {
    var result = JSONWriter()
    var id = ""
    do {
        let request = try JSON(parsing: line, limits: JSON.Limits(depth: 2048))
        id = request["id"]?.string ?? ""
        let kind = request["kind"]?.string ?? ""
        guard let judge = kinds[kind] else { throw CaseError("the kind \"\(kind)\" is unknown") }
        guard let input = request["input"] else { throw CaseError("the case has no `input`") }
        try judge(input, &result)
    } catch {
        result = JSONWriter()
        result.beginObject()
        result.key("error")
        result.string("\(error)")
        result.endObject()
    }
    return answer(id: id, result: result.bytes)
}

private func answer(id: String, result: [UInt8]) -> String {
    var writer = JSONWriter(capacity: result.count + 64)
    writer.beginObject()
    writer.key("id")
    writer.string(id)
    writer.key("result")
    writer.raw(result)
    writer.endObject()
    return writer.text
}
