/// One answer. Framing is the writer's business: `Content-Length` and `Connection` are not among the fields.
package struct HTTPResponse: Sendable, Equatable {
    package var status: Status
    /// Without `Content-Length`, `Transfer-Encoding`, `Connection` and `Date`, which the writer adds.
    package var fields: Fields
    package var body: [UInt8]

    package init(_ status: Status, fields: Fields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// An answer for a person: the text and a newline, as `text/plain`.
    package init(_ status: Status, text: String) {
        self.init(status, fields: Self.plainText, body: Array(text.utf8) + [Octet.lineFeed])
    }

    /// The answer to bytes that are no acceptable request: its status, and its sentence as the body.
    package init(refusing error: ReadError) {
        self.init(error.status, text: error.description)
    }

    private static let plainText: Fields = [
        "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff",
    ]
}
