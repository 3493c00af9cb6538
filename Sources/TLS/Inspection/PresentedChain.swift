import CLibSSL

extension Certificate {
    /// What a server presents: its certificate, and what it sends beside it, none of it verified.
    ///
    /// Connects, does a handshake and hangs up; blocks for `timeout` seconds at most.
    ///
    /// - Parameters:
    ///   - address: `host:port`.
    ///   - serverName: what goes into SNI; nil for nothing, as where the host is an address.
    /// - Throws: why there was no handshake, as a sentence that begins with the address.
    package static func presented(
        by address: String, serverName: String? = nil, timeout: Int32 = 10
    ) throws(TLSError) -> [Certificate] {
        let context = try TLSContext(client: ClientSettings())
        let bio = try required(BIO_new_ssl_connect(context.handle.raw), to: "make a connection")
        defer { BIO_free_all(bio) }
        guard let session = CLibSSL_BIO_get_ssl(bio) else { throw OpenSSLError.failure(to: "make a TLS session") }
        CLibSSL_BIO_set_conn_hostname(bio, address)
        CLibSSL_BIO_set_nbio(bio, 1)
        if let serverName {
            try succeeded(CLibSSL_SSL_set_tlsext_host_name(session, serverName), to: "set the server's name")
        }
        ERR_clear_error()
        guard BIO_do_connect_retry(bio, timeout, 20) == 1, SSL_is_init_finished(session) == 1 else {
            let reasons = OpenSSLError.drain().map(\.words).joined(separator: "; ")
            throw TLSError(
                .other, "\(address): There was no TLS handshake: \(reasons.isEmpty ? "no answer" : reasons).")
        }
        guard let chain = SSL_get_peer_cert_chain(session) else {
            throw TLSError(.other, "\(address): The server presents no certificate.")
        }
        var certificates: [Certificate] = []
        for index in 0..<CLibSSL_sk_X509_num(chain) {
            guard let raw = CLibSSL_sk_X509_value(chain, index), X509_up_ref(raw) == 1 else { continue }
            certificates.append(try Certificate(handle: CertificateHandle(raw)))
        }
        return certificates
    }
}
