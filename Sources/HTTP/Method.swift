/// The request methods that this server knows (RFC 9110, section 9; RFC 5789). Any other method is answered by 501.
///
/// `CONNECT` is not among them: there is no tunnel to open.
package enum Method: String, Sendable, Equatable, CaseIterable {
    case post = "POST"
    case get = "GET"
    case head = "HEAD"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    case trace = "TRACE"
}
