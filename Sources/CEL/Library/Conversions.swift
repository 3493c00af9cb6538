extension Library {
    /// Conversions from type to type (langdef, "Standard Definitions").
    static let conversions = Library(
        "conversions",
        [
            Function(
                "A whole number: of a double its whole part, of a timestamp the seconds since 1970.",
                examples: ["int('12') == 12", "int(1.9) == 1", "int(3u) == 3"],
                ["int", "uint", "double", "string", "timestamp"].map {
                    Overload("int(\($0)) -> int", .unary { value, _ in int(value) })
                }),
            Function(
                "A whole number without sign.", examples: ["uint('12') == 12u", "uint(1) == 1u"],
                ["int", "uint", "double", "string"].map {
                    Overload("uint(\($0)) -> uint", .unary { value, _ in uint(value) })
                }),
            Function(
                "A number with a fraction.", examples: ["double('1.5') == 1.5", "double(2) == 2.0"],
                ["int", "uint", "double", "string"].map {
                    Overload("double(\($0)) -> double", .unary { value, _ in double(value) })
                }),
            Function(
                "A truth value of `true`, `t`, `1` and their opposites.", examples: ["bool('true')", "!bool('0')"],
                ["bool", "string"].map { Overload("bool(\($0)) -> bool", .unary { value, _ in bool(value) }) }),
            Function(
                "The UTF-8 bytes of a string.", examples: ["bytes('a') == b'a'"],
                [
                    Overload("bytes(bytes) -> bytes", .unary { value, _ in value }),
                    Overload(
                        "bytes(string) -> bytes", cost: .traversal(), .of { (text: String) in .bytes(Array(text.utf8)) }
                    ),
                ]),
            Function(
                "The value as text.",
                examples: ["string(1) == '1'", "string(b'a') == 'a'", "string(duration('90s')) == '90s'"],
                ["string", "bool", "int", "uint", "double", "timestamp", "duration"].map {
                    Overload("string(\($0)) -> string", .unary { value, _ in string(value) })
                } + [Overload("string(bytes) -> string", cost: .traversal(), .unary { value, _ in string(value) })]),
            Function(
                "A point in time of RFC 3339 text, or of seconds since 1970.",
                examples: ["timestamp('1970-01-01T00:01:00Z') == timestamp(60)"],
                ["string", "int", "timestamp"].map {
                    Overload("timestamp(\($0)) -> timestamp", .unary { value, _ in timestamp(value) })
                }),
            Function(
                "A span of time, such as `1h30m`.", examples: ["duration('1m') == duration('60s')"],
                ["string", "duration"].map {
                    Overload("duration(\($0)) -> duration", .unary { value, _ in duration(value) })
                }),
        ])

    private static func int(_ value: Value) -> Value {
        switch value {
        case .int: value
        case .uint(let value): Int64(exactly: value).map { .int($0) } ?? .failure("integer overflow")
        case .double(let value):
            value > -0x1p63 && value < 0x1p63 ? .int(Int64(value)) : .failure("integer overflow")
        case .timestamp(let time): .int(time.seconds)
        default:
            value.text.flatMap { Int64($0) }.map { .int($0) } ?? .unconvertible(value, "int")
        }
    }

    private static func uint(_ value: Value) -> Value {
        switch value {
        case .uint: value
        case .int(let value): UInt64(exactly: value).map { .uint($0) } ?? .failure("unsigned integer overflow")
        case .double(let value):
            value >= 0 && value < 0x1p64 ? .uint(UInt64(value)) : .failure("unsigned integer overflow")
        default:
            value.text.flatMap { $0.utf8.allSatisfy(isDigit) ? UInt64($0) : nil }.map { .uint($0) }
                ?? .unconvertible(value, "uint")
        }
    }

    private static func double(_ value: Value) -> Value {
        switch value {
        case .double: value
        case .int(let value): .double(Double(value))
        case .uint(let value): .double(Double(value))
        default:
            value.text.flatMap(number).map { .double($0) } ?? .unconvertible(value, "double")
        }
    }

    /// The number that a text stands for, as Go's `strconv.ParseFloat` reads it; nil past the range.
    private static func number(_ text: String) -> Double? {
        let unsigned = text.drop { $0 == "+" || $0 == "-" }
        if ["inf", "infinity", "nan"].contains(unsigned.lowercased()) { return Double(text) }
        let isHexadecimal = unsigned.lowercased().hasPrefix("0x")
        let allowed = isHexadecimal ? "0123456789abcdefABCDEFxX.pP+-" : "0123456789.eE+-"
        guard text.utf8.allSatisfy({ allowed.utf8.contains($0) }), !isHexadecimal || text.lowercased().contains("p"),
            let number = Double(text), number.isFinite
        else { return nil }
        return number
    }

    private static func bool(_ value: Value) -> Value {
        if case .bool = value { return value }
        switch value.text {
        case "true", "True", "TRUE", "t", "T", "1": return .bool(true)
        case "false", "False", "FALSE", "f", "F", "0": return .bool(false)
        default: return .unconvertible(value, "bool")
        }
    }

    static func string(_ value: Value) -> Value {
        switch value {
        case .string, .json: value
        case .bool(let value): .string(value ? "true" : "false")
        case .int(let value): .string(String(value))
        case .uint(let value): .string(String(value))
        case .double(let value): .string(FloatFormat.shortest(value))
        case .timestamp(let time): .string(time.description)
        case .duration(let span): .string(DurationText.seconds(span))
        case .bytes(let bytes):
            String(validating: bytes, as: UTF8.self).map { .string($0) }
                ?? .failure("invalid UTF-8 in bytes, cannot convert to string")
        case .opaque(let value): value.text.map { .string($0) } ?? .failure("the value has no text")
        default: .noOverload("string", value)
        }
    }

    private static func timestamp(_ value: Value) -> Value {
        switch value {
        case .timestamp: value
        case .int(let seconds): Timestamp(seconds: seconds).map { .timestamp($0) } ?? .failure("timestamp overflow")
        default:
            value.text.flatMap { Timestamp($0) }.map { .timestamp($0) }
                ?? .unconvertible(value, "google.protobuf.Timestamp")
        }
    }

    private static func duration(_ value: Value) -> Value {
        if case .duration = value { return value }
        return value.text.flatMap { DurationText.parse($0) }.map { .duration($0) }
            ?? .unconvertible(value, "google.protobuf.Duration")
    }
}

extension Value {
    /// A text that says nothing of the type that it is to become (cel-go, `String.ConvertToType`).
    fileprivate static func unconvertible(_ value: Value, _ type: String) -> Value {
        .failure("type conversion error from '\(value.typeName)' to '\(type)'")
    }
}
