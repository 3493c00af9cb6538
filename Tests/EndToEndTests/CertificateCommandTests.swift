import Documents
import Foundation
import Support
import TLS
import Testing

extension EndToEnd {
    @Suite("sekisho certs")
    struct CertificateCommandTests {
        private let directory: TemporaryDirectory

        init() throws { directory = try TemporaryDirectory() }

        private func certs(_ arguments: String..., input: [UInt8] = []) async throws -> Subprocess.Outcome {
            try await Subprocess.run(
                try Server.binary, ["certs"] + arguments, input: input, in: directory.path)
        }

        private func content(_ name: String) throws -> [UInt8] {
            Array(try Data(contentsOf: URL(fileURLWithPath: directory.file(name))))
        }

        private func mode(_ name: String) throws -> Int? {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.file(name))
            return (attributes[.posixPermissions] as? NSNumber)?.intValue
        }

        @Test("issue makes an authority and a certificate that openssl verifies, keys for their owner only")
        func issue() async throws {
            let outcome = try await certs(
                "issue", "--service", "gate", "-n", "guard", "--name", "gate.example.org", "--days", "90")
            #expect(outcome.status == 0, "\(outcome.errorText)")
            for (name, wanted) in [("tls.crt", 0o644), ("tls.key", 0o600), ("ca.crt", 0o644), ("ca.key", 0o600)] {
                #expect(try mode("Certs/\(name)") == wanted, "\(name)")
            }
            let names = try #require(try Certificate.chain(pem: try content("Certs/tls.crt")).first).dnsNames
            let forms = ["gate", "gate.guard", "gate.guard.svc", "gate.guard.svc.cluster.local", "gate.example.org"]
            #expect(names == forms)
            let verified = try await Subprocess.run(
                "openssl",
                [
                    "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "gate.guard.svc", "-CAfile",
                    directory.file("Certs/ca.crt"), directory.file("Certs/tls.crt"),
                ])
            #expect(verified.status == 0, "\(verified.errorText)")
        }

        @Test("issue takes an authority that is there, and never overwrites without being told")
        func reuse() async throws {
            #expect(try await certs("authority", "--directory", "A").status == 0)
            let before = try content("A/ca.crt")
            let reuse = ["--ca", "A/ca.crt", "--ca-key", "A/ca.key", "--directory", "A"]
            #expect(try await certs("issue", reuse[0], reuse[1], reuse[2], reuse[3], reuse[4], reuse[5]).status == 0)
            let first = try content("A/tls.crt")
            let again = try await certs("issue", reuse[0], reuse[1], reuse[2], reuse[3], reuse[4], reuse[5])
            #expect(again.status == 2)
            #expect(again.errorText.contains("tls.crt, tls.key are in A already. Add --force to overwrite."))
            #expect(try content("A/tls.crt") == first)
            #expect(try await certs("authority", "--directory", "A").status == 2)
            let forced = try await certs("issue", "--force", reuse[0], reuse[1], reuse[2], reuse[3], reuse[4], reuse[5])
            #expect(forced.status == 0, "\(forced.errorText)")
            #expect(try content("A/tls.crt") != first)
            #expect(try content("A/ca.crt") == before)
            #expect(try await certs("inspect", "A/tls.crt", "A/tls.key", "A/ca.crt", "A/ca.key").status == 0)
        }

        @Test("issue prints a Secret that inspect, and kubectl's reader, understand, and writes no file")
        func secret() async throws {
            let outcome = try await certs("issue", "--secret", "gate-tls", "-n", "guard", "--service", "gate")
            #expect(outcome.status == 0, "\(outcome.errorText)")
            #expect(!FileManager.default.fileExists(atPath: directory.file("Certs")))
            let object = try #require(try YAMLReader().documents(in: outcome.output).first).json
            #expect(object["type"]?.string == "kubernetes.io/tls")
            #expect(object["metadata"]?["namespace"]?.string == "guard")
            let authority = try #require(object["data"]?.member("ca.crt")?.string)
            #expect(outcome.text.contains("# caBundle: \(authority)\n"))
            let inspected = try await certs("inspect", "-", "--service", "gate", "-n", "guard", input: outcome.output)
            #expect(inspected.status == 0, "\(inspected.text)")
            #expect(inspected.text.contains("Secret gate-tls, tls.crt: CN=gate.guard.svc\n"))
            #expect(inspected.text.contains("\n2 certificates, 1 private key: nothing is wrong.\n"))
        }

