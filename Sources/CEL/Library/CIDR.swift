extension Library {
    /// Ranges of addresses (`library.CIDR`).
    static let cidr = Library(
        "cidr", types: [AddressBlock.typeName: .opaque(AddressBlock.typeName)],
        [
            Function(
                "A range of its text.", examples: ["string(cidr('192.168.0.0/24')) == '192.168.0.0/24'"],
                [
                    Overload(
                        "cidr(string) -> CIDR", cost: .traversal(),
                        .of { (text: String) in block(text) { .opaque($0) } })
                ]),
            Function(
                "The text is a range.", examples: ["isCIDR('10.0.0.0/8')", "!isCIDR('10.0.0.0/')"],
                [
                    Overload(
                        "isCIDR(string) -> bool", cost: .traversal(),
                        .of { (text: String) in .bool(AddressBlock(text) != nil) })
                ]),
            Function(
                "The address is one of the range.", examples: ["cidr('10.0.0.0/8').containsIP('10.1.2.3')"],
                [
                    Overload(
                        "CIDR.containsIP(IP) -> bool", cost: .network(parsesText: false, isRange: false),
                        .of {
                            (block: AddressBlock, address: IPAddress) in .bool(block.contains(address))
                        }),
                    Overload(
                        "CIDR.containsIP(string) -> bool", cost: .network(parsesText: true, isRange: false),
                        .of {
                            (block: AddressBlock, text: String) in
                            IPAddress(text).map { .bool(block.contains($0)) }
                                ?? .failure("no such overload")
                        }),
                ]),
            Function(
                "All addresses of the other range are in this one.",
                examples: ["cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')"],
                [
                    Overload(
                        "CIDR.containsCIDR(CIDR) -> bool", cost: .network(parsesText: false, isRange: true),
                        .of {
                            (block: AddressBlock, other: AddressBlock) in .bool(block.contains(other))
                        }),
                    Overload(
                        "CIDR.containsCIDR(string) -> bool", cost: .network(parsesText: true, isRange: true),
                        .of {
                            (block: AddressBlock, text: String) in Library.block(text) { .bool(block.contains($0)) }
                        }),
                ]),
            Function(
                "The address that the range is written with.",
                examples: ["cidr('192.168.0.1/24').ip() == ip('192.168.0.1')"],
                [
                    Overload("CIDR.ip() -> IP", .of { (block: AddressBlock) in .opaque(block.address) })
                ]),
            Function(
                "The range written with its first address.",
                examples: ["cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')"],
                [
                    Overload("CIDR.masked() -> CIDR", .of { (block: AddressBlock) in .opaque(block.masked) })
                ]),
            Function(
                "The bits that all addresses of the range share.", examples: ["cidr('10.0.0.0/8').prefixLength() == 8"],
                [
                    Overload("CIDR.prefixLength() -> int", .of { (block: AddressBlock) in .int(Int64(block.bits)) })
                ]),
            Function(
                "The text of a range.", examples: ["string(cidr('2001:DB8::/32')) == '2001:db8::/32'"],
                [
                    Overload("string(CIDR) -> string", .of { (block: AddressBlock) in .string(block.description) })
                ]),
        ])

    private static func block(_ text: String, _ body: (AddressBlock) -> Value) -> Value {
        AddressBlock(text).map(body) ?? .failure(AddressFault.prefixMessage(text))
    }
}

/// A range of addresses: one of them, and how many of its first bits they share.
final class AddressBlock: OpaqueValue, Argument, CustomStringConvertible {
    let address: IPAddress
    let bits: Int

    static var typeName: String { "net.CIDR" }

    init(_ address: IPAddress, bits: Int) {
        self.address = address
        self.bits = bits
    }

    /// Nil when the text is no range.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])), parts[1].utf8.allSatisfy(isDigit),
            parts[1].utf8.count == 1 || parts[1].utf8.first != 0x30, let bits = Int(parts[1]),
            bits <= address.bytes.count * 8
        else { return nil }
        self.address = address
        self.bits = bits
    }

    var description: String { "\(address)/\(bits)" }
    var text: String? { description }
    var size: Int? { (bits + 7) / 8 }
    var masked: AddressBlock { AddressBlock(address.masked(bits), bits: bits) }

    func contains(_ other: IPAddress) -> Bool {
        address.bytes.count == other.bytes.count && address.masked(bits).bytes == other.masked(bits).bytes
    }

    func contains(_ other: AddressBlock) -> Bool { contains(other.address) && bits <= other.bits }

    func isEqual(to other: any OpaqueValue) -> Bool {
        (other as? AddressBlock).map { $0.bits == bits && $0.address.bytes == address.bytes } ?? false
    }
}
