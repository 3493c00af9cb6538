/// A set of ASCII characters as two 64-bit masks; bytes above 0x7F belong to none.
struct OctetSet {
    /// Bit n stands for the byte n.
    let low: UInt64
    /// Bit n stands for the byte 64 + n.
    let high: UInt64

    /// Whether the byte is in the set.
    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        let mask = byte < 64 ? low : high
        return (mask &>> UInt64(byte & 63)) & 1 == 1
    }
}

extension OctetSet {
    /// `tchar`, of which method names, field names and list members are made (RFC 9110, section 5.6.2).
    @inline(__always)
    static var token: OctetSet { OctetSet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE) }

    /// `pchar` and `/`: a path as it stands in a request line (RFC 3986, section 3.3).
    @inline(__always)
    static var path: OctetSet { OctetSet(low: 0x2FFF_FFF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF) }

    /// `pchar`, `/` and `?`: a query (RFC 3986, section 3.4).
    @inline(__always)
    static var query: OctetSet { OctetSet(low: 0xAFFF_FFF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF) }

    /// Host and port, without user information (RFC 3986, sections 3.2.2 and 3.2.3).
    @inline(__always)
    static var host: OctetSet { OctetSet(low: 0x2FFF_7FF2_0000_0000, high: 0x47FF_FFFE_AFFF_FFFE) }
}

/// The bytes that HTTP's grammar calls by name.
enum Octet {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let percent: UInt8 = 0x25
    static let ampersand: UInt8 = 0x26
    static let asterisk: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let equals: UInt8 = 0x3D
    static let question: UInt8 = 0x3F
    static let backslash: UInt8 = 0x5C
    static let delete: UInt8 = 0x7F

    /// Whether the byte may stand in a field value: visible ASCII, space, tab, and anything above ASCII
    /// (RFC 9110, section 5.5).
    @inline(__always)
    static func isFieldContent(_ byte: UInt8) -> Bool {
        (byte >= space && byte != delete) || byte == tab
    }

    /// Whether the byte is optional whitespace, `OWS` (RFC 9110, section 5.6.3).
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == space || byte == tab
    }

    /// The ASCII letter in lower case; every other byte as it is.
    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// 0 to 9, or nil.
    @inline(__always)
    static func decimal(_ byte: UInt8) -> UInt8? {
        let value = byte &- zero
        return value < 10 ? value : nil
    }

    /// 0 to 15, or nil.
    @inline(__always)
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        if let digit = decimal(byte) { return digit }
        let value = lowercased(byte) &- 0x61
        return value < 6 ? value + 10 : nil
    }
}
