/// Why a handshake, a session, a certificate or a key was refused: a sentence for people and a kind for programs.
package struct TLSError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as a closed set.
    package let kind: Kind

    /// One or more full sentences: what was found, where, and what was wanted.
    package let description: String

    /// An error of the given kind whose description is `sentence`.
    package init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        description = sentence
    }

    /// The same error, its sentence led in by the name of the file that it is about.
    package func inFile(_ path: String) -> TLSError {
        TLSError(kind, "\(path): \(description)")
    }
}

extension TLSError {
    /// The closed set of reasons; `label` gives each a name for metrics.
    package enum Kind: Sendable, Equatable {
        /// No protocol version in common (TLS 1.2 and 1.3 are spoken).
        case protocolVersion
        /// No cipher suite, group or signature algorithm in common.
        case noSharedCipher
        /// The client uses ALPN and doesn't offer http/1.1 (RFC 7301, section 3.2).
        case noApplicationProtocol
        /// A client certificate was asked for and none came.
        case certificateRequired
        /// The peer's certificate was looked at and not accepted.
        case certificateRejected(Rejection)
        /// The first bytes are no TLS record: plain HTTP, or anything else.
        case notTLS
        /// The peer closed the connection without close_notify (RFC 8446, section 6.1).
        case truncated
        /// The peer ended the session with this fatal alert (RFC 8446, section 6).
        case peerAlert(UInt8)
        /// The peer's bytes break the protocol: bad records, wrong messages, failed authentication of a record.
        case protocolViolation
        /// More unread ciphertext than the session holds.
        case overflow
        /// The caller used the session in a way that its state doesn't allow.
        case misuse
        /// A file could not be read.
        case unreadableFile
        /// Text that should be PEM and isn't, or holds something else than wanted.
        case malformedPEM
        /// A private key that needs a passphrase.
        case encryptedKey
        /// The private key belongs to another certificate.
        case keyMismatch
        /// A sound certificate or key that libssl doesn't use, such as one that is too weak.
        case unsuitableCertificate
        /// A certificate was asked for with names, addresses or a validity that can't be.
        case invalidRequest
        /// Anything else, such as memory that has run out.
        case other
    }

    /// Why a certificate was not accepted.
    package enum Rejection: String, Sendable, Equatable, CaseIterable {
        case expired
        case notYetValid = "not_yet_valid"
        /// No path to an authority that is trusted.
        case untrusted
        /// Its extended key usage is for something else (RFC 5280, section 4.2.1.12).
        case wrongPurpose = "wrong_purpose"
        /// It is good, and bears none of the wanted names.
        case wrongName = "wrong_name"
        case other
    }
}

extension TLSError.Kind {
    /// The kind in snake case, from a closed set: fit for the value of a metrics label.
    package var label: String {
        switch self {
        case .protocolVersion: "protocol_version"
        case .noSharedCipher: "no_shared_cipher"
        case .noApplicationProtocol: "no_application_protocol"
        case .certificateRequired: "certificate_required"
        case .certificateRejected(let rejection): "certificate_rejected_\(rejection.rawValue)"
        case .notTLS: "not_tls"
        case .truncated: "truncated"
        case .peerAlert: "peer_alert"
        case .protocolViolation: "protocol_violation"
        case .overflow: "overflow"
        case .misuse: "misuse"
        case .unreadableFile: "unreadable_file"
        case .malformedPEM: "malformed_pem"
        case .encryptedKey: "encrypted_key"
        case .keyMismatch: "key_mismatch"
        case .unsuitableCertificate: "unsuitable_certificate"
        case .invalidRequest: "invalid_request"
        case .other: "other"
        }
    }
}
