import Glibc
import HTTP
import Synchronization
import TLS

@testable import Transport

/// What a test's connections speak.
enum Speech: CaseIterable, Sendable {
    case plain
    case tls
}

/// Certificates that all tests share; made once, since keys take time.
enum Certificates {
    static let authority = Result { try CertificateAuthority(name: "Test Authority") }

    /// A server's context whose certificate has that subject.
    static func server(_ name: String = "server", clients: [String]? = nil) throws -> TLSContext {
        let authority = try authority.get()
        let leaf = try authority.issue(LeafRequest(commonName: name, dnsNames: ["localhost"]))
        return try TLSContext(
            certificateChainPEM: leaf.certificate.pem, privateKeyPEM: leaf.key.pem,
            clientAuthorityPEM: clients == nil ? nil : authority.certificate.pem, clientNames: clients ?? [])
    }

    /// A client that trusts the authority, with a certificate of its own or none.
    static func client(named name: String? = nil) throws -> TLSContext {
        let authority = try authority.get()
        var settings = ClientSettings(authorityPEM: try authority.certificate.pem)
        settings.applicationProtocols = ["http/1.1"]
        if let name {
            let leaf = try authority.issue(LeafRequest(commonName: name, uses: [.client]))
            settings.certificateChainPEM = try leaf.certificate.pem
            settings.privateKeyPEM = try leaf.key.pem
        }
        return try TLSContext(client: settings)
    }

    static let shared = Result { (server: try server(), client: try client()) }
}

/// A listener with its means to make clients; drained when the test is done.
struct Serving {
    let listener: Listener
    let client: TLSContext?

    func connect() throws -> Client { try Client(port: listener.port, tls: client) }

    /// Waits until the numbers are as wanted, for at most 20 seconds.
    func numbers(when isWanted: (TransportNumbers) -> Bool) async throws -> TransportNumbers {
        let end = ContinuousClock.now + .seconds(20)
        var numbers = listener.numbers
        while !isWanted(numbers), ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(2))
            numbers = listener.numbers
        }
        return numbers
    }
}

/// Answers with method, path and the number of bytes in the body.
let echo: Listener.Handler = { request, _ in
    HTTPResponse(.ok, text: "\(request.method.rawValue) \(request.path) \(request.body.count)")
}

/// Runs a test against a listener on a port of its own.
func serving(
    _ speech: Speech = .plain, _ adjust: (inout TransportSettings) -> Void = { _ in },
    tls: TLSContext? = nil, client: TLSContext? = nil, handler: @escaping Listener.Handler = echo,
    _ body: (Serving) async throws -> Void
) async throws {
    var settings = TransportSettings(cores: 1)
    settings.host = "127.0.0.1"
    settings.port = 0
    // Generous where a test isn't about time: the machine may be busy with other tests.
    settings.timeouts.handshake = .seconds(60)
    settings.timeouts.head = .seconds(60)
    settings.timeouts.bodyProgress = .seconds(60)
    settings.timeouts.body = .seconds(60)
    settings.timeouts.drainIdle = .milliseconds(20)
    settings.timeouts.linger = .milliseconds(500)
    settings.timeouts.patience = .seconds(20)
    adjust(&settings)
    let contexts = speech == .tls ? try Certificates.shared.get() : nil
    let listener = try await Listener.start(settings, tls: tls ?? contexts?.server, handler: handler)
    do {
        try await body(Serving(listener: listener, client: client ?? contexts?.client))
    } catch {
        await listener.drain(grace: .milliseconds(100))
        throw error
    }
    await listener.drain(grace: .milliseconds(100))
}

/// A handler's way to wait until the test lets it go on.
final class Turnstile: Sendable {
    private let isOpen = Atomic<Bool>(false)

    func open() { isOpen.store(true, ordering: .releasing) }

    /// Waits, for at most 20 seconds.
    func pass() {
        let end = ContinuousClock.now + .seconds(20)
        while !isOpen.load(ordering: .acquiring), ContinuousClock.now < end { usleep(1000) }
    }
}

/// A request as text.
func request(_ line: String, _ fields: String..., body: String = "") -> String {
    let lines = ["\(line) HTTP/1.1", "Host: localhost"] + fields
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}

/// A POST whose body has that many bytes.
func post(_ path: String, bytes: Int) -> String {
    request("POST \(path)", "Content-Length: \(bytes)", body: String(repeating: "x", count: bytes))
}
