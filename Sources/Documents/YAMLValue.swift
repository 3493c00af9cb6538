/// What a scalar means, by the rules of go-yaml 2 that sigs.k8s.io/yaml keeps (goyaml.v2/resolve.go): YAML 1.1 with
/// y, yes, on and their like as booleans, without base 60, with timestamps left as strings.
enum YAMLValue: Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// An integer past `Int64.max`.
    case unsigned(UInt64)
    case float(Double)
    case string(String)

    /// Resolves a scalar; the reason when its tag or its size forbids it.
    static func resolve(_ scalar: YAMLScalar) throws(YAMLError.Reason) -> YAMLValue {
        guard !scalar.tag.isEmpty else { return scalar.isPlain ? try plain(scalar.text) : .string(scalar.text) }
        switch YAMLTag(scalar.tag) {
        case .string, .other: return .string(scalar.text)
        case .binary: return .string(try decoded(scalar.text))
        case .timestamp: return .string(try timestamp(scalar))
        case .null: return try tagged(scalar) { $0 == .null ? $0 : nil }
        case .bool: return try tagged(scalar) { if case .bool = $0 { $0 } else { nil } }
        case .integer: return try tagged(scalar) { $0.isInteger ? $0 : nil }
        case .float: return try tagged(scalar, \.asFloat)
        }
    }

    /// The value as the name of a member, as convertToJSONableObject of sigs.k8s.io/yaml spells it.
    func key() throws(YAMLError.Reason) -> String {
        switch self {
        case .null: throw .nullKey
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .unsigned(let value): throw .largeKey(String(value))
        case .float(let value): FloatText.key(value)
        case .string(let value): value
        }
    }

    private var isInteger: Bool {
        switch self {
        case .integer, .unsigned: true
        case .null, .bool, .float, .string: false
        }
    }

    /// A float, or an integer that a `!!float` tag makes one; go-yaml does not convert those past `Int64.max`.
    private var asFloat: YAMLValue? {
        switch self {
        case .float: self
        case .integer(let value): .float(Double(value))
        case .null, .bool, .unsigned, .string: nil
        }
    }

    private static func tagged(
        _ scalar: YAMLScalar, _ wanted: (YAMLValue) -> YAMLValue?
    ) throws(YAMLError.Reason) -> YAMLValue {
        guard let value = wanted(try plain(scalar.text)) else {
            throw .badTag(YAMLTag.short(scalar.tag), text: scalar.text)
        }
        return value
    }

    /// go-yaml hands timestamps on as the text that they are; only the date's first digits are looked at here.
    private static func timestamp(_ scalar: YAMLScalar) throws(YAMLError.Reason) -> String {
        let start = Array(scalar.text.utf8.prefix(5))
        guard start.count == 5, start[4] == UInt8(ascii: "-"), start[..<4].allSatisfy(isDigit) else {
            throw .badTag(YAMLTag.short(scalar.tag), text: scalar.text)
        }
        return scalar.text
    }

    private static func decoded(_ text: String) throws(YAMLError.Reason) -> String {
        guard let bytes = decodeBase64(text) else { throw .badBase64 }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension YAMLError.Reason: Error {}

/// The tags of YAML 1.1 that say what a scalar is.
enum YAMLTag {
    case string, binary, timestamp, null, bool, integer, float
    /// An application's own; its scalars are strings.
    case other

    private static let prefix = "tag:yaml.org,2002:"

    init(_ tag: String) {
        guard tag.hasPrefix(Self.prefix) else {
            self = .other
            return
        }
        switch tag.dropFirst(Self.prefix.count) {
        case "str": self = .string
        case "binary": self = .binary
        case "timestamp": self = .timestamp
        case "null": self = .null
        case "bool": self = .bool
        case "int": self = .integer
        case "float": self = .float
        default: self = .other
        }
    }

    /// `!!int` for `tag:yaml.org,2002:int`.
    static func short(_ tag: String) -> String {
        tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
