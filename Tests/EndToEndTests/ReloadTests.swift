import Foundation
import Support
import TLS
import Testing

extension EndToEnd {
    @Suite("Changes while requests come")
    struct ReloadTests {
        /// Waits until something becomes true of the server.
        private func eventually(_ condition: @escaping @Sendable () throws -> Bool) async throws -> Bool {
            let deadline = ContinuousClock.now + .seconds(20)
            while .now < deadline {
                if try await blocking(condition) { return true }
                try await Task.sleep(for: .milliseconds(50))
            }
            return false
        }

        private func verify(_ tally: Load.Tally) {
            #expect(tally.failures == [])
            #expect(tally.refused == 0)
            #expect(tally.answered > 20)
        }

        @Test("A new certificate is presented, and a bad one isn't, with not one request failing")
        func certificate() async throws {
            let server = try await Server()
            let load = try Load(on: server, requestsPerConnection: 5)
            await load.answers(20)
            let renewed = try server.site.replaceCertificate().pem
            #expect(try await eventually { try Client(server).session.peerCertificate?.pem == renewed })
            for (name, content) in try bads(server) {
                let before = server.process.errorsSoFar.count
                try server.directory.write(content, to: name)
                let reports = await server.process.wait(timeout: .seconds(20)) {
                    server.process.errorsSoFar.dropFirst(before).contains(name)
                }
                #expect(reports, "Nothing is said of a bad \(name): \(server.process.errorsSoFar)")
                #expect(try await blocking { try Client(server).session.peerCertificate?.pem } == renewed)
            }
            await load.answers(20)
            let again = try server.site.replaceCertificate().pem
            #expect(try await eventually { try Client(server).session.peerCertificate?.pem == again })
            verify(await load.stop())
        }

        /// A key that isn't the certificate's, and a certificate that is none.
        private func bads(_ server: Server) throws -> [(name: String, content: [UInt8])] {
            let other = try server.authority.issue(.service("other", namespace: "gate"))
            return [("server.key", try other.key.pem), ("server.crt", Array("no certificate\n".utf8))]
        }

        @Test("New policies judge, and broken ones don't, with not one request failing")
        func policies() async throws {
            let server = try await Server()
            let load = try Load(on: server)
            @Sendable func judge() throws -> Bool? {
                let client = try Client(server)
                try client.send(Reviews.post(Reviews.unfit))
                return try client.answer().flatMap { verdict($0.body) }
            }
            #expect(try await blocking(judge) == false)
            let lenient = Server.gate.replacing(
                "- policy: run-as-non-root", with: "- {policy: run-as-non-root, mode: Warn}")
            try server.directory.write(lenient, to: "policies/gate.yaml")
            #expect(try await eventually { try judge() == true })
            try server.directory.write(Server.gate.replacing("run-as", with: "ran-as"), to: "policies/gate.yaml")
            let reports = await server.process.wait(timeout: .seconds(20)) {
                server.process.errorsSoFar.contains("gate.yaml:7:")
            }
            #expect(reports, "Nothing is said of a broken set: \(server.process.errorsSoFar)")
            #expect(try await blocking(judge) == true)
            try server.directory.write(Server.gate, to: "policies/gate.yaml")
            #expect(try await eventually { try judge() == false })
            verify(await load.stop())
        }
    }

    @Suite("The end of a server")
    struct DrainTests {
        @Test("SIGTERM: every request under way is answered, then the process ends well", arguments: [1, 4])
        func drain(clients: Int) async throws {
            let server = try await Server { _ in ["--drain-delay", "1"] }
            let load = try Load(on: server, clients: clients)
            await load.answers(50)
            let outcome = await server.stop()
            #expect(outcome.status == 0, "\(outcome.errorText)")
            let tally = await load.stop()
            #expect(tally.failures == [])
            #expect(tally.answered >= 50)
        }

        @Test("A request whose body is still coming is answered, and the connection is ended")
        func lastRequest() async throws {
            let server = try await Server { _ in ["--drain-delay", "0"] }
            let request = Reviews.post(Reviews.allowed)
            let client = try await blocking { try Handle(Client(server)) }
            try await blocking { try client.value.send(request.prefix(300)) }
            server.process.send(signal: SIGTERM)
            try await Task.sleep(for: .milliseconds(300))
            let answer = try await blocking {
                try client.value.send(request.dropFirst(300))
                return try client.value.answer()
            }
            #expect(answer?.status == 200)
            #expect(answer?.isLast == true)
            #expect(await server.process.wait().status == 0)
        }

        @Test("Before it drains it says that it is not ready, and still serves new connections")
        func delay() async throws {
            let server = try await Server { _ in ["--drain-delay", "2"] }
            server.process.send(signal: SIGTERM)
            let adminPort = server.adminPort
            let isUnready = await server.process.wait { (try? Wire.get("/readyz", port: adminPort).status) == 503 }
            #expect(isUnready)
            #expect(verdict(try await Curl.post(Reviews.allowed, server).body) == true)
            #expect(await server.process.wait().status == 0)
        }

        /// Safe to share: the test hands it from thread to thread, and never has two at it.
        struct Handle: @unchecked Sendable {
            let value: Client

            init(_ value: Client) {
                self.value = value
            }
        }
    }
}

extension String {
    func replacing(_ text: String, with other: String) -> String {
        split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
    }
}
