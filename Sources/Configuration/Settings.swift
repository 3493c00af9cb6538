/// What the server is told by its command line, checked as a whole.
package struct Settings: Sendable {
    /// The directory, or file, of the policies.
    package var policies: String
    /// Where reviews are answered.
    package var listen = "0.0.0.0:8443"
    /// Where health and metrics are answered, without TLS; nil for nowhere.
    package var admin: String? = "127.0.0.1:8080"
    /// The server's certificate with its chain, PEM.
    package var certificate = "Certs/server.crt"
    /// The certificate's private key, PEM.
    package var key = "Certs/server.key"
    /// The authority with which the server issues certificates to itself; nil where it has `certificate` and `key`.
    package var issuing: Issuing?
    /// The authorities of client certificates, PEM; nil when clients need none.
    package var clientAuthorities: String?
    /// Names of clients, one of which a client certificate must have; none stands for `kube-apiserver`.
    package var clientNames: [String] = []
    /// Manifests of the objects that policies may ask for.
    package var inventory: [String] = []
    /// Limits.
    package var limits = Limits()

    package init(policies: String) { self.policies = policies }

    /// An authority that the server has, to issue certificates to itself.
    package struct Issuing: Sendable, Equatable {
        /// The authority's certificate, PEM.
        package var authority: String
        /// The authority's private key, PEM.
        package var key: String
        /// The Service by whose names the server is called.
        package var service = "sekisho"
        /// The namespace of the Service.
        package var namespace = "sekisho-system"
        /// How long a certificate is good for; the next one is issued when two thirds of that are over.
        package var lifetime = Duration.seconds(90 * 86_400)

        package init(authority: String, key: String) {
            self.authority = authority
            self.key = key
        }
    }

    /// What the server takes upon itself; the transport has further limits of its own.
    package struct Limits: Sendable, Equatable {
        /// Bytes of one body.
        package var body = 16 << 20
        /// Bytes of all bodies in flight.
        package var bodies = 256 << 20
        /// Open connections.
        package var connections = 1024
        /// The longest time for one decision.
        package var decision = Duration.seconds(10)
        /// The age at which a connection is closed after an answer.
        package var connectionAge = Duration.seconds(300)
        /// Time for requests in flight to end when the server stops.
        package var drain = Duration.seconds(30)
        /// How long connections are still accepted after the signal to stop, while the server says that it is not
        /// ready, so that the cluster takes its endpoint out of use first.
        package var drainDelay = Duration.seconds(3)
        /// Time between two looks at the policy directory and the certificates.
        package var reload = Duration.seconds(2)
        /// Event loops, each on a core of its own; nil for one a core.
        package var loops: Int?

        package init() {}
    }
}

/// A host and a port to listen on.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address, IPv6 without its brackets.
    package let host: String
    /// The port; 0 lets the system choose one.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Parses `127.0.0.1:8443`, `[::1]:8443`, `localhost:8443` or `:8443`, which is every address; nil otherwise.
    package init?(parsing text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.count <= 5, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), port <= 65_535
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]"), host.count > 2 {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(where: { ":[]/ ".contains($0) }) {
            return nil
        }
        self.init(host: host.isEmpty ? "0.0.0.0" : String(host), port: port)
    }

    /// Only programs on this machine can reach it.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
