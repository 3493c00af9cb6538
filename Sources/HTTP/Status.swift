/// A status code and its phrase (RFC 9110, section 15).
package struct Status: Sendable, Equatable, Hashable, CustomStringConvertible {
    /// Three digits, 100 to 599, and no redirect.
    package let code: Int
    /// What the status line says after the code.
    package let phrase: String

    /// Codes outside 100...599 become 500, and so do redirects: the API server follows one with a GET that has no body.
    package init(_ code: Int, _ phrase: String) {
        let isValid = (100...299).contains(code) || (400...599).contains(code)
        self.code = isValid ? code : 500
        self.phrase = isValid ? phrase : "Internal Server Error"
    }

    /// `404 Not Found`.
    package var description: String { "\(code) \(phrase)" }

    /// Whether an answer of this status never has a body (RFC 9110, section 6.4.1).
    package var isBodiless: Bool { code < 200 || code == 204 }
}

extension Status {
    package static let `continue` = Status(100, "Continue")
    package static let ok = Status(200, "OK")
    package static let noContent = Status(204, "No Content")
    package static let badRequest = Status(400, "Bad Request")
    package static let unauthorized = Status(401, "Unauthorized")
    package static let forbidden = Status(403, "Forbidden")
    package static let notFound = Status(404, "Not Found")
    package static let methodNotAllowed = Status(405, "Method Not Allowed")
    package static let requestTimeout = Status(408, "Request Timeout")
    package static let contentTooLarge = Status(413, "Content Too Large")
    package static let targetTooLong = Status(414, "URI Too Long")
    package static let unsupportedMediaType = Status(415, "Unsupported Media Type")
    package static let expectationFailed = Status(417, "Expectation Failed")
    package static let tooManyRequests = Status(429, "Too Many Requests")
    package static let fieldsTooLarge = Status(431, "Request Header Fields Too Large")
    package static let internalServerError = Status(500, "Internal Server Error")
    package static let notImplemented = Status(501, "Not Implemented")
    package static let serviceUnavailable = Status(503, "Service Unavailable")
    package static let gatewayTimeout = Status(504, "Gateway Timeout")
    package static let versionNotSupported = Status(505, "HTTP Version Not Supported")
}
