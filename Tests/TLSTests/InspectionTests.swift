import TLS
import Testing

@Suite("A look at certificates")
struct InspectionTests {
    let fixtures: Fixtures

    init() throws { fixtures = try Fixtures.get() }

    private func report(
        _ texts: [[UInt8]], _ change: (inout CertificateReport.Wishes) -> Void = { _ in }
    ) throws -> CertificateReport {
        var collection = CertificateCollection()
        for (position, text) in texts.enumerated() { try collection.add(pem: text, place: "\(position)") }
        var wishes = CertificateReport.Wishes()
        change(&wishes)
        return CertificateReport(collection, wishes)
    }

    @Test("finds nothing wrong with what belongs together")
    func sound() throws {
        let report = try report([
            fixtures.server.certificate.pem, fixtures.server.key.pem, fixtures.authority.certificate.pem,
        ]) { $0.names = ["sekisho.gate.svc", "localhost", "127.0.0.1"] }
        #expect(report.problems == [])
        #expect(report.rows.map(\.trust) == [.verified(by: "CN=Test authority"), .isAuthority])
        #expect(report.rows.first?.keys == ["1"])
        #expect([364, 365].contains(report.rows.first?.daysLeft))
        #expect(report.rows.first?.certificate.keyAlgorithm == "EC 256")
        #expect(report.keys.map(\.hasCertificate) == [true])
    }

    @Test("takes a file that holds a key and certificates for all of them")
    func together() throws {
        let texts = try fixtures.server.key.pem + fixtures.server.certificate.pem + fixtures.authority.certificate.pem
        let report = try report([texts])
        #expect(report.rows.count == 2 && report.keys.count == 1)
        #expect(report.problems == [])
    }

    @Test("sees a key that belongs to another certificate")
    func wrongKey() throws {
        let other = try fixtures.authority.issue(.service("other", namespace: "gate"))
        let report = try report([fixtures.server.certificate.pem, other.key.pem])
        #expect(report.problems.count == 2)
        #expect(report.problems.last == "1: The private key (EC 256) belongs to none of the certificates.")
    }

    @Test("sees that another authority issued it, even one of the same name")
    func stranger() throws {
        let twin = try CertificateAuthority(name: "Test authority")
        for authority in [fixtures.stranger, twin] {
            let report = try report([fixtures.server.certificate.pem, authority.certificate.pem])
            #expect(report.problems.count == 1)
            #expect(report.problems.first?.contains("is not trusted") == true)
            #expect(!fixtures.server.certificate.isSigned(by: authority.certificate))
        }
        #expect(fixtures.server.certificate.isSigned(by: fixtures.authority.certificate))
    }

    @Test("doesn't trust a client's certificate for a server, nor one that a leaf signed")
    func purposes() throws {
        let client = try fixtures.authority.issue(LeafRequest(commonName: "c", dnsNames: ["c"], uses: [.client]))
        #expect(client.certificate.distrust(by: [fixtures.authority.certificate]) != nil)
        #expect(fixtures.server.certificate.distrust(by: [fixtures.authority.certificate]) == nil)
        #expect(fixtures.server.certificate.distrust(by: []) != nil)
    }

    @Test("judges a client's certificate as such, unless it is to be a server's")
    func clients() throws {
        let client = try fixtures.authority.issue(LeafRequest(commonName: "c", dnsNames: ["c"], uses: [.client]))
        let material = try [client.certificate.pem, fixtures.authority.certificate.pem]
        #expect(client.certificate.isOnlyForClients && !fixtures.server.certificate.isOnlyForClients)
        #expect(try report(material).problems == [])
        #expect(try report(material) { $0.names = ["c"] }.problems.count == 1)
        let beside = try report(material + [fixtures.server.certificate.pem]) { $0.names = ["sekisho.gate.svc"] }
        #expect(beside.problems == [])
        let stranger = try report([client.certificate.pem, fixtures.stranger.certificate.pem])
        #expect(stranger.problems.count == 1)
    }

    @Test("judges by authorities given beside it, and knows nothing without any")
    func authorities() throws {
        let pem = try fixtures.server.certificate.pem
        #expect(try report([pem]).rows.map(\.trust) == [.unknown])
        #expect(try report([pem]).problems == [])
        let report = try report([pem]) { $0.authorities = [fixtures.stranger.certificate] }
        #expect(report.problems.count == 1)
    }

    @Test(
        "sees the end, and the beginning, of a certificate's time",
        arguments: [
            (-100, 0, "has expired"), (3600, 7200, "in 0 days"), (3600, 0, nil),
            (86_400 * 20 + 60, 86_400 * 30, "in 20 days"),
            (86_400 * 40, 86_400 * 30, nil),
        ] as [(Int64, Int64, String?)])
    func times(_ seconds: Int64, _ margin: Int64, _ words: String?) throws {
        var request = LeafRequest.service("a", namespace: "b")
        request.validity = .seconds(seconds)
        let report = try report([try fixtures.authority.issue(request).certificate.pem]) { $0.margin = margin }
        #expect(report.problems.count == (words == nil ? 0 : 1))
        if let words { #expect(report.problems.first?.contains(words) == true, "\(report.problems)") }
        let early = try self.report([fixtures.server.certificate.pem]) { $0.moment = UnixTime(seconds: 0) }
        #expect(early.problems.first?.contains("is not valid before") == true)
    }

    @Test(
        "knows for which names a certificate is",
        arguments: [
            ("sekisho.gate.svc", true), ("sekisho", true), ("SEKISHO.gate.svc", true), ("::1", true),
            ("sekisho.gate.svc.example", false), ("gate.svc", false), ("", false), ("127.0.0.2", false),
        ])
    func names(_ name: String, _ isCovered: Bool) throws {
        #expect(fixtures.server.certificate.covers(name) == isCovered)
        let wild = try fixtures.authority.issue(LeafRequest(commonName: "w", dnsNames: ["*.example.com"])).certificate
        #expect(wild.covers("a.example.com") && !wild.covers("a.b.example.com") && !wild.covers("w"))
    }

    @Test("says where a damaged text stands")
    func damaged() throws {
        var collection = CertificateCollection()
        #expect(throws: TLSError.self) { try collection.add(pem: Array("x".utf8), place: "here") }
        let damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        do {
            try collection.add(pem: Array(damaged.utf8), place: "here")
            Issue.record("A damaged certificate is taken.")
        } catch {
            #expect(error.description.hasPrefix("here: The certificate on line 1 is damaged"))
        }
    }
}
