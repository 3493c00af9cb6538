import CEL
import Documents

/// `cel {expr, container, bindings, disable_macros}`: the value of an expression and its type.
func judgeExpression(_ input: JSON, _ result: inout JSONWriter) throws {
    guard let text = input["expr"]?.string else { throw CaseError("`expr` is missing or no string") }
    var environment = Environment.everything
    environment.container = input["container"]?.string ?? ""
    environment.grammar.hasMacros = input["disable_macros"]?.bool != true
    let members = input["bindings"].map { Array($0.members) } ?? []
    for member in members { environment.declare(member.name) }
    var bindings = Bindings(environment)
    for member in members {
        guard let typed = member.value["value"] else { continue }
        bindings[member.name] = try value(typed)
    }
    let program = try Program(text, in: environment)
    let outcome = program.evaluate(bindings)
    if let failure = outcome.failure { throw CaseError(program.explain(failure)) }
    result.beginObject()
    result.key("value")
    try write(outcome.value, to: &result)
    result.key("type")
    result.string(outcome.value.typeName)
    result.key("cost")
    result.int(Int64(outcome.cost))
    result.endObject()
}

/// The value that a case writes with its type.
private func value(_ typed: JSON) throws -> Value {
    let type = typed["type"]?.string ?? ""
    let text = typed["value"]?.string ?? ""
    switch type {
    case "null": return .null
    case "bool": return .bool(typed["value"]?.bool == true)
    case "int": return Int64(text).map { .int($0) } ?? .null
    case "uint": return UInt64(text).map { .uint($0) } ?? .null
    case "double": return .double(Double(text) ?? typed["value"]?.double ?? .nan)
    case "string": return .string(text)
    case "bytes": return .bytes(decodeBase64(typed["base64"]?.string ?? "") ?? [])
    case "type": return .type(text)
    case "list": return .list(try typed["value"].map { try $0.elements.map { try value($0) } } ?? [])
    case "optional":
        guard let inner = typed["value"], !inner.isNull else { return .optional(.none) }
        return .optional(OptionalValue(try value(inner)))
    case "timestamp", "duration": return try time(typed, type)
    case "map":
        let entries = typed["entries"].map { Array($0.elements) } ?? []
        let keys = try entries.map { try $0[0].map { try value($0) } ?? .null }
        let values = try entries.map { try $0[1].map { try value($0) } ?? .null }
        guard let map = MapValue(keys: keys, values: values) else { throw CaseError("a map has a key twice") }
        return .map(map)
    default: throw CaseError("the type \"\(type)\" is unknown")
    }
}

private func time(_ typed: JSON, _ type: String) throws -> Value {
    let seconds = Int64(typed["seconds"]?.string ?? "0") ?? 0
    let nanoseconds = typed["nanos"]?.int ?? 0
    if type == "duration" {
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { throw CaseError("the duration is out of range") }
        return .duration(scaled + nanoseconds)
    }
    guard let time = Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds)) else {
        throw CaseError("the timestamp is out of range")
    }
    return .timestamp(time)
}

/// Writes a value with its type, as cases do.
private func write(_ value: Value, to writer: inout JSONWriter) throws {
    writer.beginObject()
    writer.key("type")
    try writeContent(value, to: &writer)
    writer.endObject()
}

private func writeContent(_ value: Value, to writer: inout JSONWriter) throws {
    func scalar(_ type: String, _ text: String) {
        writer.string(type)
        writer.key("value")
        writer.string(text)
    }
    switch value {
    case .null: writer.string("null")
    case .bool(let value):
        writer.string("bool")
        writer.key("value")
        writer.bool(value)
    case .int(let value): scalar("int", "\(value)")
    case .uint(let value): scalar("uint", "\(value)")
    case .double(let value): scalar("double", "\(value)")
    case .type(let name): scalar("type", name)
    case .bytes(let bytes):
        writer.string("bytes")
        writer.key("base64")
        writer.string(base64(bytes))
    case .timestamp(let time): writeTime("timestamp", time.seconds, Int64(time.nanoseconds), to: &writer)
    case .duration(let span): writeTime("duration", span / 1_000_000_000, span % 1_000_000_000, to: &writer)
    case .optional(let optional):
        writer.string("optional")
        writer.key("value")
        if let inner = optional.value { try write(inner, to: &writer) } else { writer.null() }
    case .opaque(let value): scalar("opaque", value.text ?? "")
    case .error(let failure): throw CaseError(failure.message)
    case .string, .json, .list, .map:
        if let text = value.text { return scalar("string", text) }
        try writeContainer(value, to: &writer)
    }
}

private func writeContainer(_ value: Value, to writer: inout JSONWriter) throws {
    if let elements = value.elements {
        writer.string("list")
        writer.key("value")
        writer.beginArray()
        for element in elements { try write(element, to: &writer) }
        return writer.endArray()
    }
    writer.string("map")
    writer.key("entries")
    writer.beginArray()
    for entry in value.entries ?? [] {
        writer.beginArray()
        try write(entry.key, to: &writer)
        try write(entry.value, to: &writer)
        writer.endArray()
    }
    writer.endArray()
}

private func writeTime(_ type: String, _ seconds: Int64, _ nanoseconds: Int64, to writer: inout JSONWriter) {
    writer.string(type)
    writer.key("seconds")
    writer.string("\(seconds)")
    writer.key("nanos")
    writer.int(nanoseconds)
}

private func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << ((3 - group.count) * 8)
        for position in 0..<4 {
            result.append(position <= group.count ? letters[bits >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
        }
    }
    return String(decoding: result, as: UTF8.self)
}
