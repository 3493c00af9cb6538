/// Certificates and keys that are looked at together, with where each was found.
package struct CertificateCollection: Sendable {
    /// One of them, and where it was found: a file, or the key of a Secret.
    package struct Entry<Value: Sendable>: Sendable {
        /// The place, as people call it.
        package let place: String
        /// What was found there.
        package let value: Value
    }

    /// The certificates, in their order.
    package private(set) var certificates: [Entry<Certificate>] = []
    /// The private keys.
    package private(set) var keys: [Entry<PrivateKey>] = []

    package init() {}

    /// There is nothing in it.
    package var isEmpty: Bool { certificates.isEmpty && keys.isEmpty }

    /// Takes in all certificates and private keys of a PEM text; blocks of other kinds are passed over.
    ///
    /// - Throws: what is wrong with the text, led in by the place.
    package mutating func add(pem: [UInt8], place: String) throws(TLSError) {
        do {
            let blocks = try PEM.blocks(in: pem)
            let hasKeys = blocks.contains { $0.label.hasSuffix("PRIVATE KEY") }
            if hasKeys { keys.append(Entry(place: place, value: try PrivateKey(pem: pem))) }
            guard !hasKeys || blocks.contains(where: { $0.label == "CERTIFICATE" }) else { return }
            certificates += try Certificate.chain(pem: pem).map { Entry(place: place, value: $0) }
        } catch {
            throw error.inFile(place)
        }
    }

    /// Takes in certificates that were found elsewhere than in a text.
    package mutating func add(_ found: [Certificate], place: String) {
        certificates += found.map { Entry(place: place, value: $0) }
    }
}
