import CLibSSL

/// One entry of OpenSSL's error queue.
struct OpenSSLError {
    /// The library that failed, an `ERR_LIB_` number.
    let library: Int32

    /// The reason, whose meaning depends on the library.
    let reason: Int32

    /// OpenSSL's own few words for the reason, in lower case.
    let words: String

    private init(code: UInt) {
        library = ERR_GET_LIB(code)
        reason = ERR_GET_REASON(code)
        words = ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
    }

    /// Takes every entry off the calling thread's queue, oldest first, and leaves it empty.
    static func drain() -> [OpenSSLError] {
        var found: [OpenSSLError] = []
        while case let code = ERR_get_error(), code != 0 {
            found.append(OpenSSLError(code: code))
        }
        return found
    }

    /// Empties the queue and gives the error that stands for a failed call outside of a session.
    ///
    /// - Parameter task: what was being done, in words that follow "OpenSSL failed to".
    static func failure(to task: String) -> TLSError {
        let reasons = drain().map(\.words).joined(separator: "; ")
        return TLSError(.other, "OpenSSL failed to \(task): \(reasons.isEmpty ? "it gave no reason" : reasons).")
    }
}

/// Turns C's "null on failure" into a thrown error.
func required<Value>(_ value: Value?, to task: @autoclosure () -> String) throws(TLSError) -> Value {
    guard let value else { throw OpenSSLError.failure(to: task()) }
    return value
}

/// Turns C's "one on success" into a thrown error.
func succeeded(_ result: Int32, to task: @autoclosure () -> String) throws(TLSError) {
    guard result == 1 else { throw OpenSSLError.failure(to: task()) }
}
