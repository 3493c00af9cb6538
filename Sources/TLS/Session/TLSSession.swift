import CLibSSL

/// One TLS connection, over buffers in memory: ciphertext and plaintext go in and come out by calls; no sockets.
///
/// The order of calls for what arrives: `receive`, then `handshake` until it is true, then `read` until it would block.
/// After every call, failed ones too, there may be `pendingOutput` to send: answers of the handshake, alerts, key
/// updates. Not `Sendable`: it belongs to one event loop.
package final class TLSSession {
    /// What `read` brought.
    package enum ReadResult: Sendable, Equatable {
        /// That many bytes of plaintext, at least one unless the buffer was empty.
        case bytes(Int)
        /// Nothing, until more ciphertext is received.
        case wouldBlock
        /// The peer has sent close_notify: no more will come.
        case closed
    }

    /// The most unread ciphertext that a session holds, in bytes; `receive` refuses what goes beyond. A caller that reads
    /// until `wouldBlock` after each `receive` leaves at most one record (16 KiB and a little).
    package static let ciphertextLimit = 1 << 20

    /// A buffer that has grown beyond this is given back to the system once empty, in bytes.
    private static let keptCapacity = 32 << 10

    let context: TLSContext
    let ssl: OpaquePointer

    /// Ciphertext from the peer, owned by `ssl`.
    private var input: OpaquePointer

    /// Ciphertext for the peer, owned by `ssl`.
    private var output: OpaquePointer

    /// The first byte that the peer sent: the type of the first record, if it speaks TLS.
    private(set) var firstByte: UInt8?

    /// The error that ended the session; every later call throws it again.
    private var failure: TLSError?

    /// The certificate that the verification didn't accept, and the names it wanted.
    private(set) var rejected: (certificate: Certificate, wanted: [String])?

    /// Whether the handshake is done, so that plaintext may flow.
    package private(set) var isEstablished = false

    /// The server's end of a new connection. Nothing is sent before the client has spoken.
    package convenience init(_ context: TLSContext) throws(TLSError) {
        try self.init(context: context)
        SSL_set_accept_state(ssl)
    }

    /// The client's end of a new connection, for tests and tools. The first `handshake` makes the ClientHello.
    ///
    /// - Parameter serverName: the DNS name that goes into SNI and that the server's certificate must bear; nil for
    ///   neither.
    package convenience init(client context: TLSContext, serverName: String? = nil) throws(TLSError) {
        try self.init(context: context)
        SSL_set_connect_state(ssl)
        guard let serverName else { return }
        try succeeded(CLibSSL_SSL_set_tlsext_host_name(ssl, serverName), to: "set the server's name")
        try succeeded(SSL_set1_host(ssl, serverName), to: "set the name to verify")
    }

    private init(context: TLSContext) throws(TLSError) {
        let ssl = try required(SSL_new(context.handle.raw), to: "make a TLS session")
        guard let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem()) else {
            SSL_free(ssl)
            throw OpenSSLError.failure(to: "make a buffer")
        }
        SSL_set_bio(ssl, input, output)
        (self.context, self.ssl, self.input, self.output) = (context, ssl, input, output)
        // Index 0 is the application's own (SSL_set_app_data).
        SSL_set_ex_data(ssl, 0, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        SSL_free(ssl)
    }

    /// The session that stands behind libssl's object.
    static func owner(of ssl: OpaquePointer?) -> TLSSession? {
        guard let ssl, let data = SSL_get_ex_data(ssl, 0) else { return nil }
        return Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
    }

    func note(rejected certificate: Certificate, wanted: [String]) {
        rejected = (certificate, wanted)
    }
}

// MARK: What arrives

extension TLSSession {
    /// Takes in what came from the network; copies it.
    ///
    /// - Throws: `.overflow` when more than `ciphertextLimit` would be unread.
    package func receive(_ ciphertext: UnsafeRawBufferPointer) throws(TLSError) {
        guard let first = ciphertext.first else { return }
        guard ciphertext.count <= Self.ciphertextLimit - unreadCiphertext else {
            throw TLSError(
                .overflow,
                "The \(context.role.peer) sent more than \(Self.ciphertextLimit) bytes that nobody has read yet.")
        }
        firstByte = firstByte ?? first
        var written = 0
        let result = BIO_write_ex(input, ciphertext.baseAddress, ciphertext.count, &written)
        guard result == 1, written == ciphertext.count else { throw OpenSSLError.failure(to: "buffer ciphertext") }
    }