        @Test("inspect tells what is wrong, as text and as JSON, by its exit status, too")
        func inspect() async throws {
            #expect(try await certs("issue", "--days", "20").status == 0)
            #expect(try await certs("issue", "--directory", "Other").status == 0)
            let soon = try await certs("inspect", "Certs/tls.crt")
            #expect(soon.status == 1 && soon.text.contains(/in (19|20) days/), "\(soon.text)")
            #expect(try await certs("inspect", "Certs/tls.crt", "--within", "10d").status == 0)
            let mixed = try await certs(
                "inspect", "Certs/tls.crt", "Other/tls.key", "--ca", "Other/ca.crt", "--service", "x", "--within", "1d",
                "-o", "json")
            #expect(mixed.status == 1)
            let json = try JSON(parsing: mixed.output)
            #expect(json["problems"]?.count == 4, "\(mixed.text)")
            let row = json["certificates"]?[0]
            #expect(row?["trust"]?["status"]?.string == "refused")
            #expect(row?["missingNames"]?[0]?.string == "x.sekisho-system.svc")
            #expect([19, 20].contains(row?["daysLeft"]?.int))
        }

        @Test("inspect looks at what a server presents", arguments: ["localhost", "127.0.0.1"])
        func server(_ host: String) async throws {
            let server = try await Server()
            let authority = ["--ca", server.directory.file("ca.crt"), "--name"]
            let good = try await certs(
                "inspect", "\(host):\(server.port)", authority[0], authority[1], authority[2], host)
            #expect(good.status == 0, "\(good.text)\(good.errorText)")
            #expect(good.text.contains("\(host):\(server.port): CN=sekisho.gate.svc\n"))
            #expect(good.text.contains("  trust   verified by CN=End to end\n"))
            let bad = try await certs("inspect", "\(host):\(server.port)", "--service", "other")
            #expect(bad.status == 1)
            let plain = try await certs("inspect", "\(host):\(server.adminPort)")
            #expect(plain.status == 2)
            #expect(plain.errorText.contains("There was no TLS handshake"), "\(plain.errorText)")
        }

        @Test("inspect says that nobody is there")
        func nobody() async throws {
            let (port, _) = try Server.freePorts()
            let outcome = try await certs("inspect", "127.0.0.1:\(port)")
            #expect(outcome.status == 2)
            #expect(outcome.errorText.contains("127.0.0.1:\(port): There was no TLS handshake"), "\(outcome.errorText)")
        }

        @Test(
            "inspect says what it can't read",
            arguments: [
                ("nothing.crt", "nothing.crt: error: There is no such file"), (".", "damaged"),
                ("none", "none: error: There are no certificates and keys in this directory; wanted are files ending"),
                ("empty", "There are no certificates and keys in empty"),
                ("text", "There is no PEM block"), ("pod.yaml", "There are no certificates and keys in pod.yaml"),
                ("secret.yaml", "is no base64"), ("damaged.crt", "damaged"),
            ])
        func unreadable(_ file: String, _ words: String) async throws {
            try directory.write("", to: "empty")
            try directory.write("hello", to: "none/text")
            try directory.write("hello", to: "text")
            try directory.write("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n", to: "pod.yaml")
            try directory.write(
                "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {tls.crt: \"*\"}\n", to: "secret.yaml")
            try directory.write("-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n", to: "damaged.crt")
            let outcome = try await certs("inspect", file)
            #expect(outcome.status == 2)
            #expect(outcome.errorText.contains(words), "\(outcome.errorText)")
        }

        @Test("inspect looks at the certificates and keys of a directory")
        func wholeDirectory() async throws {
            #expect(try await certs("issue", "--directory", "leaf").status == 0)
            try directory.write("no certificate", to: "leaf/README")
            let outcome = try await certs("inspect", "leaf")
            #expect(outcome.status == 0, "\(outcome.errorText)")
            for file in ["leaf/ca.crt", "leaf/tls.crt", "leaf/tls.key"] {
                #expect(outcome.text.contains(file), "\(outcome.text)")
            }
        }

        @Test(
            "issue refuses what can't be",
            arguments: [
                ["issue", "--days", "0"], ["issue", "--ca", "x"], ["issue", "--service", "a b"],
                ["issue", "--name", "*"],
                ["issue", "--directory", "/proc/none"], ["authority", "--name", ""],
                ["issue", "--ca", "leaf/tls.crt", "--ca-key", "leaf/tls.key"],
                ["issue", "--ca", "leaf/ca.crt", "--ca-key", "leaf/tls.key"],
                ["issue", "--ca", "leaf/ca.crt", "--ca-key", "leaf/ca.key", "--days", "30"],
                ["inspect"], ["inspect", "leaf/tls.crt", "--within", "30"],
            ])
        func refused(_ arguments: [String]) async throws {
            #expect(try await certs("issue", "--directory", "leaf", "--days", "10", "--ca-days", "20").status == 0)
            let outcome = try await Subprocess.run(try Server.binary, ["certs"] + arguments, in: directory.path)
            #expect(outcome.status == 2, "\(outcome.text)")
            #expect(!outcome.errorText.isEmpty)
        }
    }
}
