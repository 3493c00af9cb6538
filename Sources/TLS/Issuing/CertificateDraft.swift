import CLibSSL

/// A certificate that is being put together (RFC 5280, section 4).
struct CertificateDraft {
    /// The extensions that are issued.
    enum Extension: Sendable {
        case basicConstraints, keyUsage, extendedKeyUsage, subjectKeyIdentifier, authorityKeyIdentifier
        case subjectAlternativeName

        fileprivate var identifier: Int32 {
            switch self {
            case .basicConstraints: NID_basic_constraints
            case .keyUsage: NID_key_usage
            case .extendedKeyUsage: NID_ext_key_usage
            case .subjectKeyIdentifier: NID_subject_key_identifier
            case .authorityKeyIdentifier: NID_authority_key_identifier
            case .subjectAlternativeName: NID_subject_alt_name
            }
        }
    }

    private let handle: CertificateHandle
    private let issuer: CertificateHandle

    /// A certificate for `key`, issued by `issuer` or, without one, by itself.
    ///
    /// - Throws: `.invalidRequest` for a common name of no byte or more than 64, or a validity that ends before it begins
    ///   or outside of the years 0 to 9999.
    init(subject: String, key: PrivateKey, validity: Validity, issuer: Certificate? = nil) throws(TLSError) {
        let raw = try required(X509_new(), to: "make a certificate")
        handle = CertificateHandle(raw)
        self.issuer = issuer?.handle ?? handle
        let version3 = 2
        try succeeded(X509_set_version(raw, version3), to: "set a certificate's version")
        try succeeded(X509_set_pubkey(raw, key.handle.key), to: "set a certificate's key")
        try setSerial()
        try setValidity(validity)
        try setSubject(subject)
        let issuerName = issuer.map { X509_get_subject_name($0.handle.raw) } ?? X509_get_subject_name(raw)
        try succeeded(X509_set_issuer_name(raw, issuerName), to: "set a certificate's issuer")
    }

    /// Adds an extension, written as in x509v3_config(5).
    func add(_ kind: Extension, _ value: String) throws(TLSError) {
        let result = CLibSSL_X509_add_extension(handle.raw, issuer.raw, kind.identifier, value)
        try succeeded(result, to: "add the extension \"\(value)\" to a certificate")
    }

    /// The finished certificate.
    func signed(with key: PrivateKey) throws(TLSError) -> Certificate {
        guard X509_sign(handle.raw, key.handle.key, EVP_sha256()) > 0 else {
            throw OpenSSLError.failure(to: "sign a certificate")
        }
        return try Certificate(handle: handle)
    }
}

extension CertificateDraft {
    /// 128 random bits: no two are the same, and nobody can foretell one (CA/Browser Forum, section 7.1, wants 64).
    private func setSerial() throws(TLSError) {
        var bytes = [UInt8](repeating: 0, count: 16)
        try succeeded(RAND_bytes(&bytes, Int32(bytes.count)), to: "find a random serial number")
        let number = try required(BN_bin2bn(bytes, Int32(bytes.count), nil), to: "make a serial number")
        defer { BN_free(number) }
        _ = try required(
            BN_to_ASN1_INTEGER(number, X509_get_serialNumber(handle.raw)), to: "set a certificate's serial number")
    }

    private func setValidity(_ validity: Validity) throws(TLSError) {
        // What ASN.1 can write: up to 9999-12-31T23:59:59Z (RFC 5280, section 4.1.2.5).
        let writable = UnixTime(seconds: -62_167_219_200)...UnixTime(seconds: 253_402_300_799)
        guard writable.contains(validity.notBefore), writable.contains(validity.notAfter),
            validity.notBefore <= validity.notAfter
        else {
            throw TLSError(
                .invalidRequest, "A certificate can't be valid from \(validity.notBefore) to \(validity.notAfter).")
        }
        _ = try required(
            ASN1_TIME_set(X509_getm_notBefore(handle.raw), time_t(validity.notBefore.seconds)), to: "set a validity")
        _ = try required(
            ASN1_TIME_set(X509_getm_notAfter(handle.raw), time_t(validity.notAfter.seconds)), to: "set a validity")
    }

    private func setSubject(_ commonName: String) throws(TLSError) {
        let bytes = Array(commonName.utf8)
        guard (1...64).contains(bytes.count) else {
            throw TLSError(
                .invalidRequest, "A common name has 1 to 64 bytes; \"\(commonName.printable)\" has \(bytes.count).")
        }
        let result = X509_NAME_add_entry_by_NID(
            X509_get_subject_name(handle.raw), NID_commonName, MBSTRING_UTF8, bytes, Int32(bytes.count), -1, 0)
        try succeeded(result, to: "set a certificate's subject")
    }
}
