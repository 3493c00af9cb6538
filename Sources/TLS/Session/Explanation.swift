import CLibSSL

extension TLSSession {
    /// Makes one error out of what libssl says about a failed call.
    ///
    /// - Parameters:
    ///   - code: what `SSL_get_error` gave.
    ///   - queue: the error queue, oldest first.
    func explain(_ code: Int32, _ queue: [OpenSSLError]) -> TLSError {
        if let error = foreignBytes(queue) { return error }
        guard let error = queue.first(where: { $0.library == ERR_LIB_SSL }) ?? queue.first else {
            let isEnd = code == SSL_ERROR_SYSCALL || code == SSL_ERROR_ZERO_RETURN
            return isEnd ? truncated : TLSError(.other, "OpenSSL ended the session and gave no reason (code \(code)).")
        }
        guard error.library == ERR_LIB_SSL else {
            return TLSError(.other, "OpenSSL ended the session: \(error.words).")
        }
        return negotiation(error) ?? certificate(error) ?? alert(error) ?? violation(error)
    }

    private var peer: String { context.role.peer }

    private var truncated: TLSError {
        let moment = isEstablished ? "the session was closed" : "the handshake was done"
        return TLSError(.truncated, "The \(peer) closed the connection before \(moment).")
    }

    /// Bytes that don't begin as TLS does: with a record of type handshake (22) or alert (21), RFC 8446, section 5.1.
    private func foreignBytes(_ queue: [OpenSSLError]) -> TLSError? {
        guard !isEstablished, let firstByte, firstByte != 21, firstByte != 22 else { return nil }
        let isHTTP = queue.contains { $0.reason == SSL_R_HTTP_REQUEST || $0.reason == SSL_R_HTTPS_PROXY_REQUEST }
        return TLSError(
            .notTLS,
            isHTTP
                ? "The \(peer) spoke plain HTTP on the TLS port; wanted https."
                : "The \(peer)'s first bytes are no TLS: a record can't begin with byte \(firstByte).")
    }

    /// Reasons why the two sides have nothing in common.
    private func negotiation(_ error: OpenSSLError) -> TLSError? {
        switch error.reason {
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_VERSION_TOO_HIGH, SSL_R_WRONG_SSL_VERSION:
            TLSError(
                .protocolVersion,
                "The \(peer) offered no protocol version that this side speaks (TLS 1.2 or 1.3).")
        case SSL_R_NO_SHARED_CIPHER:
            TLSError(.noSharedCipher, "The \(peer) offered no cipher suite that this side uses (ECDHE with an AEAD).")
        case SSL_R_NO_SUITABLE_KEY_SHARE, SSL_R_NO_SHARED_GROUPS, SSL_R_NO_SUITABLE_GROUPS:
            TLSError(
                .noSharedCipher, "The \(peer) offered no key exchange group that this side uses (X25519, P-256, P-384)."
            )
        case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM, SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
            TLSError(.noSharedCipher, "The \(peer) takes no signature that this side's certificate can give.")
        case SSL_R_NO_APPLICATION_PROTOCOL:
            TLSError(.noApplicationProtocol, "The \(peer) uses ALPN and doesn't offer http/1.1.")
        default: nil
        }
    }

    private func certificate(_ error: OpenSSLError) -> TLSError? {
        switch error.reason {
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
            TLSError(.certificateRequired, "The \(peer) presented no certificate; this side wants one.")
        case SSL_R_CERTIFICATE_VERIFY_FAILED: rejection(verification: SSL_get_verify_result(ssl))
        default: nil
        }
    }

    private func rejection(verification code: Int) -> TLSError {
        let whose = rejected.map { " \"\($0.certificate.subject.clipped)\"" } ?? ""
        let rejection = TLSError.Rejection(verification: Int32(truncatingIfNeeded: code))
        let reason =
            switch rejection {
            case .expired: "has expired\(rejected.map { " on \($0.certificate.notAfter)" } ?? "")"
            case .notYetValid: "is not valid yet\(rejected.map { ", only from \($0.certificate.notBefore)" } ?? "")"
            case .untrusted: "comes from no authority that is trusted here (\(verificationWords(code)))"
            case .wrongPurpose: "isn't meant for a \(peer) (extended key usage)"
            case .wrongName: "bears none of the wanted names\(wantedNames)"
            case .other: "is not accepted (\(verificationWords(code)))"
            }
        return TLSError(.certificateRejected(rejection), "The \(peer)'s certificate\(whose) \(reason).")
    }

    private var wantedNames: String {
        rejected.map { " (\($0.wanted.joined(separator: ", ")))" } ?? ""
    }

    private func verificationWords(_ code: Int) -> String {
        X509_verify_cert_error_string(code).map { String(cString: $0) } ?? "code \(code)"
    }

    /// Fatal alerts of the peer come as reasons from 1000 on.
    private func alert(_ error: OpenSSLError) -> TLSError? {
        guard let number = UInt8(exactly: error.reason - SSL_AD_REASON_OFFSET) else { return nil }
        let name = SSL_alert_desc_string_long(Int32(number)).map { String(cString: $0) } ?? "unknown"
        let distrust = [
            SSL_AD_BAD_CERTIFICATE, SSL_AD_CERTIFICATE_UNKNOWN, SSL_AD_UNKNOWN_CA, SSL_AD_CERTIFICATE_EXPIRED,
        ]
        let isDistrust = context.role == .server && distrust.contains(Int32(number))
        let advice =
            isDistrust ? " It doesn't trust the server's certificate: compare the webhook's caBundle and names." : ""
        return TLSError(
            .peerAlert(number), "The \(peer) ended the session with the alert \"\(name)\" (\(number)).\(advice)")
    }

    private func violation(_ error: OpenSSLError) -> TLSError {
        if error.reason == SSL_R_UNEXPECTED_EOF_WHILE_READING { return truncated }
        return TLSError(.protocolViolation, "The \(peer) broke the TLS protocol: \(error.words).")
    }
}

extension TLSError.Rejection {
    /// The rejection that stands for an `X509_V_ERR_` code.
    fileprivate init(verification code: Int32) {
        switch code {
        case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid
        case X509_V_ERR_INVALID_PURPOSE: self = .wrongPurpose
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: self = .wrongName
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
            X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_CERT_UNTRUSTED:
            self = .untrusted
        default: self = .other
        }
    }
}
