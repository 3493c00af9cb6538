import FoundationEssentials
import TLS

/// An authority with a server's and a client's certificate, for trials on one machine.
struct DevelopmentCertificates {
    /// The name of the client, which the server admits unless told otherwise.
    static let client = "kube-apiserver"

    /// What the server's certificate says.
    let server: Certificate
    private let files: [CertificateDirectory.File]

    /// Makes keys and certificates.
    ///
    /// - Parameters:
    ///   - names: more DNS names or addresses of the server.
    ///   - days: how long server and client are good for.
    init(names: [String], days: Int) throws(TLSError) {
        var request = LeafRequest.service("sekisho", namespace: "sekisho-system", validity: .days(days))
        for name in names { request.add(name: name) }
        let authority = try CertificateAuthority(name: "Sekisho development authority")
        let server = try authority.issue(request)
        let client = try authority.issue(
            LeafRequest(commonName: Self.client, dnsNames: [Self.client], uses: [.client], validity: .days(days)))
        self.server = server.certificate
        files = [
            .certificate("ca.crt", try authority.certificate.pem), .key("ca.key", try authority.key.pem),
            .certificate("server.crt", try server.certificate.pem), .key("server.key", try server.key.pem),
            .certificate("client.crt", try client.certificate.pem), .key("client.key", try client.key.pem),
        ]
    }

    /// Writes all files over what is there.
    func write(to directory: String) throws(CertificateDirectory.WriteError) {
        try CertificateDirectory(path: directory).write(files)
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
        let present = CertificateDirectory(path: directory).present(names)
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
