import Documents

/// One line of the log: time, level, message and what else is known.
package struct LogLine: Sendable {
    /// How much it matters.
    package enum Level: String, Sendable {
        case info, warning, error
    }

    /// How lines look.
    package enum Format: String, Sendable, CaseIterable {
        /// `2026-11-24T23:00:00.000000Z warning policies refused reason="…"`, for people.
        case text
        /// An object of JSON, for programs.
        case json
    }

    private enum Fact {
        case text(String)
        case number(Int)
    }

    private let level: Level
    private let message: String
    private let time: WallTime
    private var facts: [(key: String, fact: Fact)] = []

    /// Begins a line. `time` is in seconds since 1970, of the real clock.
    package init(_ level: Level, _ message: String, time: Int64) {
        self.init(level, message, at: WallTime(seconds: time))
    }

    /// Begins a line.
    package init(_ level: Level, _ message: String, at time: WallTime = .now) {
        self.level = level
        self.message = message
        self.time = time
    }

    /// Adds a fact in words.
    package mutating func add(_ key: String, _ value: String) { facts.append((key, .text(value))) }

    /// Adds a number.
    package mutating func add(_ key: String, _ value: Int) { facts.append((key, .number(value))) }

    /// The line, with its newline.
    package consuming func finished(_ format: Format = .json) -> [UInt8] {
        switch format {
        case .json: json + [UInt8(ascii: "\n")]
        case .text: Array((text + "\n").utf8)
        }
    }

    private var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.fact("time", time.seconds)
        writer.fact("level", level.rawValue)
        writer.key("message")
        writer.string(message)
        for (key, fact) in facts {
            writer.key(key)
            switch fact {
            case .text(let text): writer.string(text)
            case .number(let number): writer.int(Int64(number))
            }
        }
        writer.endObject()
        return writer.bytes
    }

    private var text: String {
        let words = facts.map { key, fact in
            switch fact {
            case .text(let text): " \(key)=\(Self.quoted(text))"
            case .number(let number): " \(key)=\(number)"
            }
        }
        return "\(time.text) \(level.rawValue) \(message.printable)" + words.joined()
    }

    /// Words stand as they are; anything with a space or worse is quoted as in JSON.
    private static func quoted(_ text: String) -> String {
        let isWord =
            !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x3D && $0 != 0x7F }
        guard !isWord else { return text }
        var writer = JSONWriter()
        writer.string(text)
        return writer.text
    }
}
