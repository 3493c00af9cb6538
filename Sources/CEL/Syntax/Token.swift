/// A word of an expression's text.
struct Token: Sendable, Equatable {
    /// What a token is.
    enum Kind: Sendable, Equatable {
        /// A name; reserved words and the `in` operator are names as well.
        case identifier(String)
        /// A name between backquotes, which may stand only after a point or as a field of a message.
        case quotedIdentifier(String)
        /// Digits with their base, without sign and suffix.
        case integer(digits: String, radix: Int, isUnsigned: Bool)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        /// An operator or a bracket.
        case symbol(String)
        case end
    }

    /// What this token is.
    let kind: Kind
    /// Byte offset of the first byte.
    let offset: Int

    /// How a complaint names it.
    var name: String {
        switch kind {
        case .identifier(let name): "'\(name)'"
        case .quotedIdentifier(let name): "'`\(name)`'"
        case .integer(let digits, let radix, _): "'\(radix == 16 ? "0x" : "")\(digits)'"
        case .double(let value): "'\(value)'"
        case .string, .bytes: "a string literal"
        case .symbol(let text): "'\(text)'"
        case .end: "the end"
        }
    }
}

/// The words that may not be names of variables or functions (langdef, "Syntax"); after a point they may stand.
let reservedWords: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while", "in", "true", "false", "null",
]
