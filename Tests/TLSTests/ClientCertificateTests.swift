import TLS
import Testing

@Suite("A demanded client certificate")
struct ClientCertificateTests {
    let fixtures: Fixtures

    init() throws { fixtures = try Fixtures.get() }

    private func request(_ name: String, dns: [String] = [], uses: Set<LeafRequest.Use> = [.client]) -> LeafRequest {
        LeafRequest(commonName: name, dnsNames: dns, uses: uses)
    }

    private func pair(_ version: TLSVersion, _ identity: IssuedCertificate?) throws -> Pair {
        var settings = try fixtures.clientSettings(identity)
        settings.versions = version...version
        let context = try fixtures.serverContext(
            clientAuthority: fixtures.authority, clientNames: ["kube-apiserver", "ops"])
        return try Pair(context, TLSContext(client: settings))
    }

    @Test("lets the named in", arguments: TLSVersion.allCases, ["kube-apiserver", "ops"])
    func admitted(_ version: TLSVersion, _ name: String) throws {
        let pair = try pair(version, fixtures.authority.issue(request(name)))
        try pair.connect()
        #expect(pair.server.peerCertificate?.subject == "CN=\(name)")
    }

    @Test("lets a name in that is an alternative name")
    func alternativeName() throws {
        let pair = try pair(.v1_3, fixtures.authority.issue(request("x", dns: ["other", "kube-apiserver"])))
        try pair.connect()
        #expect(pair.server.peerCertificate?.dnsNames == ["other", "kube-apiserver"])
    }

    @Test("lets a certificate in that is for both sides")
    func bothUses() throws {
        try pair(.v1_3, fixtures.authority.issue(request("ops", dns: ["ops"], uses: [.client, .server]))).connect()
    }

    @Test("refuses who has none", arguments: TLSVersion.allCases)
    func none(_ version: TLSVersion) throws {
        let (server, client) = try pair(version, nil).refusal()
        #expect(server?.kind == .certificateRequired)
        #expect(server?.description == "The client presented no certificate; this side wants one.")
        #expect(client?.kind == .peerAlert(version == .v1_3 ? 116 : 40))
    }

    @Test("refuses another name", arguments: TLSVersion.allCases, ["kube-apiserver2", "KUBE-APISERVER", "kube", "*"])
    func wrongName(_ version: TLSVersion, _ name: String) throws {
        let (server, client) = try pair(version, fixtures.authority.issue(request(name))).refusal()
        #expect(server?.kind == .certificateRejected(.wrongName))
        #expect(
            server?.description
                == "The client's certificate \"CN=\(name)\" bears none of the wanted names (kube-apiserver, ops).")
        #expect(client != nil)
    }

    @Test("refuses another authority", arguments: TLSVersion.allCases)
    func untrusted(_ version: TLSVersion) throws {
        let (server, client) = try pair(version, fixtures.stranger.issue(request("ops"))).refusal()
        #expect(server?.kind == .certificateRejected(.untrusted))
        #expect(
            server?.description
                == "The client's certificate \"CN=ops\" comes from no authority that is trusted here "
                + "(unable to get local issuer certificate).")
        #expect(client?.kind == .peerAlert(48))
    }

    @Test("refuses an authority of the same name with another key")
    func impostor() throws {
        let impostor = try CertificateAuthority(name: "Test authority")
        let server = try pair(.v1_3, impostor.issue(request("ops"))).refusal().server
        #expect(server?.kind == .certificateRejected(.untrusted))
    }

    @Test("refuses a server's certificate")
    func wrongPurpose() throws {
        let identity = try fixtures.authority.issue(request("ops", dns: ["ops"], uses: [.server]))
        let server = try pair(.v1_3, identity).refusal().server
        #expect(server?.kind == .certificateRejected(.wrongPurpose))
        #expect(
            server?.description == "The client's certificate \"CN=ops\" isn't meant for a client (extended key usage).")
    }

    @Test(
        "refuses what is over, or hasn't begun", arguments: [(-7200, -3600, "expired"), (3600, 7200, "not_yet_valid")])
    func outsideOfValidity(_ from: Int64, _ to: Int64, _ label: String) throws {
        var request = request("ops")
        request.validity = Validity(from: .now.adding(seconds: from), to: .now.adding(seconds: to))
        let server = try pair(.v1_3, fixtures.authority.issue(request)).refusal().server
        #expect(server?.kind.label == "certificate_rejected_\(label)")
        let moment = label == "expired" ? request.validity.notAfter : request.validity.notBefore
        #expect(server?.description.contains("\(moment)") == true)
    }

    @Test("is not asked for without an authority")
    func notAsked() throws {
        let settings = try fixtures.clientSettings(fixtures.stranger.issue(request("anybody")))
        let pair = try Pair(fixtures.serverContext(), TLSContext(client: settings))
        try pair.connect()
        #expect(pair.server.peerCertificate == nil)
    }

    @Test("goes the other way too: a client that doesn't trust the server says so, and the server explains it")
    func distrust() throws {
        let settings = ClientSettings(authorityPEM: try fixtures.stranger.certificate.pem)
        let pair = try Pair(fixtures.serverContext(), TLSContext(client: settings))
        _ = try pair.client.handshake()
        try pair.server.receive(drain(pair.client))
        _ = try pair.server.handshake()
        try pair.client.receive(drain(pair.server))
        #expect(error { _ = try pair.client.handshake() }?.kind == .certificateRejected(.untrusted))
        try pair.server.receive(drain(pair.client))
        let seen = error { _ = try pair.server.handshake() }
        #expect(seen?.kind == .peerAlert(48))
        #expect(
            seen?.description
                == "The client ended the session with the alert \"unknown CA\" (48). It doesn't trust the server's "
                + "certificate: compare the webhook's caBundle and names.")
    }

    @Test(
        "of a server must bear the name that the client called",
        arguments: ["sekisho.gate.svc", "localhost", "example.org"])
    func serverName(_ name: String) throws {
        let pair = try Pair(fixtures.serverContext(), TLSContext(client: fixtures.clientSettings()), serverName: name)
        let error = error { try pair.connect() }
        #expect(error?.kind == (name == "example.org" ? .certificateRejected(.wrongName) : nil))
    }
}
