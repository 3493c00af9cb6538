/// A stable number for a content: FNV-1a with 64 bits. It tells versions apart; it is no defence against forgery.
package struct ContentHash: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The number of no content at all.
    package init() {}

    /// Takes in more of the content.
    package mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// 16 hexadecimal digits.
    package var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: max(0, 16 - digits.count)) + digits
    }
}
