/// Why a text is no address, in the words of Go's `netip.ParseAddr`, which the API server's messages end with.
struct AddressFault {
    /// What is wrong.
    let problem: String
    /// The rest of the text from where it is wrong; nil where all of it is.
    let rest: Substring?

    private init(_ problem: String, at rest: Substring? = nil) {
        self.problem = problem
        self.rest = rest
    }

    /// The message for a text that `IPAddress` does not take.
    static func message(_ text: String) -> String {
        if let fault = find(text) {
            return "IP Address \(quoted(text)) parse error during conversion from string: \(fault.description(text))"
        }
        return text.contains("%")
            ? "IP address \(quoted(text)) with zone value is not allowed"
            : "IPv4-mapped IPv6 address \(quoted(text)) is not allowed"
    }

    /// The same for a text with a prefix length.
    static func prefixMessage(_ text: String) -> String {
        let start = "network address parse error during conversion from string: "
        return start + (prefix(text) ?? "IPv4-mapped IPv6 address \(quoted(text)) is not allowed")
    }

    /// What `netip.ParsePrefix` says; nil when the text is a prefix.
    private static func prefix(_ text: String) -> String? {
        let start = "network address parse error during conversion from string: netip.ParsePrefix(\(quoted(text))): "
        guard let slash = text.lastIndex(of: "/") else { return start + "no '/'" }
        let (address, bits) = (String(text[..<slash]), text[text.index(after: slash)...])
        if let fault = find(address) { return start + fault.description(address) }
        if address.contains("%") { return start + "IPv6 zones cannot be present in a prefix" }
        let isNumber = !bits.isEmpty && bits.utf8.allSatisfy(isDigit) && (bits.utf8.count == 1 || bits.first != "0")
        guard isNumber, let length = Int(bits) else { return start + "bad bits after slash: \(quoted(String(bits)))" }
        return length > (address.contains(":") ? 128 : 32) ? start + "prefix length out of range" : nil
    }

    private func description(_ text: String) -> String {
        let start = "ParseAddr(\(Self.quoted(text))): \(problem)"
        return rest.map { "\(start) (at \(Self.quoted(String($0))))" } ?? start
    }

    private static func quoted(_ text: String) -> String { Library.quoted(text).escaped }

    /// The first fault of an address; nil when it has none.
    private static func find(_ text: String) -> AddressFault? {
        switch text.first(where: { ".:%".contains($0) }) {
        case "."?: four(text[...])
        case ":"?: six(text)
        case "%"?: AddressFault("missing IPv6 address")
        default: AddressFault("unable to parse IP")
        }
    }

    private static func four(_ text: Substring) -> AddressFault? {
        var (fields, digits, value) = (0, 0, 0)
        for position in text.indices {
            let (character, rest) = (text[position], text[position...])
            if let digit = character.asciiDigit {
                if digits == 1, value == 0 { return AddressFault("IPv4 field has octet with leading zero") }
                (value, digits) = (value * 10 + digit, digits + 1)
                if value > 255 { return AddressFault("IPv4 field has value >255") }
            } else if character == "." {
                if digits == 0 || rest.count == 1 {
                    return AddressFault("IPv4 field must have at least one digit", at: rest)
                }
                if fields == 3 { return AddressFault("IPv4 address too long") }
                (fields, digits, value) = (fields + 1, 0, 0)
            } else {
                return AddressFault("unexpected character", at: rest)
            }
        }
        return fields < 3 ? AddressFault("IPv4 address too short") : nil
    }

    private static func six(_ text: String) -> AddressFault? {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].isEmpty { return AddressFault("zone must be a non-empty string") }
        var reader = GroupReader(parts[0])
        return reader.fault()
    }

    /// Goes through the groups of an IPv6 address.
    private struct GroupReader {
        var rest: Substring
        var bytes = 0
        var hasGap = false

        init(_ text: Substring) {
            hasGap = text.hasPrefix("::")
            rest = hasGap ? text.dropFirst(2) : text
        }

        mutating func fault() -> AddressFault? {
            if hasGap, rest.isEmpty { return nil }
            while bytes < 16 {
                let digits = rest.prefix { $0.isASCII && $0.isHexDigit }
                if digits.count > 4 { return AddressFault("each group must have 4 or less digits", at: rest) }
                if digits.isEmpty {
                    return AddressFault("each colon-separated field must have at least one digit", at: rest)
                }
                if rest.dropFirst(digits.count).first == "." { return embedded() }
                bytes += 2
                rest = rest.dropFirst(digits.count)
                if rest.isEmpty { break }
                if let fault = colon() { return fault }
                if rest.isEmpty { break }
            }
            return end()
        }

        private func embedded() -> AddressFault? {
            if !hasGap, bytes != 12 {
                return AddressFault(
                    "embedded IPv4 address must replace the final 2 fields of the address", at: rest)
            }
            if bytes > 12 {
                return AddressFault(
                    "too many hex fields to fit an embedded IPv4 at the end of the address", at: rest)
            }
            return AddressFault.four(rest)
        }

        private mutating func colon() -> AddressFault? {
            if rest.first != ":" { return AddressFault("unexpected character, want colon", at: rest) }
            if rest.count == 1 { return AddressFault("colon must be followed by more characters", at: rest) }
            rest = rest.dropFirst()
            guard rest.first == ":" else { return nil }
            if hasGap { return AddressFault("multiple :: in address", at: rest) }
            hasGap = true
            rest = rest.dropFirst()
            return nil
        }

        private func end() -> AddressFault? {
            if !rest.isEmpty { return AddressFault("trailing garbage after address", at: rest) }
            if bytes < 16 { return hasGap ? nil : AddressFault("address string too short") }
            return hasGap ? AddressFault("the :: must expand to at least one field of zeros") : nil
        }
    }
}

extension Character {
    /// The value of `0` to `9`.
    fileprivate var asciiDigit: Int? {
        guard let value = asciiValue, isDigit(value) else { return nil }
        return Int(value) - 0x30
    }
}
