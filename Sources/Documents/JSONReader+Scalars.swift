extension JSONReader {
    /// A string, key or value, with the opening quote at `position`.
    @inline(__always)
    mutating func readString() throws(JSONError) {
        let first = position &+ 1
        position = first
        var isEscaped = false
        var isLoose = false
        while true {
            skipPlainText()
            guard position < end else { throw failure(.unterminatedString) }
            switch start[position] {
            case UInt8(ascii: "\""):
                append(.string, isEscaped: isEscaped, isLoose: isLoose, at: first, length: position &- first)
                position &+= 1
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                isLoose = try skipEscape() || isLoose
            case 0..<0x20: throw failure(.controlCharacter)
            case 0x80...: try skipScalar()
            default: position &+= 1
            }
        }
    }

    /// Eight bytes at a time past printable ASCII that is neither quote nor backslash; then the rest one by one.
    @inline(__always)
    private mutating func skipPlainText() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while position &+ 8 <= end {
            let word = UnsafeRawPointer(start + position).loadUnaligned(as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let stops =
                ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | (word &- (ones &* 0x20)) | word
            let marks = stops & highs
            if marks != 0 {
                // The lowest mark is exact: a borrow can only spoil the bytes above it.
                position &+= marks.trailingZeroBitCount >> 3
                return
            }
            position &+= 8
        }
        while position < end {
            let byte = start[position]
            if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return }
            position &+= 1
        }
    }

    private mutating func skipEscape() throws(JSONError) -> Bool {
        guard position &+ 1 < end else { throw failure(.unterminatedString) }
        switch start[position &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            position &+= 2
            return false
        case UInt8(ascii: "/"):
            position &+= 2
            return true
        case UInt8(ascii: "u"):
            try skipUnicodeEscape()
            return true
        default: throw failure(.badEscape)
        }
    }

    private mutating func skipUnicodeEscape() throws(JSONError) {
        let unit = try codeUnit(at: position)
        if unit >= 0xDC00, unit < 0xE000 { throw failure(.loneSurrogate) }
        if unit >= 0xD800, unit < 0xDC00 {
            let low = position &+ 6
            guard low &+ 1 < end, start[low] == UInt8(ascii: "\\"), start[low &+ 1] == UInt8(ascii: "u") else {
                throw failure(.loneSurrogate)
            }
            let second = try codeUnit(at: low)
            guard second >= 0xDC00, second < 0xE000 else { throw failure(.loneSurrogate) }
            position &+= 6
        }
        position &+= 6
    }

    /// The UTF-16 code unit of the `\uXXXX` at an offset.
    private func codeUnit(at offset: Int) throws(JSONError) -> UInt32 {
        guard offset &+ 6 <= end else { throw failure(.badEscape) }
        var value: UInt32 = 0
        for index in offset &+ 2..<offset &+ 6 {
            guard let digit = hexadecimalDigit(start[index]) else { throw failure(.badEscape) }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// One well-formed UTF-8 sequence of two to four bytes (Unicode, table 3-7).
    private mutating func skipScalar() throws(JSONError) {
        let first = start[position]
        let left = end &- position
        let second: UInt8 = left > 1 ? start[position &+ 1] : 0
        let length: Int
        switch (first, second) {
        case (0xC2...0xDF, 0x80...0xBF): length = 2
        case (0xE0, 0xA0...0xBF), (0xE1...0xEC, 0x80...0xBF), (0xED, 0x80...0x9F), (0xEE...0xEF, 0x80...0xBF):
            length = 3
        case (0xF0, 0x90...0xBF), (0xF1...0xF3, 0x80...0xBF), (0xF4, 0x80...0x8F): length = 4
        default: throw failure(.badUTF8)
        }
        guard left >= length else { throw failure(.badUTF8) }
        for index in 2..<max(2, length) where start[position &+ index] & 0xC0 != 0x80 { throw failure(.badUTF8) }
        position &+= length
    }

    /// A number; an integer when it has neither fraction nor exponent and fits 64 bits.
    mutating func readNumber() throws(JSONError) {
        let first = position
        if start[position] == UInt8(ascii: "-") { position &+= 1 }
        let digits = position
        try skipDigits()
        if start[digits] == UInt8(ascii: "0"), position &- digits > 1 { throw failure(.badNumber) }
        var isInteger = true
        if position < end, start[position] == UInt8(ascii: ".") {
            isInteger = false
            position &+= 1
            try skipDigits()
        }
        if position < end, start[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position &+= 1
            if position < end, start[position] == UInt8(ascii: "+") || start[position] == UInt8(ascii: "-") {
                position &+= 1
            }
            try skipDigits()
        }
        let text = UnsafeBufferPointer(start: start + first, count: position &- first)
        let fits = isInteger && (text.count < 19 || Int64(text: text) != nil)
        append(fits ? .integer : .number, at: first, length: position &- first)
    }

    private mutating func skipDigits() throws(JSONError) {
        let first = position
        while position < end, start[position] >= 0x30, start[position] <= 0x39 { position &+= 1 }
        if position == first { throw failure(.badNumber) }
    }
}
