import CLibSSL

extension Certificate {
    /// Whether it may sign other certificates (RFC 5280, section 4.2.1.9).
    package var isAuthority: Bool { X509_check_ca(handle.raw) > 0 }

    /// Whether its own key signed it.
    package var isSelfSigned: Bool { isSigned(by: self) }

    /// What kind of key it is for, and how long: `EC 256` or `RSA 2048`.
    package var keyAlgorithm: String {
        guard let key = X509_get0_pubkey(handle.raw) else { return "unknown" }
        let name = EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? "unknown"
        return "\(name) \(EVP_PKEY_get_bits(key))"
    }

    /// Whether `other` is named as the issuer, and its key verifies the signature.
    package func isSigned(by other: Certificate) -> Bool {
        defer { ERR_clear_error() }
        guard other.isIssuer(of: self), let key = X509_get0_pubkey(other.handle.raw) else { return false }
        return X509_verify(handle.raw, key) == 1
    }

    /// Whether a client that looks for this DNS name or address accepts it: by the alternative names alone, as Go has it.
    package func covers(_ name: String) -> Bool {
        defer { ERR_clear_error() }
        if ipAddresses.contains(name) { return true }
        return X509_check_host(handle.raw, name, name.utf8.count, UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT), nil) == 1
    }

    /// Why somebody who trusts `authorities` would not accept it as a server's; nil when it would be accepted. Times are
    /// not looked at: `expiryWarning` does that.
    ///
    /// - Parameters:
    ///   - authorities: each is an anchor by itself, an intermediate too, as in Go.
    ///   - intermediates: what the server sends beside it.
    ///   - isClient: accept it as a client's instead.
    package func distrust(
        by authorities: [Certificate], intermediates: [Certificate] = [], isClient: Bool = false
    ) -> String? {
        defer { ERR_clear_error() }
        guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new(), let sent = CLibSSL_sk_X509_new_null()
        else { return "OpenSSL has no memory to verify it." }
        defer {
            CLibSSL_sk_X509_free(sent)
            X509_STORE_CTX_free(context)
            X509_STORE_free(store)
        }
        for certificate in intermediates { _ = CLibSSL_sk_X509_push(sent, certificate.handle.raw) }
        for authority in authorities { X509_STORE_add_cert(store, authority.handle.raw) }
        X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN) | UInt(X509_V_FLAG_NO_CHECK_TIME))
        guard X509_STORE_CTX_init(context, store, handle.raw, sent) == 1 else { return "OpenSSL can't verify it." }
        X509_STORE_CTX_set_default(context, isClient ? "ssl_client" : "ssl_server")
        guard X509_verify_cert(context) != 1 else { return nil }
        return X509_verify_cert_error_string(Int(X509_STORE_CTX_get_error(context))).map { String(cString: $0) }
    }

    /// It says what it is for, and that is clients and no servers (RFC 5280, section 4.2.1.12).
    package var isOnlyForClients: Bool {
        X509_check_purpose(handle.raw, X509_PURPOSE_SSL_CLIENT, 0) == 1
            && X509_check_purpose(handle.raw, X509_PURPOSE_SSL_SERVER, 0) != 1
    }
}
