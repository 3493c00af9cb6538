import Foundation
import Support
import TLS

/// `sekisho serve` in a process of its own, with certificates and policies of its own, on the loopback address.
final class Server: Sendable {
    /// What stands in the way of a test, as a sentence.
    struct Trouble: Error, CustomStringConvertible {
        let description: String
    }

    /// A gate that wants `runAsNonRoot`, and adds it where it may.
    static let gate = """
        apiVersion: sekisho.dev/v1alpha1
        kind: Gate
        metadata:
          name: test
        spec:
          policies:
            - policy: run-as-non-root

        """

    let process: Subprocess
    let directory: TemporaryDirectory
    let authority: CertificateAuthority
    /// The HTTPS port.
    let port: Int
    /// The port of health and metrics.
    let adminPort: Int

    /// Starts a server and waits until it says that it is ready.
    ///
    /// - Parameters:
    ///   - arguments: what follows the ordinary ones; an argument can be made of the server's directory.
    ///   - certificate: the arguments about the server's certificate.
    init(
        gate: String = Server.gate,
        _ arguments: (Server.Site) throws -> [String] = { _ in [] },
        certificate: (Server.Site) throws -> [String] = { ["--certificate", $0.certificate, "--key", $0.key] }
    ) async throws {
        let site = try Site(gate: gate)
        directory = site.directory
        authority = site.authority
        (port, adminPort) = try Self.freePorts()
        process = try Subprocess(
            try Self.binary,
            [
                "serve", "--policies", site.policies, "--listen", "127.0.0.1:\(port)", "--admin",
                "127.0.0.1:\(adminPort)",
            ] + (try certificate(site)) + (try arguments(site)))
        let (process, adminPort) = (process, adminPort)
        let isReady = await process.wait { (try? Wire.get("/readyz", port: adminPort).status) == 200 }
        guard isReady else { throw Trouble(description: "The server isn't ready. It said: \(process.errorsSoFar)") }
    }

    /// The files of a server.
    struct Site: Sendable {
        let directory: TemporaryDirectory
        let authority: CertificateAuthority

        init(gate: String) throws {
            directory = try TemporaryDirectory()
            authority = try CertificateAuthority(name: "End to end")
            try directory.write(gate, to: "policies/gate.yaml")
            try directory.write(authority.certificate.pem, to: "ca.crt")
            try replaceCertificate()
        }

        var policies: String { directory.file("policies") }
        var certificate: String { directory.file("server.crt") }
        var key: String { directory.file("server.key") }

        /// Issues a certificate and puts it into the files.
        @discardableResult
        func replaceCertificate() throws -> Certificate {
            let issued = try authority.issue(.service("sekisho", namespace: "gate"))
            try directory.write(issued.key.pem, to: "server.key")
            try directory.write(issued.certificate.pem, to: "server.crt")
            return issued.certificate
        }
    }

    /// The files that this server was started with.
    var site: Site { Site(directory: directory, authority: authority) }

    /// The URL of a path on the HTTPS port, by the name in the certificate.
    func url(_ path: String) -> String { "https://localhost:\(port)\(path)" }

    /// What a client trusts that knows the server's authority.
    var clientSettings: ClientSettings {
        get throws { ClientSettings(authorityPEM: try authority.certificate.pem) }
    }

    /// Asks the server to stop, and waits for its end.
    func stop() async -> Subprocess.Outcome {
        process.send(signal: SIGTERM)
        return await process.wait()
    }

    /// The binary, which is built into the folder of the test bundle.
    static var binary: String {
        get throws {
            let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let path = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("sekisho").path
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw Trouble(description: "There is no \(path); swift build makes it.")
            }
            return path
        }
    }

    /// Two ports that nobody listens on at the moment.
    static func freePorts() throws -> (Int, Int) {
        let listeners = [try Wire.listener(), try Wire.listener()]
        defer { listeners.forEach { close($0.descriptor) } }
        return (listeners[0].port, listeners[1].port)
    }
}

extension Server.Site {
    fileprivate init(directory: TemporaryDirectory, authority: CertificateAuthority) {
        self.directory = directory
        self.authority = authority
    }
}
