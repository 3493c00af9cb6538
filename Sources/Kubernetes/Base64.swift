/// RFC 4648, section 4, with padding.
package func base64(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
        var length = 0
        var start = 0
        while start < bytes.count {
            let left = min(bytes.count - start, 3)
            var group = UInt32(bytes[start]) << 16
            if left > 1 { group |= UInt32(bytes[start + 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[start + 2]) }
            text[length] = digit(group >> 18)
            text[length + 1] = digit(group >> 12)
            text[length + 2] = left > 1 ? digit(group >> 6) : UInt8(ascii: "=")
            text[length + 3] = left > 2 ? digit(group) : UInt8(ascii: "=")
            start += 3
            length += 4
        }
        return length
    }
}

/// The letter for the lowest six bits.
private func digit(_ bits: UInt32) -> UInt8 {
    switch UInt8(truncatingIfNeeded: bits & 63) {
    case let value where value < 26: UInt8(ascii: "A") + value
    case let value where value < 52: UInt8(ascii: "a") + value - 26
    case let value where value < 62: UInt8(ascii: "0") + value - 52
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
}
