import Documents

extension Library {
    /// Named formats of names and values (`library.Format`).
    static let format = Library(
        "format", types: [NamedFormat.typeName: .opaque(NamedFormat.typeName)],
        [
            Function(
                "The format of a name, as an optional.",
                examples: ["format.named('uuid').hasValue()", "!format.named('x').hasValue()"],
                [
                    Overload(
                        "format.named(string) -> optional(Format)",
                        .of { (name: String) in
                            .optional(OptionalValue(NamedFormat.all.first { $0.name == name }.map { .opaque($0) }))
                        })
                ]),
            Function(
                "What is wrong with a text, as an optional list of sentences; nothing when it is of the format.",
                examples: [
                    "!format.dns1123Label().validate('my-name').hasValue()",
                    "format.date().validate('x').value() == ['invalid date']",
                ],
                [
                    Overload(
                        "Format.validate(string) -> optional(list(string))", cost: .format,
                        .of { (format: NamedFormat, text: String) in
                            let problems = format.problems(text)
                            return .optional(
                                problems.isEmpty ? .none : OptionalValue(.list(problems.map { .string($0) })))
                        })
                ]),
        ]
            + NamedFormat.all.map { format in
                Function(
                    "The format `\(format.name)`.",
                    examples: ["format.\(format.name)() == format.named('\(format.name)').value()"],
                    [
                        Overload("format.\(format.name)() -> Format", .nullary { .opaque(format) })
                    ])
            })
}

/// A format by name.
final class NamedFormat: OpaqueValue, Argument {
    let name: String
    /// Characters of the regular expression that its cost goes by.
    let patternSize: Int
    /// What is wrong with a text, in sentences.
    let problems: @Sendable (String) -> [String]

    static var typeName: String { "kubernetes.NamedFormat" }
    var source: String? { name }

    private init(_ name: String, _ patternSize: Int, _ problems: @escaping @Sendable (String) -> [String]) {
        self.name = name
        self.patternSize = patternSize
        self.problems = problems
    }

    func isEqual(to other: any OpaqueValue) -> Bool { (other as? NamedFormat)?.name == name }

    static let all: [NamedFormat] = [
        NamedFormat("dns1123Label", 30) { NameRule.label.problems($0) },
        NamedFormat("dns1123Subdomain", 60) { NameRule.subdomain.problems($0) },
        NamedFormat("dns1035Label", 30) { NameRule.label1035.problems($0) },
        NamedFormat("qualifiedName", 60, qualifiedName),
        NamedFormat("dns1123LabelPrefix", 30) { NameRule.label.problems(asPrefix($0)) },
        NamedFormat("dns1123SubdomainPrefix", 60) { NameRule.subdomain.problems(asPrefix($0)) },
        NamedFormat("dns1035LabelPrefix", 30) { NameRule.label1035.problems(asPrefix($0)) },
        NamedFormat("labelValue", 40) { NameRule.labelValue.problems($0) },
        NamedFormat("uri", 1000) {
            URLValue($0) == nil ? ["parse \(Library.quoted($0)): invalid URI for request"] : []
        },
        NamedFormat("uuid", 70) { isUUID($0) ? [] : ["does not match the UUID format"] },
        NamedFormat("byte", 84) {
            $0.isEmpty || $0.utf8.contains(0x0A) || decodeBase64($0) == nil ? ["invalid base64"] : []
        },
        NamedFormat("date", 71) { Timestamp($0 + "T00:00:00Z") == nil ? ["invalid date"] : [] },
        NamedFormat("datetime", 71) { isDateTime($0) ? [] : ["invalid datetime"] },
    ]

    /// A prefix may end with a dash, after which something comes.
    private static func asPrefix(_ text: String) -> String {
        text.utf8.count > 1 && text.hasSuffix("-") ? String(text.dropLast(2)) + "a" : text
    }

