extension Lexer {
    /// A number: `12`, `12u`, `0x1F`, `1.5`, `.5`, `1e3`.
    mutating func number() -> Token.Kind? {
        let start = position
        if peek() == 0x30, let next = peek(1), next | 0x20 == UInt8(ascii: "x"), let digit = peek(2),
            hexadecimalDigit(digit) != nil
        {
            position += 2
            while let byte = peek(), hexadecimalDigit(byte) != nil { position += 1 }
            return integer(from: start + 2, radix: 16)
        }
        skipDigits()
        var isDouble = false
        if peek() == UInt8(ascii: "."), peek(1).map(isDigit) == true {
            isDouble = true
            position += 1
            skipDigits()
        }
        if skipExponent() { isDouble = true }
        guard isDouble else { return integer(from: start, radix: 10) }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        return .double(Double(digits.hasPrefix(".") ? "0" + digits : digits) ?? .infinity)
    }

    private mutating func skipDigits() {
        while let byte = peek(), isDigit(byte) { position += 1 }
    }

    private mutating func skipExponent() -> Bool {
        guard let byte = peek(), byte | 0x20 == UInt8(ascii: "e") else { return false }
        let hasSign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
        guard let digit = peek(hasSign ? 2 : 1), isDigit(digit) else { return false }
        position += hasSign ? 2 : 1
        skipDigits()
        return true
    }

    private mutating func integer(from start: Int, radix: Int) -> Token.Kind {
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        let isUnsigned = peek().map { $0 | 0x20 } == UInt8(ascii: "u")
        if isUnsigned { position += 1 }
        return .integer(digits: digits, radix: radix, isUnsigned: isUnsigned)
    }

    /// A string or bytes literal from its quotes on.
    mutating func literal(isRaw: Bool, isBytes: Bool) -> Token.Kind? {
        let start = position
        let quote = text[position]
        let isTriple = peek(1) == quote && peek(2) == quote
        position += isTriple ? 3 : 1
        var content: [UInt8] = []
        while let byte = peek() {
            if byte == quote, !isTriple || peek(1) == quote && peek(2) == quote {
                position += isTriple ? 3 : 1
                return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
            }
            if !isTriple, byte == 0x0A || byte == 0x0D { break }
            if byte == UInt8(ascii: "\\") {
                appendEscape(isRaw: isRaw, isBytes: isBytes, to: &content)
            } else {
                content.append(byte)
                position += 1
            }
        }
        complain("this string is never closed; wanted is \(String(UnicodeScalar(quote)))", at: start)
        return nil
    }

    private mutating func appendEscape(isRaw: Bool, isBytes: Bool, to content: inout [UInt8]) {
        if isRaw {
            content.append(UInt8(ascii: "\\"))
            position += 1
            // A quote after a backslash does not end a raw string, and the backslash stays.
            if let next = peek(), next != 0x0A {
                content.append(next)
                position += 1
            }
            return
        }
        let start = position
        guard let letter = peek(1) else {
            position += 1
            return
        }
        position += 2
        if let byte = simpleEscape(letter) { return content.append(byte) }
        guard let value = numericEscape(letter), isBytes && isByteEscape(letter) || UnicodeScalar(value) != nil else {
            return complain(
                "this escape is unknown or malformed; wanted is one such as \\n, \\x41 or \\u00e9", at: start)
        }
        if isBytes, isByteEscape(letter) {
            content.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = UnicodeScalar(value), !isBytes {
            content.append(contentsOf: String(scalar).utf8)
        } else {
            complain("bytes have no escapes of code points; wanted is \\x41 or \\101", at: start)
        }
    }

    private func isByteEscape(_ letter: UInt8) -> Bool { letter | 0x20 == UInt8(ascii: "x") || isDigit(letter) }

    private func simpleEscape(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "a"): 0x07
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "v"): 0x0B
        case 0x22, 0x27, 0x3F, 0x5C, 0x60: letter
        default: nil
        }
    }

    /// The value of `\x41`, `\u0041`, `\U00000041` or `\101`, whose letter has been read.
    private mutating func numericEscape(_ letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return digits(2, radix: 16)
        case UInt8(ascii: "u"): return digits(4, radix: 16)
        case UInt8(ascii: "U"): return digits(8, radix: 16)
        case 0x30...0x33:
            position -= 1
            return digits(3, radix: 8)
        default: return nil
        }
    }

    private mutating func digits(_ count: Int, radix: UInt32) -> UInt32? {
        var value: UInt64 = 0
        for _ in 0..<count {
            guard let byte = peek(), let digit = hexadecimalDigit(byte), digit < radix else { return nil }
            value = value * UInt64(radix) + UInt64(digit)
            position += 1
        }
        return UInt32(exactly: value)
    }
}
