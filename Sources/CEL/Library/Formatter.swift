/// Fills in the clauses of `format` (cel-go `ext/formatting_v2.go`).
struct Formatter {
    private let values: [Value]
    private let evaluation: Evaluation
    /// Lists and maps look as expressions do: strings are quoted, and times are calls.
    private let isLiteral: Bool
    private var next = 0
    private var result = ""

    /// Digits after the point at most.
    private static let precisionLimit = 1000

    init(_ values: [Value], _ evaluation: Evaluation, isLiteral: Bool) {
        self.values = values
        self.isLiteral = isLiteral
        self.evaluation = evaluation
    }

    /// The text; an error for a malformed clause and for a value that does not fit one.
    mutating func format(_ text: String) -> Value {
        var rest = text[...].unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if rest.first == "%" {
                rest.removeFirst()
                result += "%"
                continue
            }
            do throws(Failure) {
                let precision = try precision(&rest)
                guard let clause = rest.popFirst() else { throw Failure("unexpected end of the format") }
                let text = try filled(clause, precision)
                guard evaluation.work(16 + text.utf8.count) else { return evaluation.exhausted }
                result += text
            } catch {
                return .error(error)
            }
        }
        return .string(result)
    }

    private func precision(_ rest: inout Substring.UnicodeScalarView) throws(Failure) -> Int? {
        guard rest.first == "." else { return nil }
        rest.removeFirst()
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest.removeFirst(digits.count)
        guard let precision = Int(String(digits)), precision <= Self.precisionLimit else {
            throw Failure("the precision of a clause must be 0 to \(Self.precisionLimit)")
        }
        return precision
    }

    private mutating func filled(_ clause: Unicode.Scalar, _ precision: Int?) throws(Failure) -> String {
        guard "sdfeboxX".unicodeScalars.contains(clause) else {
            throw Failure("could not parse formatting clause: unrecognized formatting clause \"\(clause)\"")
        }
        guard next < values.count else {
            throw Failure("index \(next) out of range: the format has more clauses than values")
        }
        let value = values[next]
        next += 1
        let text: String? =
            switch clause {
            case "s": try string(value)
            case "d": decimal(value)
            case "f": double(value).map { FloatFormat.fixed($0, precision ?? 6, isScientific: false) }
            case "e": double(value).map { FloatFormat.fixed($0, precision ?? 6, isScientific: true) }
            case "b": binary(value)
            case "o": digits(value, 8)
            default: hexadecimal(value, isUpper: clause == "X")
            }
        guard let text else { throw Failure("the clause %\(clause) can't show a value of type '\(value.typeName)'") }
        return text
    }

    private func decimal(_ value: Value) -> String? {
        if case .double(let value) = value { return FloatFormat.plain(value) }
        return digits(value, 10)
    }

    private func double(_ value: Value) -> Double? {
        switch value {
        case .int(let value): Double(value)
        case .uint(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    private func digits(_ value: Value, _ radix: Int, isUpper: Bool = false) -> String? {
        switch value {
        case .int(let value): String(value, radix: radix, uppercase: isUpper)
        case .uint(let value): String(value, radix: radix, uppercase: isUpper)
        default: nil
        }
    }

    private func binary(_ value: Value) -> String? {
        if case .bool(let value) = value { return value ? "1" : "0" }
        return digits(value, 2)
    }

    private func hexadecimal(_ value: Value, isUpper: Bool) -> String? {
        if let digits = digits(value, 16, isUpper: isUpper) { return digits }
        let bytes: [UInt8]
        if case .bytes(let value) = value {
            bytes = value
        } else if let text = value.text {
            bytes = Array(text.utf8)
        } else {
            return nil
        }
        guard evaluation.work(bytes.count) else { return "" }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: isUpper) }.joined()
    }

    private func string(_ value: Value) throws(Failure) -> String {
        guard evaluation.work(8) else { throw Failure("the expression exceeds its cost budget") }
        switch value {
        case .null: return "null"
        case .double(let value): return FloatFormat.plain(value)
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .type(let name): return name
        case .bool, .int, .uint, .string, .timestamp, .duration: break
        default:
            if let elements = value.elements { return try list(elements) }
            if let entries = value.entries { return try map(entries) }
        }
        guard let text = Library.string(value).text, evaluation.work(text.utf8.count) else {
            throw Failure("the clause %s can't show a value of type '\(value.typeName)'")
        }
        return text
    }

    /// A value inside of a list or map.
    private func inner(_ value: Value) throws(Failure) -> String {
        let text = try string(value)
        guard isLiteral else { return text }
        switch value {
        case .double(let value):
            return value.isFinite ? FloatFormat.fixed(value, 6, isScientific: false) : "\"\(text)\""
        case .bytes: return "b" + Library.quoted(text)
        case .timestamp: return "timestamp(\(Library.quoted(text)))"
        case .duration: return "duration(\(Library.quoted(text)))"
        default: return value.text == nil ? text : Library.quoted(text)
        }
    }

    private func list(_ elements: [Value]) throws(Failure) -> String {
        var texts: [String] = []
        for element in elements { texts.append(try inner(element)) }
        return "[" + texts.joined(separator: ", ") + "]"
    }

    private func map(_ entries: [(key: Value, value: Value)]) throws(Failure) -> String {
        var texts: [(key: String, value: String)] = []
        for entry in entries { texts.append((try inner(entry.key), try inner(entry.value))) }
        texts.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return "{" + texts.map { $0.key + (isLiteral ? ":" : ": ") + $0.value }.joined(separator: ", ") + "}"
    }
}
