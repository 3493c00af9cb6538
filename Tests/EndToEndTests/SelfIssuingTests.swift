import Foundation
import Support
import TLS
import Testing

extension EndToEnd {
    @Suite("A server that issues its own certificates")
    struct SelfIssuingTests {
        /// The arguments of such a server, with the authority in `authority.crt` and `authority.key`.
        static func arguments(_ authority: CertificateAuthority, lifetime: String) -> (Server.Site) throws -> [String] {
            { site in
                try write(authority, to: site.directory)
                return [
                    "--ca", site.directory.file("authority.crt"), "--ca-key", site.directory.file("authority.key"),
                    "--service", "gate", "--namespace", "guard", "--certificate-lifetime", lifetime,
                ]
            }
        }

        static func write(_ authority: CertificateAuthority, to directory: TemporaryDirectory) throws {
            try directory.write(authority.key.pem, to: "authority.key")
            try directory.write(authority.certificate.pem, to: "authority.crt")
        }

        private static func trust(_ authorities: CertificateAuthority...) throws -> ClientSettings {
            ClientSettings(authorityPEM: try authorities.flatMap { try $0.certificate.pem })
        }

        /// What a client sees that connects by the name that the API server uses.
        private static func presented(_ server: Server, _ trust: ClientSettings) async throws -> Certificate {
            try await blocking {
                let client = try Client(
                    port: server.port, try TLSContext(client: trust), serverName: "gate.guard.svc")
                return try #require(client.session.peerCertificate)
            }
        }

        private static func metric(_ name: String, _ server: Server) throws -> Int64? {
            let page = try Wire.get("/metrics", port: server.adminPort).text
            let line = page.split(separator: "\n").first { $0.hasPrefix(name + "{") || $0.hasPrefix(name + " ") }
            return line?.split(separator: " ").last.flatMap { Int64($0) }
        }

        @Test("Certificates follow each other before they end, with real clients verifying and not one request lost")
        func rotation() async throws {
            let authority = try CertificateAuthority(name: "Installation")
            let server = try await Server(certificate: Self.arguments(authority, lifetime: "6s"))
            let trust = try Self.trust(authority)
            let load = try Load(on: server, requestsPerConnection: 4, trust: trust)
            var serials: [String] = []
            let end = ContinuousClock.now + .seconds(16)
            while .now < end {
                let certificate = try await Self.presented(server, trust)
                #expect(certificate.notAfter > .now, "An expired certificate is presented.")
                if serials.last != certificate.serialNumber { serials.append(certificate.serialNumber) }
                try await Task.sleep(for: .milliseconds(250))
            }
            let tally = await load.stop()
            #expect(tally.failures == [])
            #expect(tally.refused == 0)
            #expect(tally.answered > 100)
            #expect((3...6).contains(serials.count), "There were \(serials.count) certificates in 16 seconds.")
            #expect(Set(serials).count == serials.count)
            #expect(server.process.isRunning)
        }

        @Test("The metric of the certificate's end follows, and the authority has its own")
        func metrics() async throws {
            let authority = try CertificateAuthority(name: "Installation")
            let server = try await Server(certificate: Self.arguments(authority, lifetime: "6s"))
            let trust = try Self.trust(authority)
            let first = try Self.metric("sekisho_certificate_expiry_seconds", server)
            #expect(first == (try await Self.presented(server, trust)).notAfter.seconds)
            let hasFollowed = await server.process.wait(timeout: .seconds(15)) {
                (try? Self.metric("sekisho_certificate_reloads_total", server)) == 1
            }
            #expect(hasFollowed)
            let second = try #require(try Self.metric("sekisho_certificate_expiry_seconds", server))
            #expect(second > (first ?? .max))
            #expect(
                try Self.metric("sekisho_certificate_authority_expiry_seconds", server)
                    == authority.certificate.notAfter.seconds)
        }

        @Test("Another authority takes over while clients trust both, with not one request lost")
        func authorities() async throws {
            let (old, new) = (try CertificateAuthority(name: "Old"), try CertificateAuthority(name: "New"))
            let server = try await Server(certificate: Self.arguments(old, lifetime: "7d"))
            try await takeOver(server, from: old, to: new) { try Self.write(new, to: server.directory) }
        }

