import Documents

/// One line of the log: a JSON object with time, level, message and what else is known.
package struct LogLine: Sendable {
    /// How much it matters.
    package enum Level: String, Sendable {
        case info, warning, error
    }

    private var writer = JSONWriter()

    /// Begins a line. `time` is in seconds since 1970, of the real clock.
    package init(_ level: Level, _ message: String, time: Int64) {
        writer.beginObject()
        writer.key("time")
        writer.int(time)
        writer.key("level")
        writer.string(level.rawValue)
        writer.key("message")
        writer.string(message)
    }

    /// Adds a fact in words.
    package mutating func add(_ key: String, _ value: String) {
        writer.key(key)
        writer.string(value)
    }

    /// Adds a number.
    package mutating func add(_ key: String, _ value: Int) {
        writer.key(key)
        writer.int(Int64(value))
    }

    /// The line, with its newline.
    package consuming func finished() -> [UInt8] {
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
