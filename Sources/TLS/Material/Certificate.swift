import CLibSSL

/// An X.509 certificate (RFC 5280) and what the server wants to know of it.
package struct Certificate: Sendable {
    let handle: CertificateHandle

    /// The subject as in RFC 2253, `CN=sekisho,O=example`, control characters escaped; empty when it has none.
    package let subject: String

    /// The issuer, written as the subject is.
    package let issuer: String

    /// The subject's common names, in their order; most certificates have one.
    package let commonNames: [String]

    /// The subject alternative names that are DNS names (RFC 5280, section 4.2.1.6).
    package let dnsNames: [String]

    /// The subject alternative names that are IP addresses, in text form.
    package let ipAddresses: [String]

    /// The serial number, positive, in lower-case hexadecimal without leading zeros (RFC 5280, section 4.1.2.2); with the
    /// issuer it names this certificate and no other.
    package let serialNumber: String

    /// The first moment of the validity.
    package let notBefore: UnixTime

    /// The last moment of the validity.
    package let notAfter: UnixTime

    /// Takes over what `handle` owns.
    ///
    /// - Throws: `.malformedPEM` when a validity is no time.
    init(handle: CertificateHandle) throws(TLSError) {
        let raw = handle.raw
        guard let notBefore = UnixTime(X509_get0_notBefore(raw)), let notAfter = UnixTime(X509_get0_notAfter(raw))
        else {
            ERR_clear_error()
            throw TLSError(.malformedPEM, "The certificate's validity is not a pair of times.")
        }
        let subjectName = X509_get_subject_name(raw)
        let alternatives = AlternativeNames(of: raw)
        self.handle = handle
        self.notBefore = notBefore
        self.notAfter = notAfter
        serialNumber = hexadecimal(X509_get0_serialNumber(raw))
        subject = distinguishedName(subjectName)
        issuer = distinguishedName(X509_get_issuer_name(raw))
        commonNames = commonNameEntries(subjectName)
        dnsNames = alternatives.dnsNames
        ipAddresses = alternatives.ipAddresses
    }

    /// The certificates in `pem` in their order; blocks of other kinds are passed over.
    ///
    /// - Throws: `.malformedPEM`, saying which certificate on which line is damaged, or that there is none.
    package static func chain(pem: [UInt8]) throws(TLSError) -> [Certificate] {
        let blocks = try PEM.blocks(in: pem)
        let wanted = blocks.filter { $0.label == "CERTIFICATE" }
        guard !wanted.isEmpty else {
            let found = blocks.prefix(4).map(\.label.printable).joined(separator: ", ")
            throw TLSError(.malformedPEM, "There is no certificate here, only \(found); wanted a block CERTIFICATE.")
        }
        var chain: [Certificate] = []
        for block in wanted { chain.append(try read(block)) }
        return chain
    }

    /// The certificate as a PEM block.
    package var pem: [UInt8] {
        get throws(TLSError) {
            try required(
                MemoryBIO.collecting { PEM_write_bio_X509($0, handle.raw) }, to: "write a certificate as PEM")
        }
    }

    /// Whether `key` is the private half of this certificate's key.
    package func matches(_ key: PrivateKey) -> Bool {
        defer { ERR_clear_error() }
        return X509_check_private_key(handle.raw, key.handle.key) == 1
    }

    /// Whether this certificate's name and key identifiers say that it signed `other`; no signature is verified.
    package func isIssuer(of other: Certificate) -> Bool {
        X509_check_issued(handle.raw, other.handle.raw) == X509_V_OK
    }

    /// Why the certificate can't be used at `moment`, as a sentence; nil when it can.
    package func expiryWarning(at moment: UnixTime) -> String? {
        if moment < notBefore { return "The certificate \"\(subject)\" is not valid before \(notBefore)." }
        return moment > notAfter ? "The certificate \"\(subject)\" has expired on \(notAfter)." : nil
    }
}

extension Certificate {
    private static func read(_ block: PEM.Block) throws(TLSError) -> Certificate {
        if let raw = MemoryBIO.reading(block.text, { PEM_read_bio_X509($0, nil, nil, nil) }) {
            return try Certificate(handle: CertificateHandle(raw))
        }
        let reasons = OpenSSLError.drain().map(\.words).joined(separator: "; ")
        throw TLSError(
            .malformedPEM,
            "The certificate on line \(block.line) is damaged: \(reasons.isEmpty ? "not a certificate" : reasons).")
    }
}

/// Owns one reference to an `X509`.
///
/// Safe to share: the certificate is never changed once it is here; OpenSSL guards what it caches in it with a lock of
/// its own and counts references atomically.
final class CertificateHandle: @unchecked Sendable {
    let raw: OpaquePointer

    /// Takes over the reference.
    init(_ raw: OpaquePointer) {
        self.raw = raw
    }

    deinit {
        X509_free(raw)
    }
}
