/// Cuts the text of an expression into tokens (langdef, "Syntax"), and goes on after what it can't read.
struct Lexer {
    let text: [UInt8]
    var position = 0
    /// What was found wrong so far.
    var problems: [SourceProblem] = []

    init(_ text: [UInt8]) { self.text = text }

    /// All tokens; the last one is `end`.
    mutating func tokens() -> [Token] {
        var tokens: [Token] = []
        while true {
            skipBlanks()
            let start = position
            guard let byte = peek() else { return tokens + [Token(kind: .end, offset: start)] }
            if let kind = token(startingWith: byte) { tokens.append(Token(kind: kind, offset: start)) }
        }
    }

    func peek(_ distance: Int = 0) -> UInt8? {
        position + distance < text.count ? text[position + distance] : nil
    }

    mutating func complain(_ message: String, at offset: Int) {
        if problems.count < SourceProblem.limit { problems.append(SourceProblem(message, offset: offset)) }
    }

    private mutating func skipBlanks() {
        while let byte = peek() {
            if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
                while let next = peek(), next != 0x0A { position += 1 }
            } else if byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func token(startingWith byte: UInt8) -> Token.Kind? {
        if isDigit(byte) || byte == UInt8(ascii: ".") && peek(1).map(isDigit) == true { return number() }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return literal(isRaw: false, isBytes: false) }
        if byte == UInt8(ascii: "`") { return quotedIdentifier() }
        if isLetter(byte) { return prefixedLiteral() ?? word() }
        return symbol()
    }

    private mutating func word() -> Token.Kind {
        let start = position
        while let byte = peek(), isLetter(byte) || isDigit(byte) { position += 1 }
        return .identifier(String(decoding: text[start..<position], as: UTF8.self))
    }

    /// A string literal with a prefix of `r` and `b` in any order and case; nil when the letters start a name.
    private mutating func prefixedLiteral() -> Token.Kind? {
        var isRaw = false
        var isBytes = false
        var length = 0
        while let byte = peek(length), length < 2 {
            let lower = byte | 0x20
            if lower == UInt8(ascii: "r"), !isRaw {
                isRaw = true
            } else if lower == UInt8(ascii: "b"), !isBytes {
                isBytes = true
            } else {
                break
            }
            length += 1
        }
        guard length > 0, let quote = peek(length), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return nil
        }
        position += length
        return literal(isRaw: isRaw, isBytes: isBytes)
    }

    private mutating func quotedIdentifier() -> Token.Kind? {
        let start = position
        position += 1
        while let byte = peek(), byte != UInt8(ascii: "`"), byte != 0x0A { position += 1 }
        guard peek() == UInt8(ascii: "`") else {
            complain("this name is never closed; wanted is '`'", at: start)
            return nil
        }
        position += 1
        let name = text[start + 1..<position - 1]
        let isAllowed = name.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x20 || "./-".utf8.contains($0) }
        guard isAllowed, !name.isEmpty else {
            complain("a name between backquotes has letters, digits, '_', '.', '-', '/' and spaces", at: start)
            return nil
        }
        return .quotedIdentifier(String(decoding: name, as: UTF8.self))
    }

    private static let pairs = ["&&", "||", "==", "!=", "<=", ">="]
    private static let singles = Array("()[]{}.,:?<>+-*/%!".utf8)

    private mutating func symbol() -> Token.Kind? {
        let start = position
        let two = String(decoding: text[start..<min(start + 2, text.count)], as: UTF8.self)
        if Self.pairs.contains(two) {
            position += 2
            return .symbol(two)
        }
        position += 1
        if Self.singles.contains(text[start]) { return .symbol(String(UnicodeScalar(text[start]))) }
        while let byte = peek(), byte & 0xC0 == 0x80 { position += 1 }
        complain("'\(String(decoding: text[start..<position], as: UTF8.self))' has no meaning here", at: start)
        return nil
    }
}

/// Something wrong with an expression's text, at a byte.
package struct SourceProblem: Hashable, Sendable {
    /// What was found, and what is wanted.
    package let message: String
    /// Byte offset in the expression's text.
    package let offset: Int

    /// Problems of an expression at most; who has so many needs no more.
    static let limit = 100

    init(_ message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A || byte == UInt8(ascii: "_")
}

func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x41 + 10
    case 0x61...0x66: UInt32(byte) - 0x61 + 10
    default: nil
    }
}
