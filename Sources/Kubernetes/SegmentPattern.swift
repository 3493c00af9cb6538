/// A pattern over the segments of a text, such as the labels of a host or the path of a repository.
struct SegmentPattern: Hashable, Sendable {
    /// In order.
    let segments: [Segment]
    /// What stands between the segments of a text.
    let separator: UInt8
    /// Segments may follow those that match.
    let isPrefix: Bool
    /// The text, in lower case, of a pattern without wildcards.
    private let literal: [UInt8]?

    init(segments: [Segment], separator: UInt8, isPrefix: Bool = false) {
        self.segments = segments
        self.separator = separator
        self.isPrefix = isPrefix
        literal = Self.literal(segments, separator)
    }

    /// The whole text, or its first segments for a prefix, are of this pattern.
    ///
    /// Going back to the last `**` is enough: whatever an earlier one could take, a later one can.
    func matches(_ text: borrowing Span<UInt8>) -> Bool {
        if let literal { return matches(text, literal) }
        var place = Place(segment: 0, start: 0)
        var retry: Place?
        while true {
            if place.segment < segments.count, segments[place.segment] == .any {
                place.segment += 1
                retry = place
                continue
            }
            if place.start > text.count { return place.segment == segments.count }
            if place.segment == segments.count, isPrefix { return true }
            let end = segmentEnd(in: text, from: place.start)
            if place.segment < segments.count, segments[place.segment].matches(text.extracting(place.start..<end)) {
                place = Place(segment: place.segment + 1, start: end + 1)
                continue
            }
            guard var next = retry else { return false }
            next.start = segmentEnd(in: text, from: next.start) + 1
            guard next.start <= text.count + 1 else { return false }
            retry = next
            place = next
        }
    }

    private func matches(_ text: borrowing Span<UInt8>, _ literal: [UInt8]) -> Bool {
        let length = literal.count
        guard text.count == length || (isPrefix && text.count > length && (length == 0 || text[length] == separator))
        else { return false }
        for position in 0..<length where text[position].lowercased != literal[position] { return false }
        return true
    }

    private static func literal(_ segments: [Segment], _ separator: UInt8) -> [UInt8]? {
        var literal: [UInt8] = []
        for segment in segments {
            guard case .glob(let bytes) = segment, !segment.hasWildcard else { return nil }
            literal += literal.isEmpty ? bytes : [separator] + bytes
        }
        return literal
    }

    /// How far the match has come; a start past the text's end means that the text is used up.
    private struct Place {
        var segment: Int
        var start: Int
    }

    private func segmentEnd(in text: borrowing Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count, text[end] != separator { end += 1 }
        return end
    }
}

/// What one segment of a text may be.
enum Segment: Hashable, Sendable {
    /// `**`: any number of segments.
    case any
    /// Text in which each `*` stands for any run of bytes; ASCII letters without regard to case.
    case glob([UInt8])

    /// Nil when the text is empty, has two stars in a row, or a byte that is neither a star nor allowed.
    init?(_ text: Substring, where isAllowed: (UInt8) -> Bool) {
        if text == "**" {
            self = .any
            return
        }
        var last: UInt8 = 0
        for byte in text.utf8 {
            guard isAllowed(byte) || (byte == star && last != star) else { return nil }
            last = byte
        }
        if text.isEmpty { return nil }
        self = .text(text)
    }

    /// The text as it is, stars included.
    static func text(_ text: Substring) -> Segment { .glob(text.utf8.map(\.lowercased)) }

    /// A star stands in it.
    var hasWildcard: Bool {
        switch self {
        case .any: true
        case .glob(let bytes): bytes.contains(star)
        }
    }

    /// The segment is of this pattern. Going back to the last star is enough.
    func matches(_ text: borrowing Span<UInt8>) -> Bool {
        guard case .glob(let pattern) = self else { return true }
        var position = 0
        var offset = 0
        var retry: (position: Int, offset: Int)?
        while offset < text.count {
            if position < pattern.count, pattern[position] == star {
                position += 1
                retry = (position, offset)
            } else if position < pattern.count, pattern[position] == text[offset].lowercased {
                position += 1
                offset += 1
            } else if let last = retry {
                retry = (last.position, last.offset + 1)
                position = last.position
                offset = last.offset + 1
            } else {
                return false
            }
        }
        while position < pattern.count, pattern[position] == star { position += 1 }
        return position == pattern.count
    }
}

private let star = UInt8(ascii: "*")
