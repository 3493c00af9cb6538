import CLibSSL

/// A version of the protocol that this house speaks.
package enum TLSVersion: Sendable, CaseIterable, Comparable, CustomStringConvertible {
    /// RFC 5246.
    case v1_2
    /// RFC 8446.
    case v1_3

    init?(wire: Int32) {
        switch wire {
        case TLS1_2_VERSION: self = .v1_2
        case TLS1_3_VERSION: self = .v1_3
        default: return nil
        }
    }

    var wire: Int32 {
        switch self {
        case .v1_2: TLS1_2_VERSION
        case .v1_3: TLS1_3_VERSION
        }
    }

    /// `TLS 1.2` or `TLS 1.3`.
    package var description: String {
        switch self {
        case .v1_2: "TLS 1.2"
        case .v1_3: "TLS 1.3"
        }
    }
}
