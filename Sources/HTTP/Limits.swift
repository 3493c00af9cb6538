/// How much of a request is read before it is refused. All sizes are bytes.
package struct Limits: Sendable, Equatable {
    /// The request line, without its CRLF; past it 414.
    package var requestLine: Int
    /// Request line, fields and the empty line; past it 431.
    package var head: Int
    /// Field lines of a head; past it 431.
    package var fields: Int
    /// The content, after a chunked body was put together; past it 413.
    package var body: Int
    /// One line that opens a chunk: its size and its extensions.
    package var chunkLine: Int
    /// What a chunked body may spend on extensions and trailers, each, over its whole length.
    package var chunkOverhead: Int

    /// Negative numbers count as zero; `head` is at least 64 and at most 1 MiB, and holds the request line and any chunk line.
    package init(
        requestLine: Int = 8 << 10, head: Int = 16 << 10, fields: Int = 100, body: Int = 16 << 20,
        chunkLine: Int = 256, chunkOverhead: Int = 8 << 10
    ) {
        self.head = min(max(head, 64), 1 << 20)
        self.requestLine = min(max(requestLine, 0), self.head - 4)
        self.fields = max(fields, 0)
        self.body = max(body, 0)
        self.chunkLine = min(max(chunkLine, 1), self.head / 2)
        self.chunkOverhead = min(max(chunkOverhead, 0), self.head / 2)
    }
}
