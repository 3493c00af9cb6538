import Foundation
import Support
import Synchronization
import TLS
import Testing

extension EndToEnd {
    @Suite("Ten times what the server can do")
    struct OverloadTests {
        /// Takes so long that few requests are too many: a rule with some thousand steps.
        private static let gate = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: slow}
            spec:
              failurePolicy: Fail
              matchConstraints:
                resourceRules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              variables:
                - {name: some, expression: "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]"}
              validations:
                - expression: variables.some.all(a, variables.some.all(b, variables.some.all(c, a + b + c < 100)))
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: slow}
            spec: {policyName: slow, validationActions: [Deny]}

            """

        /// Seconds that the client grants, and what the server may take of them.
        private static let timeout = 4

        @Test("Answers are in time or 429, memory stays flat, and right afterwards all is well")
        func overload() async throws {
            let server = try await Server(gate: Self.gate) { _ in ["--loops", "1"] }
            let calm = Storm(on: server, clients: 4, timeout: Self.timeout)
            let capacity = await calm.blow(for: .seconds(2)).rate
            try #require(capacity > 0)
            let before = try memory(server)
            // They come again long before the server asks for it: a thousand times a second and more, all together.
            let storm = Storm(on: server, clients: 384, timeout: Self.timeout)
            async let blowing = storm.blow(for: .seconds(6))
            let peak = try await highest(server, while: storm)
            let tally = await blowing
            let afterwards = await Storm(on: server, clients: 4, timeout: Self.timeout).blow(for: .seconds(1))
            let after = try memory(server)
            print(
                """
                Overload: capacity \(Int(capacity))/s, offered \(Int(tally.offered))/s (times \(Int(tally.offered / capacity))), \
                served \(tally.served), shed \(tally.shed), 99 of 100 within \(tally.p99), slowest \(tally.slowest), \
                memory in KiB before \(before), at most \(peak), after \(after); afterwards \(Int(afterwards.rate))/s.
                """)
            #expect(tally.failures == [])
            #expect(tally.served > 0 && tally.shed > 2 * tally.served, "The server did not have too much to do.")
            #expect(tally.slowest < .seconds(Self.timeout))
            #expect(Double(tally.served) > 0.3 * capacity * 6, "Turning requests down costs more than answering them.")
            #expect(peak < before + 48 << 10)
            #expect(afterwards.shed == 0 && afterwards.failures == [] && afterwards.served > 0)
        }

        /// Memory that is resident, in KiB.
        private func memory(_ server: Server) throws -> Int {
            let status = try String(contentsOfFile: "/proc/\(server.process.identifier)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            return try #require(line?.split(separator: " ").dropFirst().first.flatMap { Int($0.filter(\.isNumber)) })
        }

        private func highest(_ server: Server, while storm: Storm) async throws -> Int {
            var peak = 0
            repeat {
                peak = max(peak, try memory(server))
                try await Task.sleep(for: .milliseconds(50))
            } while !storm.hasEnded
            return peak
        }
    }

    /// Clients that send one review after the other, each on a connection of its own. After a 429 a client waits for a
    /// quarter of a second.
    final class Storm: Sendable {
        struct Tally: Sendable {
            var served = 0
            var shed = 0
            var times: [Duration] = []
            var failures: [String] = []
            var length = Duration.zero

            var slowest: Duration { times.max() ?? .zero }
            var p99: Duration { times.isEmpty ? .zero : times.sorted()[times.count * 99 / 100] }
            /// Requests that were served a second, and that were sent.
            var rate: Double { Double(served) / (length / .seconds(1)) }
            var offered: Double { Double(times.count) / (length / .seconds(1)) }
        }

        private let server: Server
        private let clients: Int
        private let request: [UInt8]
        private let tally = Mutex(Tally())
        private let running = Atomic<Int>(0)
        private let isOver = Atomic<Bool>(false)

        init(on server: Server, clients: Int, timeout: Int) {
            (self.server, self.clients) = (server, clients)
            let text = String(decoding: Reviews.post(Reviews.allowed), as: UTF8.self)
            request = Array(text.replacing("timeout=10s", with: "timeout=\(timeout)s").utf8)
        }

        /// The last client is done.
        var hasEnded: Bool { isOver.load(ordering: .acquiring) }

        /// Sends for so long, and waits for the last answers.
        func blow(for length: Duration) async -> Tally {
            defer { isOver.store(true, ordering: .releasing) }
            guard let settings = try? server.clientSettings, let context = try? TLSContext(client: settings) else {
                return Tally(failures: ["There are no clients."])
            }
            let connections = await connect(context)
            running.store(clients, ordering: .relaxed)
            let start = ContinuousClock.now
            for connection in connections {
                Thread { [self] in
                    send(connection, until: start + length)
                    running.subtract(1, ordering: .releasing)
                }.start()
            }
            while running.load(ordering: .acquiring) > 0 { try? await Task.sleep(for: .milliseconds(5)) }
            let took = ContinuousClock.now - start
            return tally.withLock {
                $0.length = took
                return $0
            }
        }

        /// Safe to share: handed on to one thread.
        private struct Connection: @unchecked Sendable {
            let client: Client?
        }

        private func connect(_ context: TLSContext) async -> [Connection] {
            let (port, clients) = (server.port, clients)
            return
                (try? await blocking { (0..<clients).map { _ in Connection(client: try? Client(port: port, context)) } })
                ?? []
        }

        private func send(_ connection: Connection, until end: ContinuousClock.Instant) {
            guard let client = connection.client else { return fail("A connection did not come about.") }
            while ContinuousClock.now < end, let answer = ask(client), !answer.isLast {
                if answer.status == 429 { Thread.sleep(forTimeInterval: 0.25) }
            }
        }

        private func ask(_ client: Client) -> Answer? {
            let start = ContinuousClock.now
            do {
                try client.send(request)
                let answer = try client.answer()
                note(answer, took: .now - start)
                return answer
            } catch {
                fail("\(error)")
                return nil
            }
        }

        private func fail(_ text: String) { tally.withLock { $0.failures.append(text) } }

        private func note(_ answer: Answer?, took time: Duration) {
            tally.withLock { tally in
                tally.times.append(time)
                switch (answer?.status, answer?.fields["retry-after"]) {
                case (200, _) where answer.flatMap { verdict($0.body) } == true: tally.served += 1
                case (429, "1"): tally.shed += 1
                case (let status, _): tally.failures.append("\(status ?? 0): \(answer?.text ?? "no answer")")
                }
            }
        }
    }
}
