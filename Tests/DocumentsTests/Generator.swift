import Documents

/// SplitMix64, so that a failing property test fails again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Any JSON value, nested no deeper than `depth`.
    mutating func value(depth: Int = 5) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .int(integer())
        case 3, 4: return .string(text())
        case 5: return .array((0..<Int.random(in: 0...6, using: &self)).map { _ in value(depth: depth - 1) })
        default: return object(depth: depth)
        }
    }

    private mutating func object(depth: Int) -> JSONValue {
        var members: [JSONValue.Member] = []
        for _ in 0..<Int.random(in: 0...20, using: &self) {
            let name = text()
            guard !members.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { continue }
            members.append(.init(name, value(depth: depth - 1)))
        }
        return .object(members)
    }

    private mutating func integer() -> Int64 {
        let edges: [Int64] = [0, -1, .min, .max, 1 << 53, -(1 << 53)]
        return Bool.random(using: &self)
            ? Int64.random(in: .min ... .max, using: &self) : edges.randomElement(using: &self) ?? 0
    }

    private mutating func text() -> String {
        let pieces = [
            "a", "é", "e\u{301}", "\"", "\\", "/", "~", "\n", "\u{0}", "\u{1F}", "\u{7F}", "😀", "\u{2028}", "name", " ",
        ]
        return (0..<Int.random(in: 0...4, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }
}

/// The document that a text is; tests that need one fail where it is none.
func json(_ text: String) throws -> JSON { try JSON(parsing: text) }