    /// Takes note that the peer has closed the connection: once all that came before is read, `read` and `handshake`
    /// throw `.truncated` instead of waiting, unless close_notify had come.
    package func receiveEnd() {
        CLibSSL_BIO_set_mem_eof_return(input, 0)
    }

    /// Ciphertext received and not yet looked at, in bytes.
    package var unreadCiphertext: Int { BIO_ctrl_pending(input) }

    /// Goes on with the handshake as far as the ciphertext received allows.
    ///
    /// - Returns: whether the handshake is done.
    /// - Throws: the reason why there will be no session. There is an alert to send in `pendingOutput`, mostly.
    package func handshake() throws(TLSError) -> Bool {
        guard !isEstablished else { return true }
        try refuseAfterFailure()
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        guard result != 1 else {
            isEstablished = true
            return true
        }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return false
        case let code: throw fail(code)
        }
    }

    /// Decrypts into `buffer`, at most one record (16 KiB) a call.
    ///
    /// - Throws: `.misuse` before the handshake is done; otherwise why the session is over.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TLSError) -> ReadResult {
        try refuseAfterFailure()
        try refuseBeforeHandshake("read")
        guard !buffer.isEmpty else { return .bytes(0) }
        ERR_clear_error()
        var count = 0
        let result = SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
        guard result != 1 else { return .bytes(count) }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            trimInput()
            return .wouldBlock
        case SSL_ERROR_ZERO_RETURN: return .closed
        case let code: throw fail(code)
        }
    }
}

// MARK: What leaves

extension TLSSession {
    /// Encrypts all of `plaintext` into the pending output. One call for a whole answer makes the fewest records.
    ///
    /// - Throws: `.misuse` before the handshake is done; otherwise why the session is over.
    package func write(_ plaintext: UnsafeRawBufferPointer) throws(TLSError) {
        try refuseAfterFailure()
        try refuseBeforeHandshake("write")
        guard !plaintext.isEmpty else { return }
        ERR_clear_error()
        var count = 0
        let result = SSL_write_ex(ssl, plaintext.baseAddress, plaintext.count, &count)
        guard result == 1 else { throw fail(SSL_get_error(ssl, result)) }
    }

    /// Says close_notify to the peer (RFC 8446, section 6.1). Does nothing before the handshake is done, after a
    /// failure, and the second time. What the peer still sends can be read.
    package func close() {
        guard isEstablished, failure == nil, SSL_get_shutdown(ssl) & SSL_SENT_SHUTDOWN == 0 else { return }
        SSL_shutdown(ssl)
        ERR_clear_error()
    }

    /// Ciphertext that waits to be sent, in bytes.
    package var pendingOutput: Int { BIO_ctrl_pending(output) }

    /// Moves pending output into `buffer`, as much as there is and fits.
    ///
    /// - Returns: the number of bytes moved.
    package func drainOutput(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard !buffer.isEmpty, pendingOutput > 0 else { return 0 }
        var count = 0
        guard BIO_read_ex(output, buffer.baseAddress, buffer.count, &count) == 1 else { return 0 }
        trimOutput()
        return count
    }
}

extension TLSSession {
    private func refuseAfterFailure() throws(TLSError) {
        if let failure { throw failure }
    }

    private func refuseBeforeHandshake(_ action: String) throws(TLSError) {
        guard !isEstablished else { return }
        throw TLSError(.misuse, "There was a \(action) of plaintext before the end of the handshake.")
    }

    /// Makes libssl's error, whose `SSL_get_error` code this is, the end of the session.
    private func fail(_ code: Int32) -> TLSError {
        let error = explain(code, OpenSSLError.drain())
        failure = error
        return error
    }

    private func trimInput() {
        guard CLibSSL_BIO_mem_capacity(input) > Self.keptCapacity, unreadCiphertext == 0 else { return }
        guard let fresh = BIO_new(BIO_s_mem()) else { return ERR_clear_error() }
        SSL_set0_rbio(ssl, fresh)
        input = fresh
    }

    private func trimOutput() {
        guard CLibSSL_BIO_mem_capacity(output) > Self.keptCapacity, isEstablished, pendingOutput == 0 else { return }
        guard let fresh = BIO_new(BIO_s_mem()) else { return ERR_clear_error() }
        SSL_set0_wbio(ssl, fresh)
        output = fresh
    }
}
