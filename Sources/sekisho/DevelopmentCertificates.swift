import Foundation
import TLS

/// An authority with a server's and a client's certificate, for trials on one machine.
struct DevelopmentCertificates {
    /// A file to write.
    private struct File {
        let name: String
        let bytes: [UInt8]
        let isSecret: Bool
    }

    /// The name of the client, which the server admits unless told otherwise.
    static let client = "kube-apiserver"

    /// What the server's certificate says.
    let server: Certificate
    private let files: [File]

    /// Makes keys and certificates.
    ///
    /// - Parameters:
    ///   - names: more DNS names or addresses of the server.
    ///   - days: how long server and client are good for.
    init(names: [String], days: Int) throws(TLSError) {
        var request = LeafRequest.service("sekisho", namespace: "sekisho-system", validity: .days(days))
        for name in names where !(request.dnsNames + request.ipAddresses).contains(name) {
            if Self.isAddress(name) { request.ipAddresses.append(name) } else { request.dnsNames.append(name) }
        }
        let authority = try CertificateAuthority(name: "Sekisho development authority")
        let server = try authority.issue(request)
        let client = try authority.issue(
            LeafRequest(commonName: Self.client, dnsNames: [Self.client], uses: [.client], validity: .days(days)))
        self.server = server.certificate
        files = [
            File(name: "ca.crt", bytes: try authority.certificate.pem, isSecret: false),
            File(name: "ca.key", bytes: try authority.key.pem, isSecret: true),
            File(name: "server.crt", bytes: try server.certificate.pem, isSecret: false),
            File(name: "server.key", bytes: try server.key.pem, isSecret: true),
            File(name: "client.crt", bytes: try client.certificate.pem, isSecret: false),
            File(name: "client.key", bytes: try client.key.pem, isSecret: true),
        ]
    }

    /// What looks like an IPv4 or IPv6 address; a wrong one is refused when the certificate is made.
    private static func isAddress(_ name: String) -> Bool {
        name.contains(":") || name.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    }
}

extension DevelopmentCertificates {
    /// Why files were not written, a sentence.
    struct WriteError: Error, CustomStringConvertible {
        let description: String

        static func last(_ path: String) -> WriteError {
            WriteError(description: "\(path) can't be written: \(String(cString: strerror(errno))).")
        }
    }

    /// Writes all files over what is there. Each appears complete under its name, keys with mode 0600, so that a server
    /// that watches them never meets half of one.
    func write(to directory: String) throws(WriteError) {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw .last(directory)
        }
        for file in files { try Self.write(file, to: "\(directory)/\(file.name)") }
    }

    private static func write(_ file: File, to path: String) throws(WriteError) {
        let draft = path + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file.isSecret ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw .last(path) }
        do throws(OutputError) {
            defer { close(descriptor) }
            try Output(descriptor: descriptor).write(file.bytes)
        } catch {
            unlink(draft)
            throw WriteError(description: "\(path): \(error)")
        }
        guard rename(draft, path) == 0 else { throw .last(path) }
    }
}

extension DevelopmentCertificates {
    /// The names of the files that are written.
    static let names = ["ca.crt", "ca.key", "server.crt", "server.key", "client.crt", "client.key"]

    /// What a directory has of such files.
    enum Present {
        case nothing
        /// All of them, good for the names that are wanted.
        case everything(Certificate)
        /// What keeps them from being used, a sentence.
        case unusable(String)
    }

    /// Looks at what is in a directory.
    static func present(in directory: String, names wanted: [String]) -> Present {
        let present = names.filter { access("\(directory)/\($0)", F_OK) == 0 }
        guard !present.isEmpty else { return .nothing }
        guard present == names else { return .unusable("\(directory) has \(present.joined(separator: ", ")) already.") }
        do {
            let path = "\(directory)/server.crt"
            let server = try Certificate.chain(pem: Array(Data(contentsOf: URL(fileURLWithPath: path)))).first
            guard let server else { return .unusable("\(path) holds no certificate.") }
            if let warning = server.expiryWarning(at: .now) { return .unusable("\(path): \(warning)") }
            let missing = wanted.filter { !(server.dnsNames + server.ipAddresses).contains($0) }
            guard missing.isEmpty else {
                return .unusable("\(path) is there already, and not for \(missing.joined(separator: ", ")).")
            }
            return .everything(server)
        } catch {
            return .unusable("\(directory)/server.crt can't be read: \(error)")
        }
    }

    /// What to do with the files.
    static func advice(_ directory: String) -> String {
        """
        Serve:
          sekisho serve --policies POLICIES --certificate \(directory)/server.crt --key \(directory)/server.key
        Ask:
          curl --cacert \(directory)/ca.crt --json @REVIEW.json https://localhost:8443/validate
        Admit only clients with a certificate: add to the first --client-ca \(directory)/ca.crt --client-name \(client),
        and to the second --cert \(directory)/client.crt --key \(directory)/client.key.

        """
    }

    /// What the files are.
    static func text(_ directory: String, _ server: Certificate) -> String {
        """
        Certificates for development, in \(directory):
          ca.crt, ca.key          the authority that clients of the server trust
          server.crt, server.key  the server, good until \(server.notAfter), for
                                  \((server.dnsNames + server.ipAddresses).joined(separator: ", "))
          client.crt, client.key  a client by the name of \(client)

        """
    }
}
