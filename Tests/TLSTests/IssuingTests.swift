import Support
import TLS
import Testing

@Suite("An issued certificate")
struct IssuingTests {
    let fixtures: Fixtures

    init() throws { fixtures = try Fixtures.get() }

    @Test("for a Service bears every form of its name, and this machine's")
    func serviceNames() {
        let certificate = fixtures.server.certificate
        #expect(certificate.subject == "CN=sekisho.gate.svc")
        #expect(certificate.issuer == "CN=Test authority")
        #expect(certificate.commonNames == ["sekisho.gate.svc"])
        #expect(
            certificate.dnsNames == [
                "sekisho", "sekisho.gate", "sekisho.gate.svc", "sekisho.gate.svc.cluster.local", "localhost",
            ])
        #expect(certificate.ipAddresses == ["127.0.0.1", "::1"])
    }

    @Test("for a Service with a long name has a common name that fits")
    func longNames() throws {
        let (service, namespace) = (String(repeating: "s", count: 63), String(repeating: "n", count: 63))
        let issued = try fixtures.authority.issue(.service(service, namespace: namespace))
        #expect(issued.certificate.commonNames == [service])
        #expect(issued.certificate.dnsNames.contains("\(service).\(namespace).svc"))
    }

    @Test("has the validity that was asked for", arguments: [0, 1, 4_102_444_800, 253_402_300_799] as [Int64])
    func validity(_ end: Int64) throws {
        var request = LeafRequest(commonName: "a", uses: [.client])
        request.validity = Validity(from: UnixTime(seconds: -1), to: UnixTime(seconds: end))
        let certificate = try fixtures.authority.issue(request).certificate
        #expect(certificate.notBefore.seconds == -1)
        #expect(certificate.notAfter.seconds == end)
    }

    @Test(
        "is refused when it can't be",
        arguments: [
            (LeafRequest(commonName: "", dnsNames: ["a"]), "A common name has 1 to 64 bytes; \"\" has 0."),
            (LeafRequest(commonName: "a"), "A server's certificate needs a DNS name or an IP address."),
            (LeafRequest(commonName: "a", uses: []), "A certificate must be for a server or a client."),
            (
                LeafRequest(commonName: "a", dnsNames: ["a,DNS:b"]),
                "\"a,DNS:b\" is no DNS name that a certificate can bear."
            ),
            (LeafRequest(commonName: "a", dnsNames: ["a..b"]), "\"a..b\" is no DNS name that a certificate can bear."),
            (LeafRequest(commonName: "a", dnsNames: ["a.*"]), "\"a.*\" is no DNS name that a certificate can bear."),
            (LeafRequest(commonName: "a", ipAddresses: ["1.2.3"]), "\"1.2.3\" is no IPv4 or IPv6 address."),
            (
                LeafRequest(commonName: "a", ipAddresses: ["1.2.3.4\u{0},DNS:b"]),
                "\"1.2.3.4\\0,DNS:b\" is no IPv4 or IPv6 address."
            ),
            (
                LeafRequest(
                    commonName: "a", dnsNames: ["a"],
                    validity: Validity(from: UnixTime(seconds: 10), to: UnixTime(seconds: 9))),
                "A certificate can't be valid from 1970-01-01T00:00:10Z to 1970-01-01T00:00:09Z."
            ),
            (
                LeafRequest(
                    commonName: "a", dnsNames: ["a"],
                    validity: Validity(from: UnixTime(seconds: 0), to: UnixTime(seconds: 253_402_300_800))),
                "A certificate can't be valid from 1970-01-01T00:00:00Z to 10000-01-01T00:00:00Z."
            ),
        ])
    func refused(_ request: LeafRequest, _ sentence: String) {
        let error = error { _ = try fixtures.authority.issue(request) }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.description == sentence)
    }

    @Test("may be for a wildcard")
    func wildcard() throws {
        let issued = try fixtures.authority.issue(LeafRequest(commonName: "a", dnsNames: ["*.example.org"]))
        #expect(issued.certificate.dnsNames == ["*.example.org"])
    }

    @Test("comes from an authority that can be kept and read again")
    func keptAuthority() throws {
        let kept = try CertificateAuthority(
            certificatePEM: fixtures.authority.certificate.pem, privateKeyPEM: fixtures.authority.key.pem)
        let issued = try kept.issue(LeafRequest(commonName: "a", dnsNames: ["a"]))
        #expect(fixtures.authority.certificate.isIssuer(of: issued.certificate))
        let mismatch = error {
            _ = try CertificateAuthority(
                certificatePEM: fixtures.authority.certificate.pem, privateKeyPEM: fixtures.server.key.pem)
        }
        #expect(mismatch?.kind == .keyMismatch)
    }

    @Test(
        "passes openssl verify in strict mode for its own purpose only",
        arguments: LeafRequest.Use.allCases, ["sslserver", "sslclient"])
    func verify(_ use: LeafRequest.Use, _ purpose: String) async throws {
        let folder = try TemporaryDirectory()
        let issued = try fixtures.authority.issue(LeafRequest(commonName: "a", dnsNames: ["a.b"], uses: [use]))
        let authority = try folder.write(fixtures.authority.certificate.pem, to: "ca.crt")
        let certificate = try folder.write(issued.certificate.pem, to: "tls.crt")
        let outcome = try await Subprocess.run(
            "openssl", ["verify", "-x509_strict", "-purpose", purpose, "-CAfile", authority, certificate])
        let isWanted = (use == .server) == (purpose == "sslserver")
        #expect((outcome.status == 0) == isWanted, "\(outcome.text) \(outcome.errorText)")
    }

    @Test("has the extensions of RFC 5280, as openssl prints them")
    func extensions() async throws {
        let printed = try await Subprocess.run(
            "openssl", ["x509", "-noout", "-text"], input: try fixtures.server.certificate.pem)
        for line in [
            "Version: 3 (0x2)", "Signature Algorithm: ecdsa-with-SHA256", "X509v3 Basic Constraints: critical",
            "CA:FALSE", "X509v3 Key Usage: critical", "TLS Web Server Authentication",
            "X509v3 Subject Key Identifier", "X509v3 Authority Key Identifier", "IP Address:0:0:0:0:0:0:0:1",
        ] {
            #expect(printed.text.contains(line), "\(printed.text)")
        }
        let authority = try await Subprocess.run(
            "openssl", ["x509", "-noout", "-text"], input: try fixtures.authority.certificate.pem)
        #expect(authority.text.contains("CA:TRUE, pathlen:0"))
        #expect(authority.text.contains("Certificate Sign, CRL Sign"))
    }

    @Test("has a serial number of 128 random bits")
    func serials() async throws {
        let request = LeafRequest(commonName: "a", dnsNames: ["a"])
        let serials = try (0..<64).map { _ in try fixtures.authority.issue(request).certificate.serialNumber }
        #expect(Set(serials).count == 64)
        #expect(serials.contains { $0.count == 32 && $0.first.map { "89abcdef".contains($0) } == true })
        #expect(serials.allSatisfy { $0.count <= 32 && !$0.contains("-") })
        let printed = try await Subprocess.run(
            "openssl", ["x509", "-noout", "-serial"], input: try fixtures.server.certificate.pem)
        #expect(printed.text.lowercased().contains(fixtures.server.certificate.serialNumber))
    }
}