        @Test("The same when the kubelet brings the new Secret: by one link that is replaced")
        func mountedSecret() async throws {
            let (old, new) = (try CertificateAuthority(name: "Old"), try CertificateAuthority(name: "New"))
            let mount = try TemporaryDirectory()
            try Self.mount(old, version: "..1", in: mount)
            for name in ["authority.crt", "authority.key"] {
                try FileManager.default.createSymbolicLink(
                    atPath: mount.file(name), withDestinationPath: "..data/\(name)")
            }
            let server = try await Server(certificate: { _ in
                [
                    "--ca", mount.file("authority.crt"), "--ca-key", mount.file("authority.key"), "--service", "gate",
                    "--namespace", "guard",
                ]
            })
            try await takeOver(server, from: old, to: new) { try Self.mount(new, version: "..2", in: mount) }
        }

        /// Puts an authority where the kubelet would put it: into a directory of its own, to which `..data` leads.
        private static func mount(
            _ authority: CertificateAuthority, version: String, in directory: TemporaryDirectory
        ) throws {
            try directory.write(authority.key.pem, to: "\(version)/authority.key")
            try directory.write(authority.certificate.pem, to: "\(version)/authority.crt")
            let link = directory.file("..data_tmp")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: version)
            #expect(rename(link, directory.file("..data")) == 0)
        }

        /// Has one authority follow another under load, and sees that nothing is lost.
        private func takeOver(
            _ server: Server, from old: CertificateAuthority, to new: CertificateAuthority, _ replace: () throws -> Void
        ) async throws {
            let load = try Load(on: server, requestsPerConnection: 4, trust: try Self.trust(old, new))
            await load.answers(50)
            #expect(try await Self.presented(server, try Self.trust(old)).issuer == "CN=Old")
            try replace()
            let hasChanged = await server.process.wait(timeout: .seconds(20)) {
                server.process.errorsSoFar.contains("certificate taken over")
            }
            #expect(hasChanged, "\(server.process.errorsSoFar)")
            #expect(try await Self.presented(server, try Self.trust(new)).issuer == "CN=New")
            await load.answers(50)
            let tally = await load.stop()
            #expect(tally.failures == [])
            #expect(tally.refused == 0)
        }

        @Test(
            "What it can't issue with is refused at the start, and the file named",
            arguments: ["authority.crt", "authority.key"])
        func refusals(_ file: String) async throws {
            let site = try Server.Site(gate: Server.gate)
            let arguments = try Self.arguments(try CertificateAuthority(name: "A"), lifetime: "7d")(site)
            let other = try CertificateAuthority(name: "B").issue(.service("gate", namespace: "guard"))
            try site.directory.write(file.hasSuffix("crt") ? other.certificate.pem : other.key.pem, to: file)
            let outcome = try await Subprocess.run(
                try Server.binary, ["serve", "--policies", site.policies, "--listen", "127.0.0.1:0"] + arguments)
            #expect(outcome.status == 2)
            #expect(outcome.errorText.contains(file), "\(outcome.errorText)")
        }

        @Test(
            "Options that contradict each other are refused",
            arguments: [
                ["--ca", "a.crt"], ["--ca-key", "a.key"], ["--service", "gate"],
                ["--ca", "a.crt", "--ca-key", "a.key", "--certificate", "b.crt"],
                ["--ca", "a.crt", "--ca-key", "a.key", "--certificate-lifetime", "7"],
                ["--ca", "a.crt", "--ca-key", "a.key", "--certificate-lifetime", "0s"],
                ["--ca", "a.crt", "--ca-key", "a.key", "--namespace", ""],
            ])
        func options(_ arguments: [String]) async throws {
            let outcome = try await Subprocess.run(try Server.binary, ["serve", "--policies", "none"] + arguments)
            #expect(outcome.status == 2)
            #expect(outcome.errorText.contains("--c") || outcome.errorText.contains("--n"), "\(outcome.errorText)")
        }
    }
}
