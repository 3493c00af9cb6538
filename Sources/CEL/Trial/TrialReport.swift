import Documents

/// What a trial has come to, and how it is printed.
package struct TrialReport: Sendable {
    /// The checked expression.
    package let program: Program
    /// What it has come to.
    package let outcome: Outcome

    /// The expression came to a value and no error.
    package var isValue: Bool { outcome.failure == nil }

    /// For people: the value or the error with its place, its type, and what it has cost; and the parts of a traced
    /// expression.
    package var text: String {
        let parts = TraceText(outcome.trace).text
        return result + "\n" + facts.map { "  " + $0.name.padded(to: 9) + " " + $0.text + "\n" }.joined()
            + (parts.isEmpty ? "" : "\n" + parts)
    }

    private var result: String {
        outcome.failure.map { "error: " + program.explain($0) } ?? ValueText.of(outcome.value)
    }

    private var facts: [(name: String, text: String)] {
        let type = isValue ? [(name: "type", text: outcome.value.typeName)] : []
        let cost = "\(outcome.cost) of \(Program.costLimit)"
        let isBeyond = program.estimate.standing() == .beyond
        let estimate = program.estimate.description + (isBeyond ? ", which is always too much" : "")
        return type + [(name: "cost", text: cost), (name: "estimate", text: estimate)]
    }

    /// For programs: `{"value", "type", "cost", "estimate": {"min", "max"}}` on a line, `error` in place of `value` and
    /// `type`, and `parts` of a traced expression.
    package var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writeResult(to: &writer)
        writer.key("cost")
        writer.int(Int64(outcome.cost))
        writer.key("estimate")
        program.estimate.write(to: &writer)
        if !outcome.trace.isEmpty { writeParts(to: &writer) }
        writer.endObject()
        return writer.text + "\n"
    }

    private func writeResult(to writer: inout JSONWriter) {
        var value = JSONWriter()
        do throws(ValueJSONError) {
            try value.value(outcome.value)
            writer.key("value")
            writer.raw(value.bytes)
            writer.key("type")
            writer.string(outcome.value.typeName)
        } catch {
            writer.key("error")
            writer.problem(error.description, at: outcome.failure?.offset, in: program.source)
        }
    }

    private func writeParts(to writer: inout JSONWriter) {
        writer.key("parts")
        writer.beginArray()
        for part in outcome.trace {
            writer.beginObject()
            writer.key("expression")
            writer.string(part.text)
            writer.key("depth")
            writer.int(Int64(part.depth))
            writer.key("value")
            writer.string(part.value.map { ValueText.of($0, limit: 1000) } ?? "")
            writer.endObject()
        }
        writer.endArray()
    }
}

extension CheckFailure {
    /// For programs: `{"problems": [{"message", "line", "column"}]}` on a line.
    package var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("problems")
        writer.beginArray()
        for problem in problems { writer.problem(problem.message, at: problem.offset, in: source) }
        writer.endArray()
        writer.endObject()
        return writer.text + "\n"
    }
}

extension JSONWriter {
    /// A complaint about a place of an expression.
    fileprivate mutating func problem(_ message: String, at offset: Int?, in source: String) {
        beginObject()
        key("message")
        string(message)
        if let offset {
            let location = SourceText(name: "", bytes: Array(source.utf8)).location(ofByte: offset)
            key("line")
            int(Int64(location.line))
            key("column")
            int(Int64(location.column))
        }
        endObject()
    }
}

/// The parts of an expression and what they have come to, as a table: parts of parts stand further in.
private struct TraceText {
    private let rows: [(part: String, value: String)]

    /// Characters of a part at most, and of a value.
    private static let widths = (part: 64, value: 60)

    init(_ trace: [TracedValue]) {
        rows = trace.map { part in
            let indented = String(repeating: "  ", count: min(part.depth, 16)) + part.text.escaped
            return (indented.clipped(to: Self.widths.part), ValueText.of(part.value ?? .null, limit: Self.widths.value))
        }
    }

    var text: String {
        let width = rows.map { $0.part.unicodeScalars.count }.max() ?? 0
        return rows.map { $0.part.padded(to: width) + "  " + $0.value + "\n" }.joined()
    }
}

extension String {
    /// The text with spaces after it, up to a width.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - unicodeScalars.count)) }

    /// The text, or its beginning and an ellipsis where it is longer.
    fileprivate func clipped(to width: Int) -> String {
        unicodeScalars.count <= width ? self : String(scalars: unicodeScalars.prefix(width - 1)) + "…"
    }
}
