extension Library {
    /// Addresses of IPv4 and IPv6 (`library.IP`).
    static let ip = Library(
        "ip", types: [IPAddress.typeName: .opaque(IPAddress.typeName)],
        [
            Function(
                "An address of its text.", examples: ["string(ip('2001:DB8::1')) == '2001:db8::1'"],
                [
                    Overload(
                        "ip(string) -> IP", cost: .traversal(),
                        .of { (text: String) in
                            IPAddress(text).map { .opaque($0) }
                                ?? .failure(AddressFault.message(text))
                        })
                ]),
            Function(
                "The text is an address.", examples: ["isIP('192.168.0.1')", "!isIP('192.168.0.256')"],
                [
                    Overload(
                        "isIP(string) -> bool", cost: .traversal(),
                        .of { (text: String) in .bool(IPAddress(text) != nil) })
                ]),
            Function(
                "The text is an address in its canonical form.",
                examples: ["ip.isCanonical('127.0.0.1')", "!ip.isCanonical('2001:DB8::1')"],
                [
                    Overload(
                        "ip.isCanonical(string) -> bool", cost: .traversal(times: 2),
                        .of { (text: String) in
                            IPAddress(text).map { .bool($0.description == text) }
                                ?? .failure(AddressFault.message(text))
                        })
                ]),
            Function(
                "4 or 6.", examples: ["ip('127.0.0.1').family() == 4"],
                [
                    Overload(
                        "IP.family() -> int", .of { (address: IPAddress) in .int(address.bytes.count == 4 ? 4 : 6) })
                ]),
            property("isUnspecified", "The address is 0.0.0.0 or ::.", "ip('::').isUnspecified()") { $0.isUnspecified },
            property("isLoopback", "The address is one of 127.0.0.0/8, or ::1.", "ip('127.0.0.1').isLoopback()") {
                $0.isLoopback
            },
            property(
                "isLinkLocalMulticast", "The address is one of 224.0.0.0/24 or ff02::/16.",
                "ip('224.0.0.1').isLinkLocalMulticast()"
            ) {
                $0.isLinkLocalMulticast
            },
            property(
                "isLinkLocalUnicast", "The address is one of 169.254.0.0/16 or fe80::/10.",
                "ip('fe80::1').isLinkLocalUnicast()"
            ) {
                $0.isLinkLocalUnicast
            },
            property(
                "isGlobalUnicast", "The address is one of a single host that others may reach.",
                "ip('192.168.0.1').isGlobalUnicast()"
            ) {
                $0.isGlobalUnicast
            },
            Function(
                "The text of an address.", examples: ["string(ip('::1')) == '::1'"],
                [
                    Overload("string(IP) -> string", .of { (address: IPAddress) in .string(address.description) })
                ]),
        ])

    private static func property(
        _ name: String, _ documentation: String, _ example: String, _ read: @escaping @Sendable (IPAddress) -> Bool
    ) -> Function {
        Function(
            documentation, examples: [example],
            [
                Overload("IP.\(name)() -> bool", .of { (address: IPAddress) in .bool(read(address)) })
            ])
    }
}

/// An address of IPv4 or IPv6, without zone, and none of IPv4 that is written as one of IPv6.
final class IPAddress: OpaqueValue, Argument, CustomStringConvertible {
    /// 4 or 16 bytes.
    let bytes: [UInt8]

    static var typeName: String { "net.IP" }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Nil when the text is no address.
    init?(_ text: String) {
        guard let bytes = text.utf8.contains(UInt8(ascii: ":")) ? Self.six(text) : Self.four(text[...]) else {
            return nil
        }
        if bytes.count == 16, bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return nil
        }
        self.bytes = bytes
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part in
            part.utf8.allSatisfy(isDigit) && (part.utf8.count == 1 || part.utf8.first != 0x30) ? UInt8(part) : nil
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func six(_ text: String) -> [UInt8]? {
        var rest = text[...]
        var groups: [UInt8] = []
        var gap: Int?
        if rest.hasPrefix("::") {
            gap = 0
            rest.removeFirst(2)
        }
        while !rest.isEmpty {
            let part = rest.prefix { $0 != ":" }
            rest.removeFirst(part.count)
            if part.contains(".") {
                guard rest.isEmpty, let tail = four(part) else { return nil }
                groups += tail
                break
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ hexadecimalDigit($0) != nil }),
                let value = UInt16(part, radix: 16)
            else { return nil }
            groups += [UInt8(value >> 8), UInt8(value & 0xFF)]
            if rest.isEmpty { break }
            rest.removeFirst()
            if rest.first == ":" {
                guard gap == nil else { return nil }
                gap = groups.count
                rest.removeFirst()
            } else if rest.isEmpty {
                return nil
            }
            if groups.count > 16 { return nil }
        }
        guard let gap else { return groups.count == 16 ? groups : nil }
        guard groups.count < 16 else { return nil }
        groups.insert(contentsOf: Array(repeating: 0, count: 16 - groups.count), at: gap)
        return groups
    }

    /// The canonical form (RFC 5952).
    var description: String {
        guard bytes.count == 16 else { return bytes.map { String($0) }.joined(separator: ".") }
        let groups = (0..<8).map { UInt16(bytes[$0 * 2]) << 8 | UInt16(bytes[$0 * 2 + 1]) }
        var gap = 0..<0
        var start = 0
        for position in 0...8 where position == 8 || groups[position] != 0 {
            if position - start > max(1, gap.count) { gap = start..<position }
            start = position + 1
        }
        func text(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        return gap.isEmpty
            ? text(groups[...]) : text(groups[..<gap.lowerBound]) + "::" + text(groups[gap.upperBound...])
    }

    var text: String? { description }
    var size: Int? { bytes.count }

    func isEqual(to other: any OpaqueValue) -> Bool { (other as? IPAddress)?.bytes == bytes }

    /// The address with all bits after the first so many set to zero.
    func masked(_ bits: Int) -> IPAddress {
        IPAddress(
            bytes: bytes.enumerated().map { position, byte in
                let kept = max(0, min(8, bits - position * 8))
                return byte & UInt8(truncatingIfNeeded: 0xFF00 >> kept)
            })
    }

    private func isIn(_ first: UInt8, _ second: UInt8, mask: UInt8 = 0xFF) -> Bool {
        bytes[0] == first && bytes[1] & mask == second
    }

    var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }
    var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }
    var isMulticast: Bool { bytes.count == 4 ? bytes[0] & 0xF0 == 0xE0 : bytes[0] == 0xFF }
    var isLinkLocalMulticast: Bool { bytes.count == 4 ? isIn(224, 0) && bytes[2] == 0 : isIn(0xFF, 2, mask: 0x0F) }
    var isLinkLocalUnicast: Bool { bytes.count == 4 ? isIn(169, 254) : isIn(0xFE, 0x80, mask: 0xC0) }
    var isGlobalUnicast: Bool {
        !(bytes.count == 4 && bytes.allSatisfy { $0 == 255 }) && !isUnspecified && !isLoopback && !isMulticast
            && !isLinkLocalUnicast
    }
}
