import CLibSSL

/// The client names that are let in, in a box that libssl's callback can be handed.
final class AdmittedNames: Sendable {
    let names: [String]

    init(_ names: [String]) {
        self.names = names
    }

    /// Whether the certificate bears one of the names, as a common name or a DNS name, byte for byte.
    func admits(_ certificate: Certificate) -> Bool {
        names.contains { certificate.commonNames.contains($0) || certificate.dnsNames.contains($0) }
    }
}

/// Verifies the client's chain as libssl would, then asks whether the certificate bears an admitted name. What was
/// looked at is noted on the session, for the error's sentence.
let verifyClient: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = { store, names in
    guard let store, let names else { return 0 }
    let isTrusted = X509_verify_cert(store) == 1
    guard let raw = X509_STORE_CTX_get0_cert(store), X509_up_ref(raw) == 1,
        let certificate = try? Certificate(handle: CertificateHandle(raw))
    else {
        X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED)
        return 0
    }
    let admitted = Unmanaged<AdmittedNames>.fromOpaque(names).takeUnretainedValue()
    if isTrusted, admitted.admits(certificate) { return 1 }
    if isTrusted { X509_STORE_CTX_set_error(store, X509_V_ERR_HOSTNAME_MISMATCH) }
    let session = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()).map(OpaquePointer.init)
    TLSSession.owner(of: session)?.note(rejected: certificate, wanted: admitted.names)
    return 0
}
