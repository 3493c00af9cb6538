import CLibSSL

/// Owns an `SSL_CTX` and sets what servers and clients have in common.
///
/// Safe to share once configured: nothing changes the `SSL_CTX` after the initializer of the `TLSContext` that owns it,
/// and libssl counts references to it atomically.
final class ContextHandle: @unchecked Sendable {
    let raw: OpaquePointer

    init(method: OpaquePointer?) throws(TLSError) {
        raw = try required(SSL_CTX_new(method), to: "make a TLS context")
    }

    deinit {
        SSL_CTX_free(raw)
    }

    /// Only these versions, ECDHE with an AEAD only (RFC 9325, section 4.2), no compression, no renegotiation.
    func harden(_ versions: ClosedRange<TLSVersion>) throws(TLSError) {
        try succeeded(
            CLibSSL_SSL_CTX_set_min_proto_version(raw, versions.lowerBound.wire), to: "set the oldest version")
        try succeeded(
            CLibSSL_SSL_CTX_set_max_proto_version(raw, versions.upperBound.wire), to: "set the newest version")
        try succeeded(SSL_CTX_set_cipher_list(raw, Self.suites1_2.joined(separator: ":")), to: "set TLS 1.2 ciphers")
        try succeeded(SSL_CTX_set_ciphersuites(raw, Self.suites1_3.joined(separator: ":")), to: "set TLS 1.3 ciphers")
        try succeeded(CLibSSL_SSL_CTX_set1_groups_list(raw, "X25519:P-256:P-384"), to: "set the key exchange groups")
        SSL_CTX_set_options(raw, CLibSSL_SSL_OP_NO_COMPRESSION | CLibSSL_SSL_OP_NO_RENEGOTIATION)
        // Without NO_AUTO_CHAIN libssl would search the trust store, here of client authorities, for our own chain.
        // RELEASE_BUFFERS takes 27 KiB off an idle session for a tenth of a microsecond a request (measured).
        CLibSSL_SSL_CTX_set_mode(raw, Int(SSL_MODE_NO_AUTO_CHAIN) | Int(SSL_MODE_RELEASE_BUFFERS))
    }

    /// Presents `chain`, leaf first, signed for with `key`.
    func present(_ chain: [Certificate], _ key: PrivateKey) throws(TLSError) {
        guard let leaf = chain.first else { throw TLSError(.malformedPEM, "There is no certificate to present.") }
        guard leaf.matches(key) else {
            throw TLSError(
                .keyMismatch,
                "The private key (\(key.algorithm)) doesn't belong to the first certificate, \"\(leaf.subject)\".")
        }
        try accepted(SSL_CTX_use_certificate(raw, leaf.handle.raw), leaf.subject)
        try accepted(SSL_CTX_use_PrivateKey(raw, key.handle.key), leaf.subject)
        for certificate in chain.dropFirst() {
            try accepted(CLibSSL_SSL_CTX_add1_chain_cert(raw, certificate.handle.raw), certificate.subject)
        }
    }

    /// Trusts the given certificates, and nothing else, to vouch for peers. As in Go, each is an anchor by itself, an
    /// intermediate too.
    func trust(_ authorities: [Certificate]) throws(TLSError) {
        let store = try required(SSL_CTX_get_cert_store(raw), to: "find the trust store")
        for authority in authorities {
            try succeeded(X509_STORE_add_cert(store, authority.handle.raw), to: "trust \"\(authority.subject)\"")
        }
        try succeeded(X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN)), to: "trust intermediates")
    }

    /// AES-128 first: the fastest where AES is in hardware, and enough.
    private static let suites1_3 = [
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
    ]

    private static let suites1_2 = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ]

    private func accepted(_ result: Int32, _ subject: String) throws(TLSError) {
        guard result != 1 else { return }
        let reasons = OpenSSLError.drain().map(\.words).joined(separator: "; ")
        throw TLSError(.unsuitableCertificate, "OpenSSL doesn't use the certificate \"\(subject)\": \(reasons).")
    }
}
