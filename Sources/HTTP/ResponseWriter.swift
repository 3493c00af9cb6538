/// Turns answers into bytes (RFC 9112), in one buffer that is used again and again.
package struct ResponseWriter: Sendable {
    /// What was written and not yet taken.
    package private(set) var bytes: [UInt8] = []
    private var date = DateField()

    package init() {}

    /// Takes the written bytes away, but keeps their memory unless it is larger than `largest` bytes.
    package mutating func removeAll(keepingAtMost largest: Int = 64 << 10) {
        if bytes.capacity > largest {
            bytes = []
        } else {
            bytes.removeAll(keepingCapacity: true)
        }
    }

    /// Appends an answer.
    ///
    /// - Parameters:
    ///   - isBodyOmitted: for an answer to `HEAD`; its length is told all the same.
    ///   - connection: what the answer says about the connection.
    ///   - time: seconds since 1970, for `Date`.
    package mutating func write(
        _ response: HTTPResponse, isBodyOmitted: Bool = false, connection: Connection = .keepsAlive, time: Int
    ) {
        writeStatusLine(response.status)
        date.update(to: time)
        bytes.append(contentsOf: date.line)
        for line in response.fields.lines {
            bytes.append(contentsOf: response.fields.bytes[line.name])
            append(": ")
            bytes.append(contentsOf: response.fields.bytes[line.value])
            append("\r\n")
        }
        writeConnection(connection)
        if !response.status.isBodiless { writeLength(response.body.count) }
        append("\r\n")
        if !response.status.isBodiless, !isBodyOmitted { bytes.append(contentsOf: response.body) }
    }

    /// Appends the interim answer that asks for the body (RFC 9110, section 15.2.1).
    package mutating func writeContinue() {
        append("HTTP/1.1 100 Continue\r\n\r\n")
    }

    /// What an answer says about its connection.
    package enum Connection: Sendable, Equatable {
        /// HTTP/1.1's default: nothing is said.
        case keepsAlive
        /// HTTP/1.0 has to be told.
        case keepsAliveInHTTP10
        /// This is the last answer.
        case closes
    }

    private mutating func writeStatusLine(_ status: Status) {
        append("HTTP/1.1 ")
        appendNumber(status.code)
        append(" ")
        append(status.phrase)
        append("\r\n")
    }

    private mutating func writeConnection(_ connection: Connection) {
        switch connection {
        case .keepsAlive: break
        case .keepsAliveInHTTP10: append("Connection: keep-alive\r\n")
        case .closes: append("Connection: close\r\n")
        }
    }

    private mutating func writeLength(_ length: Int) {
        append("Content-Length: ")
        appendNumber(length)
        append("\r\n")
    }

    @inline(__always)
    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A number that isn't negative, in decimal.
    private mutating func appendNumber(_ number: Int) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(Octet.zero + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}
