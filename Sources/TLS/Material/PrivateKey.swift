import CLibSSL

/// A private key without a passphrase.
package struct PrivateKey: Sendable {
    let handle: KeyHandle

    /// A new key on the curve P-256: the cheapest to sign with of those that every client knows.
    package static func generate() throws(TLSError) -> PrivateKey {
        PrivateKey(handle: KeyHandle(try required(CLibSSL_EVP_EC_gen("P-256"), to: "make a P-256 key")))
    }

    /// The one private key in `pem`: PKCS #8, or the older forms for EC and RSA. Other blocks are passed over.
    ///
    /// - Throws: `.malformedPEM` when there is no key, more than one, or a broken one; `.encryptedKey` when the key has
    ///   a passphrase.
    package init(pem: [UInt8]) throws(TLSError) {
        let blocks = try PEM.blocks(in: pem)
        let keys = blocks.filter { $0.label.hasSuffix("PRIVATE KEY") }
        guard let block = keys.first else { throw Self.missing(in: blocks) }
        guard keys.count == 1 else {
            throw TLSError(.malformedPEM, "There are \(keys.count) private keys here; wanted one.")
        }
        guard !block.isEncrypted else {
            throw TLSError(
                .encryptedKey,
                "The private key on line \(block.line) has a passphrase; wanted a key without one "
                    + "(openssl pkey -in encrypted.key -out plain.key takes it off).")
        }
        handle = try Self.read(block)
    }

    init(handle: KeyHandle) {
        self.handle = handle
    }

    /// The key as unencrypted PKCS #8 in PEM. Whoever writes it to a file gives that file mode 0600.
    package var pem: [UInt8] {
        get throws(TLSError) {
            let written = MemoryBIO.collecting { PEM_write_bio_PKCS8PrivateKey($0, handle.key, nil, nil, 0, nil, nil) }
            return try required(written, to: "write a private key as PEM")
        }
    }

    /// What kind of key this is and how long: `EC 256` or `RSA 2048`.
    package var algorithm: String {
        let name = EVP_PKEY_get0_type_name(handle.key).map { String(cString: $0) } ?? "unknown"
        return "\(name) \(EVP_PKEY_get_bits(handle.key))"
    }
}

extension PrivateKey {
    private static func read(_ block: PEM.Block) throws(TLSError) -> KeyHandle {
        // Answers a question for a passphrase with "none": without it libcrypto would ask on the terminal.
        let noPassphrase:
            @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 =
                { _, _, _, _ in -1 }
        if let key = MemoryBIO.reading(block.text, { PEM_read_bio_PrivateKey($0, nil, noPassphrase, nil) }) {
            return KeyHandle(key)
        }
        let reasons = OpenSSLError.drain().map(\.words).joined(separator: "; ")
        throw TLSError(
            .malformedPEM,
            "The \(block.label) on line \(block.line) is damaged: \(reasons.isEmpty ? "not a key" : reasons).")
    }

    private static func missing(in blocks: [PEM.Block]) -> TLSError {
        let found = blocks.prefix(4).map(\.label.printable).joined(separator: ", ")
        return TLSError(.malformedPEM, "There is no private key here, only \(found); wanted a block PRIVATE KEY.")
    }
}

extension PEM.Block {
    /// Whether a passphrase is needed: PKCS #8 says so in its label, the older forms in a header (RFC 1421, section 4.6).
    fileprivate var isEncrypted: Bool {
        label.hasPrefix("ENCRYPTED")
            || String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).contains {
                $0.hasPrefix("Proc-Type:") && $0.contains("ENCRYPTED")
            }
    }
}

/// Owns one reference to an `EVP_PKEY`.
///
/// Safe to share: the key is never changed once it is here, and its references are counted atomically.
final class KeyHandle: @unchecked Sendable {
    let key: OpaquePointer

    /// Takes over the reference.
    init(_ key: OpaquePointer) {
        self.key = key
    }

    deinit {
        EVP_PKEY_free(key)
    }
}
