import Glibc

/// A time zone: an offset such as `-02:30`, or a name of the system's zone files (IANA, RFC 9636).
struct Zone: Sendable {
    /// Starts of periods in seconds since 1970, ascending, with the offset that holds from there.
    private let transitions: [(start: Int64, offset: Int32)]
    /// The offset before all transitions.
    private let first: Int32
    /// What holds after all transitions; nil where the last of them does for ever.
    private let rule: ZoneRule?

    /// Nil when the text names no zone.
    init?(_ name: String) {
        if let offset = Self.fixed(name) {
            (transitions, first, rule) = ([], offset, nil)
        } else {
            guard let file = Self.file(name), let zone = Self.read(file) else { return nil }
            self = zone
        }
    }

    private init(transitions: [(start: Int64, offset: Int32)], first: Int32, rule: ZoneRule?) {
        self.transitions = transitions
        self.first = first
        self.rule = rule
    }

    /// Seconds east of UTC at a time.
    func offset(at seconds: Int64) -> Int64 {
        if let rule, transitions.last.map({ $0.start <= seconds }) ?? true { return rule.offset(at: seconds) }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].start <= seconds { low = middle + 1 } else { high = middle }
        }
        return Int64(low == 0 ? first : transitions[low - 1].offset)
    }

    /// `UTC`, `02:00`, `+02:00` and `-02:30`.
    private static func fixed(_ name: String) -> Int32? {
        if name.isEmpty || name == "UTC" { return 0 }
        var scanner = DigitScanner(name)
        let sign: Int = scanner.accept("-") ? -1 : 1
        if sign == 1 { _ = scanner.accept("+") }
        guard let hours = scanner.number(2), scanner.accept(":"), let minutes = scanner.number(2), scanner.isAtEnd,
            hours < 24, minutes < 60
        else { return nil }
        return Int32(sign * (hours * 3600 + minutes * 60))
    }

    /// The zone file of a name. Names come from expressions, so they must stay inside the directory of zones.
    private static func file(_ name: String) -> [UInt8]? {
        let isName = name.utf8.allSatisfy { isLetter($0) || isDigit($0) || "/-+".utf8.contains($0) }
        guard isName, name.utf8.count <= 64, name.utf8.first != UInt8(ascii: "/") else { return nil }
        guard let file = fopen("/usr/share/zoneinfo/" + name, "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    /// Reads the second, 64-bit part of a zone file, and the rule after it for the time after its last transition, which
    /// many files have for all of our time.
    private static func read(_ file: [UInt8]) -> Zone? {
        guard let first = Header(file, 0), let header = Header(file, first.end(timeSize: 4)),
            header.end(timeSize: 8) <= file.count
        else { return nil }
        let indices = header.start + header.times * 8
        let types = indices + header.times
        func offset(_ type: Int) -> Int32? {
            type < header.types ? Int32(truncatingIfNeeded: bigEndian(file, types + type * 6, 4)) : nil
        }
        var transitions: [(start: Int64, offset: Int32)] = []
        for position in 0..<header.times {
            guard let offset = offset(Int(file[indices + position])) else { return nil }
            let time = Int64(bitPattern: bigEndian(file, header.start + position * 8, 8))
            transitions.append((start: time, offset: offset))
        }
        let footer = file[header.end(timeSize: 8)...].dropFirst().prefix { $0 != 0x0A }
        let rule = ZoneRule(String(decoding: footer, as: UTF8.self))
        return offset(0).map { Zone(transitions: transitions, first: $0, rule: rule) }
    }

    /// The counts at the start of a part of a zone file.
    private struct Header {
        let start: Int
        let times: Int
        let types: Int
        private let others: Int
        private let leaps: Int

        init?(_ file: [UInt8], _ offset: Int) {
            guard offset + 44 <= file.count, file[offset..<offset + 4].elementsEqual("TZif".utf8),
                file[offset + 4] >= UInt8(ascii: "2")
            else { return nil }
            let counts = (0..<6).map { Int(bigEndian(file, offset + 20 + $0 * 4, 4)) }
            guard counts.allSatisfy({ $0 < 65536 }) else { return nil }
            start = offset + 44
            (leaps, times, types) = (counts[2], counts[3], counts[4])
            others = counts[0] + counts[1] + counts[5]
        }

        func end(timeSize: Int) -> Int { start + times * (timeSize + 1) + types * 6 + others + leaps * (timeSize + 4) }
    }
}

private func bigEndian(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
    bytes[offset..<offset + count].reduce(0) { $0 << 8 | UInt64($1) }
}
