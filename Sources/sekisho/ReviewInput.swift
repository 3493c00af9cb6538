import Configuration
import Documents
import Glibc

/// Reviews as they come out of a file or a pipe.
///
/// When the first line is a JSON value by itself, each line is handed out as soon as it is there. Otherwise everything
/// is read, and taken for JSON values that follow one another if it is that, and for lines if it isn't.
struct ReviewInput: ~Copyable {
    /// One review, or what should be one.
    struct Item: Sendable {
        /// The line that it starts on, from 1.
        let line: Int
        /// Its bytes.
        let bytes: [UInt8]
    }

    /// The file as the user named it, or `standard input`.
    let name: String
    private var lines: LineReader
    private var waiting: [Item] = []
    private var hasStarted = false

    /// Opens a file; `-` is standard input.
    init(_ path: String) throws(FileError) {
        name = InputFile.title(path)
        lines = try LineReader(path)
    }

    /// The next review, or nil at the end. Blank lines are passed over.
    mutating func next() throws(FileError) -> Item? {
        if !hasStarted { try start() }
        if let item = waiting.popLast() { return item }
        return try lines.next()
    }

    private mutating func start() throws(FileError) {
        hasStarted = true
        guard let first = try lines.next() else { return }
        if (try? JSON(parsing: first.bytes)) != nil {
            waiting = [first]
        } else {
            waiting = Self.items(try lines.rest(after: first)).reversed()
        }
    }

    /// Cuts a whole text into reviews.
    private static func items(_ lines: [Item]) -> [Item] {
        guard let start = lines.first?.line else { return [] }
        let text = SourceText(name: "", bytes: Array(lines.map(\.bytes).joined(separator: [UInt8(ascii: "\n")])))
        if let values = try? JSON.sequence(parsing: text.bytes) {
            guard values.count > 1 else { return [Item(line: start, bytes: text.bytes)] }
            return values.map { value in
                Item(line: start + text.location(ofByte: value.offset).line - 1, bytes: Array(value.compactText.utf8))
            }
        }
        // One broken document is one complaint, not one for each of its lines.
        let isByLine = lines.contains { (try? JSON(parsing: $0.bytes))?.kind == .object }
        return isByLine ? lines.filter { !$0.isBlank } : [Item(line: start, bytes: text.bytes)]
    }
}

extension ReviewInput.Item {
    /// Nothing but space.
    fileprivate var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
}

/// Lines of an open file.
private struct LineReader: ~Copyable {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    private var number = 0
    private var isAtEnd = false

    init(_ path: String) throws(FileError) {
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next line that is not blank.
    mutating func next() throws(FileError) -> ReviewInput.Item? {
        while let line = try nextOfAll() {
            if !line.isBlank { return line }
        }
        return nil
    }

    /// All lines that are left, blank ones too, and one before them.
    mutating func rest(after first: ReviewInput.Item) throws(FileError) -> [ReviewInput.Item] {
        var lines = [first]
        while let line = try nextOfAll() { lines.append(line) }
        return lines
    }

    private mutating func nextOfAll() throws(FileError) -> ReviewInput.Item? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(upTo: end, skip: 1) }
            guard !isAtEnd else { return position < buffer.count ? take(upTo: buffer.count, skip: 0) : nil }
            buffer.removeFirst(position)
            position = 0
            searched = buffer.count
            try fill()
        }
    }

    private mutating func take(upTo end: Int, skip: Int) -> ReviewInput.Item {
        defer { position = end + skip }
        number += 1
        return ReviewInput.Item(line: number, bytes: Array(buffer[position..<end]))
    }

    private mutating func fill() throws(FileError) {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { return }
        guard count >= 0 else { throw .last }
        isAtEnd = count == 0
        buffer += chunk.prefix(count)
    }
}
