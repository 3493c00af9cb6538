import CLibSSL

extension TLSSession {
    /// The version agreed upon; nil before that.
    package var version: TLSVersion? {
        isEstablished ? TLSVersion(wire: SSL_version(ssl)) : nil
    }

    /// The cipher suite agreed upon by its IANA name, such as `TLS_AES_128_GCM_SHA256`; nil before that.
    package var cipher: String? {
        guard let cipher = SSL_get_current_cipher(ssl), let name = SSL_CIPHER_standard_name(cipher) else { return nil }
        return String(cString: name)
    }

    /// The protocol chosen by ALPN; nil when the client doesn't use ALPN.
    package var applicationProtocol: String? {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &name, &count)
        guard let name, count > 0 else { return nil }
        return String(decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
    }

    /// The peer's verified certificate; nil when it sent none or isn't asked for one. Parses at each call.
    package var peerCertificate: Certificate? {
        guard let raw = SSL_get1_peer_certificate(ssl) else { return nil }
        return try? Certificate(handle: CertificateHandle(raw))
    }

    /// Whether this session goes on with the keys of an earlier one, by a ticket.
    package var isResumed: Bool { SSL_session_reused(ssl) == 1 }
}
