/// SplitMix64: small, seedable, good enough to choose with.
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
}

/// Makes new inputs of old ones: bytes, pieces, and whole bracketed parts.
struct Mutator {
    private static let sizeLimit = 1 << 16

    private var random: SeededGenerator
    private var pool: [[UInt8]]
    private let tokens: [[UInt8]]

    init(_ target: Target, seed: UInt64) {
        random = SeededGenerator(seed: seed)
        pool = target.corpus.map { Array($0.utf8) }
        tokens = target.tokens.map { Array($0.utf8) }
    }

    /// A mutation of something in the pool.
    mutating func next() -> [UInt8] {
        var input = pool.randomElement(using: &random) ?? []
        for _ in 0...Int.random(in: 0...4, using: &random) { mutate(&input) }
        return Array(input.prefix(Self.sizeLimit))
    }

    /// Keeps an accepted input to go on from; the pool stays bounded.
    mutating func keep(_ input: [UInt8]) {
        guard input.count < 4096 else { return }
        if pool.count < 2000 {
            pool.append(input)
        } else {
            pool[Int.random(in: 0..<pool.count, using: &random)] = input
        }
    }

    private mutating func mutate(_ input: inout [UInt8]) {
        switch Int.random(in: 0..<11, using: &random) {
        case 0: changeByte(&input)
        case 1: input.removeSubrange(range(of: input))
        case 2: input.insert(contentsOf: input[range(of: input)], at: position(in: input))
        case 3, 4: input.insert(contentsOf: tokens.randomElement(using: &random) ?? [], at: position(in: input))
        case 5: input.replaceSubrange(range(of: input), with: tokens.randomElement(using: &random) ?? [])
        case 6: splice(&input)
        case 7: input.removeLast(min(input.count, Int.random(in: 0...8, using: &random)))
        case 8: repeatPiece(&input)
        default: changePart(&input)
        }
    }

    private mutating func changeByte(_ input: inout [UInt8]) {
        guard !input.isEmpty else { return }
        let index = Int.random(in: 0..<input.count, using: &random)
        input[index] = Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : input[index] ^ 0x20
    }

    private mutating func splice(_ input: inout [UInt8]) {
        let other = pool.randomElement(using: &random) ?? []
        input.replaceSubrange(range(of: input), with: other[range(of: other)])
    }

    /// Many times the same, for depth and for tables that grow.
    private mutating func repeatPiece(_ input: inout [UInt8]) {
        let piece =
            Bool.random(using: &random) ? tokens.randomElement(using: &random) ?? [] : Array(input[range(of: input)])
        guard !piece.isEmpty, piece.count < 256 else { return }
        let count = 1 << Int.random(in: 1...10, using: &random)
        let copies = Array(repeatElement(piece, count: min(count, 20_000 / piece.count + 1)).joined())
        input.insert(contentsOf: copies, at: position(in: input))
    }

    /// Takes a bracketed part whole: doubles it, removes it, wraps it, or puts another in its place.
    private mutating func changePart(_ input: inout [UInt8]) {
        guard let part = bracketed(input) else { return }
        let text = Array(input[part])
        switch Int.random(in: 0..<4, using: &random) {
        case 0: input.insert(contentsOf: text + [UInt8(ascii: ",")], at: part.lowerBound)
        case 1: input.replaceSubrange(part, with: tokens.randomElement(using: &random) ?? [])
        case 2: input.replaceSubrange(part, with: [UInt8(ascii: "[")] + text + [UInt8(ascii: "]")])
        default:
            let other = pool.randomElement(using: &random) ?? []
            if let replacement = bracketed(other) { input.replaceSubrange(part, with: other[replacement]) }
        }
    }

    /// A part of the text from an opening bracket to its closing one, or to the end.
    private mutating func bracketed(_ input: [UInt8]) -> Range<Int>? {
        let openings = input.indices.filter { input[$0] | 0x20 == UInt8(ascii: "{") }
        guard let start = openings.randomElement(using: &random) else { return nil }
        var depth = 0
        for index in start..<input.count {
            if input[index] | 0x20 == UInt8(ascii: "{") { depth += 1 }
            if input[index] | 0x20 == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return start..<index + 1 }
        }
        return start..<input.count
    }

    private mutating func position(in input: [UInt8]) -> Int { Int.random(in: 0...input.count, using: &random) }

    private mutating func range(of input: [UInt8]) -> Range<Int> {
        let start = position(in: input)
        let length = min(input.count - start, 1 << Int.random(in: 0...6, using: &random))
        return start..<start + Int.random(in: 0...length, using: &random)
    }
}
