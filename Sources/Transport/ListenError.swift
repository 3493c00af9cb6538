import Glibc
import NIOCore

/// Why a listener couldn't begin.
package struct ListenError: Error, CustomStringConvertible {
    /// A sentence with address and reason.
    package let description: String

    init(host: String, port: Int, _ error: any Error) {
        let address = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        description = "Can't listen on \(address): \(Self.reason(error))."
    }

    private static func reason(_ error: any Error) -> String {
        if let error = error as? IOError { return reason(error.errnoCode) }
        return error is SocketAddressError.UnknownHost ? "no address is known for this host" : String(describing: error)
    }

    private static func reason(_ number: CInt) -> String {
        switch number {
        case EADDRINUSE: "the address is already in use"
        case EADDRNOTAVAIL: "this machine has no such address"
        case EACCES, EPERM: "the system does not permit it"
        default: String(cString: strerror(number))
        }
    }
}