    private static func isUUID(_ text: String) -> Bool {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
        guard digits.count == 32, digits.allSatisfy({ hexadecimalDigit($0) != nil }) else { return false }
        var rest = text.utf8[...]
        for length in [8, 4, 4, 4, 12] {
            guard !rest.prefix(length).contains(UInt8(ascii: "-")) else { return false }
            rest = rest.dropFirst(length)
            if rest.first == UInt8(ascii: "-"), length < 12 { rest = rest.dropFirst() }
        }
        return rest.isEmpty
    }

    private static func isDateTime(_ text: String) -> Bool {
        let seconds = text.dropFirst(17).prefix(2)
        // A leap second is a time of RFC 3339, but none of a timestamp.
        return Timestamp(seconds == "60" ? text.prefix(17) + "59" + text.dropFirst(19) : text) != nil
    }

    @Sendable private static func qualifiedName(_ text: String) -> [String] {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count <= 2, let name = parts.last else {
            return [
                "a qualified name " + NameRule.qualified.message
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            ]
        }
        var problems: [String] = []
        if parts.count == 2 {
            let found = parts[0].isEmpty ? ["must be non-empty"] : NameRule.subdomain.problems(parts[0])
            problems += found.map { "prefix part " + $0 }
        }
        return problems
            + (name.isEmpty ? ["must be non-empty"] : NameRule.qualified.problems(name)).map { "name part " + $0 }
    }
}

/// How names are built (apimachinery `util/validation`).
private enum NameRule {
    case label, label1035, subdomain, qualified, labelValue

    /// What is wrong with a text.
    func problems(_ text: String) -> [String] {
        var problems: [String] = []
        let limit = self == .subdomain ? 253 : 63
        if text.utf8.count > limit { problems.append("must be no more than \(limit) characters") }
        if !holds(text) {
            let hasDots = self == .label && NameRule.subdomain.holds(text)
            problems.append(hasDots ? "must not contain dots" : message)
        }
        return problems
    }

    private func holds(_ text: String) -> Bool {
        switch self {
        case .label: Self.isWord(text[...].utf8, Self.isLower, inside: [UInt8(ascii: "-")])
        case .label1035:
            Self.isWord(text[...].utf8, Self.isLower, inside: [UInt8(ascii: "-")])
                && text.utf8.first.map(isDigit) == false
        case .subdomain:
            text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
                Self.isWord($0, Self.isLower, inside: [UInt8(ascii: "-")])
            }
        case .qualified: Self.isWord(text[...].utf8, Self.isAlphanumeric, inside: Array("-_.".utf8))
        case .labelValue: text.isEmpty || NameRule.qualified.holds(text)
        }
    }

    private static func isLower(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x7A).contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) && byte != 0x5F }

    private static func isWord(_ text: Substring.UTF8View, _ isOuter: (UInt8) -> Bool, inside: [UInt8]) -> Bool {
        guard let first = text.first, let last = text.last, isOuter(first), isOuter(last) else { return false }
        return text.allSatisfy { isOuter($0) || inside.contains($0) }
    }

    var message: String {
        let label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
        let qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
        switch self {
        case .label:
            return Self.message(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and "
                    + "end with an alphanumeric character", ["my-name", "123-abc"], label)
        case .label1035:
            return Self.message(
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
                    + "character, and end with an alphanumeric character", ["my-name", "abc-123"],
                "[a-z]([-a-z0-9]*[a-z0-9])?")
        case .subdomain:
            return Self.message(
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
                    + "start and end with an alphanumeric character", ["example.com"], label + "(\\." + label + ")*")
        case .qualified:
            return Self.message(
                "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                    + "character", ["MyName", "my.name", "123-abc"], qualified)
        case .labelValue:
            return Self.message(
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
                    + "start and end with an alphanumeric character", ["MyValue", "my_value", "12345"],
                "(" + qualified + ")?")
        }
    }

    private static func message(_ sentence: String, _ examples: [String], _ pattern: String) -> String {
        let shown = examples.map { "'\($0)', " }.joined(separator: " or ")
        return "\(sentence) (e.g. \(shown)regex used for validation is '\(pattern)')"
    }
}
