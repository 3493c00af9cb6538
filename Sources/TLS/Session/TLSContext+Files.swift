import Glibc

extension TLSContext {
    /// A server's context out of files; the parameters are those of the initializer.
    ///
    /// - Throws: a sentence that begins with the name of the file that is wrong.
    package static func load(
        certificate: String, key: String, clientAuthority: String? = nil, clientNames: [String] = ["kube-apiserver"],
        tickets: Tickets = .none
    ) throws(TLSError) -> TLSContext {
        let chainPEM = try checked(certificate) { pem throws(TLSError) in _ = try Certificate.chain(pem: pem) }
        let keyPEM = try checked(key) { pem throws(TLSError) in _ = try PrivateKey(pem: pem) }
        var authorityPEM: [UInt8]?
        if let clientAuthority {
            authorityPEM = try checked(clientAuthority) { pem throws(TLSError) in _ = try Certificate.chain(pem: pem) }
        }
        do {
            return try TLSContext(
                certificateChainPEM: chainPEM, privateKeyPEM: keyPEM, clientAuthorityPEM: authorityPEM,
                clientNames: clientNames, tickets: tickets)
        } catch {
            throw error.inFile(error.kind == .keyMismatch ? "\(certificate) and \(key)" : certificate)
        }
    }

    /// A server's context for a certificate that has just been issued, and is in no file.
    ///
    /// - Throws: a sentence that begins with the name of the file that is wrong.
    package static func load(
        _ issued: IssuedCertificate, clientAuthority: String? = nil, clientNames: [String] = ["kube-apiserver"]
    ) throws(TLSError) -> TLSContext {
        var authorityPEM: [UInt8]?
        if let clientAuthority {
            authorityPEM = try checked(clientAuthority) { pem throws(TLSError) in _ = try Certificate.chain(pem: pem) }
        }
        return try TLSContext(
            certificateChainPEM: issued.certificate.pem, privateKeyPEM: issued.key.pem,
            clientAuthorityPEM: authorityPEM, clientNames: clientNames)
    }

    /// The bytes of a file that pass a check; what the check throws gets the file's name.
    fileprivate static func checked(
        _ path: String, _ check: ([UInt8]) throws(TLSError) -> Void
    ) throws(TLSError) -> [UInt8] {
        do {
            let bytes = try contents(of: path)
            try check(bytes)
            return bytes
        } catch {
            throw error.inFile(path)
        }
    }
}

extension CertificateAuthority {
    /// An authority out of its files.
    ///
    /// - Throws: a sentence that begins with the name of the file that is wrong.
    package static func load(certificate: String, key: String) throws(TLSError) -> CertificateAuthority {
        let chainPEM = try TLSContext.checked(certificate) { pem throws(TLSError) in
            _ = try Certificate.chain(pem: pem)
        }
        let keyPEM = try TLSContext.checked(key) { pem throws(TLSError) in _ = try PrivateKey(pem: pem) }
        do {
            return try CertificateAuthority(certificatePEM: chainPEM, privateKeyPEM: keyPEM)
        } catch {
            throw error.inFile(error.kind == .keyMismatch ? "\(certificate) and \(key)" : certificate)
        }
    }
}

/// The most that is read of a certificate or key file, in bytes; a file that is longer is something else.
private let fileLimit = 1 << 20

/// All bytes of a file.
///
/// - Throws: `.unreadableFile`, with the system's reason.
private func contents(of path: String) throws(TLSError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        guard count >= 0 else { throw unreadable(errno) }
        guard count > 0 else { return bytes }
        bytes += chunk.prefix(count)
        guard bytes.count <= fileLimit else {
            throw TLSError(.unreadableFile, "The file has more than \(fileLimit) bytes; no certificate or key does.")
        }
    }
}

private func unreadable(_ number: Int32) -> TLSError {
    let reason = strerror(number).map { String(cString: $0) } ?? "unknown error"
    return TLSError(.unreadableFile, "The file can't be read: \(reason) (errno \(number)).")
}
