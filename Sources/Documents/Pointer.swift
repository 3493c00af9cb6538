/// A place in a document: JSON Pointer, RFC 6901.
package struct Pointer: Hashable, Sendable, CustomStringConvertible {
    /// The reference tokens, escapes resolved.
    package var tokens: [String]

    /// The place that `tokens` lead to; none is the whole document.
    package init(_ tokens: [String] = []) { self.tokens = tokens }

    /// Parses `/spec/containers/0`; nil when the text neither is empty nor starts with a slash, or a `~` is neither
    /// `~0` nor `~1`.
    package init?(parsing text: String) {
        tokens = []
        guard !text.isEmpty else { return }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = Self.unescape(part) else { return nil }
            tokens.append(token)
        }
    }

    /// This place's child by name.
    package func appending(_ token: String) -> Pointer { Pointer(tokens + [token]) }
    /// This place's child by position.
    package func appending(_ index: Int) -> Pointer { Pointer(tokens + [String(index)]) }
    /// A place below this one.
    package func appending(_ other: Pointer) -> Pointer { Pointer(tokens + other.tokens) }

    /// The container of this place; nil for the whole document.
    package var parent: Pointer? { tokens.isEmpty ? nil : Pointer(Array(tokens.dropLast())) }

    /// This is a place inside `other`'s value.
    func isBelow(_ other: Pointer) -> Bool {
        tokens.count > other.tokens.count && Pointer(Array(tokens.prefix(other.tokens.count))) == other
    }

    /// Equal token by token in their bytes, as JSON compares names; strings are equal more loosely.
    package static func == (left: Pointer, right: Pointer) -> Bool {
        left.tokens.count == right.tokens.count
            && zip(left.tokens, right.tokens).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }

    package func hash(into hasher: inout Hasher) {
        for var token in tokens {
            token.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            hasher.combine(UInt8.max)
        }
    }

    /// `/spec/containers/0`, escaped.
    package var description: String {
        tokens.map { "/" + Self.escape($0) }.joined()
    }

    /// `spec.containers[0].image`, as Kubernetes names fields; keys that are no plain words stand in brackets.
    package var field: String {
        tokens.reduce(into: "") { text, token in
            if Self.index(token) != nil {
                text += "[\(token)]"
            } else if token.utf8.allSatisfy(Self.isPlain) {
                text += text.isEmpty ? token : "." + token
            } else {
                text += "[\"\(token)\"]"
            }
        }
    }

    /// An array index as RFC 6901 writes it: digits without leading zeros.
    package static func index(_ token: String) -> Int? {
        let digits = token.utf8
        guard !digits.isEmpty, digits.count <= 9, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        return Int(token)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
    }

    private static func escape(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return token }
        return token.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    private static func unescape(_ part: Substring) -> String? {
        guard part.utf8.contains(UInt8(ascii: "~")) else { return String(part) }
        var bytes: [UInt8] = []
        var rest = part.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Pointer: ExpressibleByArrayLiteral {
    package init(arrayLiteral tokens: String...) { self.init(tokens) }
}
