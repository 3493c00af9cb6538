/// An authority that issues certificates, for development, quick starts and tests.
///
/// ECDSA on P-256 with SHA-256 throughout; random serial numbers of 128 bits.
package struct CertificateAuthority: Sendable {
    /// The authority's own, self-signed certificate: what clients trust.
    package let certificate: Certificate

    /// The authority's private key.
    package let key: PrivateKey

    /// A new authority with a key of its own.
    ///
    /// - Parameters:
    ///   - name: its common name, at most 64 bytes.
    ///   - validity: how long it is good for.
    package init(name: String, validity: Validity = .days(3650)) throws(TLSError) {
        let key = try PrivateKey.generate()
        let draft = try CertificateDraft(subject: name, key: key, validity: validity)
        try draft.add(.basicConstraints, "critical,CA:TRUE,pathlen:0")
        try draft.add(.keyUsage, "critical,keyCertSign,cRLSign,digitalSignature")
        try draft.add(.subjectKeyIdentifier, "hash")
        try draft.add(.authorityKeyIdentifier, "keyid:always")
        certificate = try draft.signed(with: key)
        self.key = key
    }

    /// An authority that was made earlier. Of several certificates, as stand in a file while one authority follows
    /// another, it is the one to which the key belongs.
    ///
    /// - Throws: `.keyMismatch` when the key is no certificate's; `.unsuitableCertificate` when its certificate may not
    ///   sign others.
    package init(certificatePEM: [UInt8], privateKeyPEM: [UInt8]) throws(TLSError) {
        let chain = try Certificate.chain(pem: certificatePEM)
        let key = try PrivateKey(pem: privateKeyPEM)
        guard let own = chain.first(where: { $0.matches(key) }) else {
            throw TLSError(.keyMismatch, "The private key doesn't belong to the authority's certificate.")
        }
        guard own.isAuthority else {
            throw TLSError(
                .unsuitableCertificate,
                "The certificate \"\(own.subject)\" is no authority's; wanted is one with CA:TRUE, which may sign others."
            )
        }
        (certificate, self.key) = (own, key)
    }

    /// Issues a certificate for a new key.
    ///
    /// - Throws: `.invalidRequest` when the request can't be.
    package func issue(_ request: LeafRequest) throws(TLSError) -> IssuedCertificate {
        try request.check()
        let key = try PrivateKey.generate()
        let draft = try CertificateDraft(
            subject: request.commonName, key: key, validity: request.validity, issuer: certificate)
        try draft.add(.basicConstraints, "critical,CA:FALSE")
        try draft.add(.keyUsage, "critical,digitalSignature")
        try draft.add(.extendedKeyUsage, request.extendedKeyUsage)
        try draft.add(.subjectKeyIdentifier, "hash")
        try draft.add(.authorityKeyIdentifier, "keyid:always")
        let names = try request.alternativeNames
        if !names.isEmpty { try draft.add(.subjectAlternativeName, names) }
        return IssuedCertificate(certificate: try draft.signed(with: self.key), key: key)
    }
}

/// A certificate and the private key that was made for it.
package struct IssuedCertificate: Sendable {
    /// The certificate, by itself: its issuer is the authority, which whoever verifies has.
    package let certificate: Certificate

    /// Its private key.
    package let key: PrivateKey
}
