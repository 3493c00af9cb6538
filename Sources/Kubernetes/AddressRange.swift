/// A run of IP addresses of one family, first and last included.
package struct AddressRange: Hashable, Sendable {
    /// The family that an address is of.
    package enum Family: Hashable, Sendable, CaseIterable {
        case v4, v6

        /// Bits of an address.
        var width: Int { self == .v4 ? 32 : 128 }
        /// The last address.
        var last: UInt128 { self == .v4 ? UInt128(UInt32.max) : .max }
    }

    /// The family of its addresses.
    package let family: Family
    let first: UInt128
    let last: UInt128

    /// Parses `10.0.0.0/8` or `2001:db8::/32`. As in Go's `net.ParseCIDR`, bits past the length don't count, and as in
    /// Kubernetes' sloppy form of it, leading zeros are allowed.
    package init?(cidr text: String) {
        let (address, suffix) = text[...].splitOnce(at: UInt8(ascii: "/"))
        guard let length = suffix.flatMap({ number($0, atMost: 128) }), let (family, bits) = parse(address),
            length <= family.width
        else { return nil }
        let hostBits = family.width - length
        // A shift by the whole width gives zero.
        let mask = hostBits == 128 ? UInt128.max : (1 << UInt128(hostBits)) - 1
        self.family = family
        first = bits & ~mask
        last = first | mask
    }

    private init(_ family: Family, _ first: UInt128, _ last: UInt128) {
        self.family = family
        self.first = first
        self.last = last
    }

    /// What is left of this range without others.
    package func subtracting(_ others: [AddressRange]) -> [AddressRange] {
        var left: [AddressRange] = []
        var next = first
        for other in others.sorted(by: { $0.first < $1.first }) where other.family == family && other.last >= next {
            if other.first > last { break }
            if other.first > next { left.append(AddressRange(family, next, other.first - 1)) }
            if other.last >= last { return left }
            next = other.last + 1
        }
        return left + [AddressRange(family, next, last)]
    }

    /// All addresses of one family or the other are in these ranges.
    package static func areEverything(_ ranges: [AddressRange]) -> Bool {
        Family.allCases.contains { isEverything(ranges, of: $0) }
    }

    /// All addresses of a family are in one range or another.
    static func isEverything(_ ranges: [AddressRange], of family: Family) -> Bool {
        var next: UInt128 = 0
        for range in ranges.sorted(by: { $0.first < $1.first }) where range.family == family {
            if range.first > next { return false }
            if range.last >= family.last { return true }
            next = max(next, range.last + 1)
        }
        return false
    }
}

private func parse(_ text: Substring) -> (AddressRange.Family, UInt128)? {
    if text.utf8.contains(UInt8(ascii: ":")) { return parseV6(text).map { (.v6, $0) } }
    return parseV4(text).map { (.v4, $0) }
}

private func parseV4(_ text: Substring) -> UInt128? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    return parts.reduce(0 as UInt128?) { bits, part in
        bits.flatMap { bits in number(part, atMost: 255).map { bits << 8 | UInt128($0) } }
    }
}

/// RFC 4291, section 2.2, without zones.
private func parseV6(_ text: Substring) -> UInt128? {
    guard let gap = text.firstRange(of: "::") else {
        let groups = groups(text)
        return groups?.count == 8 ? groups.map(joined) : nil
    }
    guard let head = groups(text[..<gap.lowerBound], isEnd: false), let tail = groups(text[gap.upperBound...]),
        head.count + tail.count < 8
    else { return nil }
    return joined(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
}

private func joined(_ groups: [UInt16]) -> UInt128 {
    groups.reduce(0) { $0 << 16 | UInt128($1) }
}

/// Groups of hexadecimal digits; the last two of an address may be written as an IPv4 address.
private func groups(_ text: Substring, isEnd: Bool = true) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (position, part) in parts.enumerated() {
        if isEnd, position == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
            guard let bits = parseV4(part) else { return nil }
            groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
        } else {
            guard part.utf8.count <= 4, part.utf8.allSatisfy(\.isHexadecimal), let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
    }
    return groups
}

/// Decimal digits only.
private func number(_ text: Substring, atMost limit: Int) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit), let value = Int(text), value <= limit else { return nil }
    return value
}
