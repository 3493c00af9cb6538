import Documents
import Foundation
import Support
import Testing

extension EndToEnd {
    /// `Manifests/install.yaml`, which is what the program prints.
    @Suite("The rendered installation")
    struct RenderedInstallationTests {
        private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        private static let file = "Manifests/install.yaml"

        /// What stands above the objects.
        private static let head = """
            # Made by `sekisho manifests --policies Manifests/policies/guide --certificates cert-manager`; a test fails when
            # it is stale. It needs cert-manager, since a file that everybody has can't hold a private key: run
            # `sekisho manifests` yourself for certificates of other sources, another image, or policies of your own.
            #
            #   docker build -f Manifests/Dockerfile -t sekisho:0.1.0 .     and make the image known to the nodes
            #   kubectl apply -f Manifests/install.yaml -l app.kubernetes.io/component=server
            #   kubectl -n sekisho-system rollout status deployment/sekisho
            #   kubectl apply -f Manifests/install.yaml

            """

        private func run(_ arguments: [String], input: String = "") async throws -> Subprocess.Outcome {
            try await Subprocess.run(try Server.binary, arguments, input: Array(input.utf8), in: Self.root)
        }

        private func text() throws -> String {
            String(decoding: try Data(contentsOf: URL(filePath: "\(Self.root)/\(Self.file)")), as: UTF8.self)
        }

        @Test("It is what the program prints; RECORD_GOLDEN=1 records it anew")
        func isFresh() async throws {
            let printed = try await run(
                ["manifests", "--policies", "Manifests/policies/guide", "--certificates", "cert-manager"])
            #expect(printed.status == 0 && printed.errorText.isEmpty, "\(printed.errorText)")
            let wanted = Self.head + printed.text
            if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
                try Data(wanted.utf8).write(to: URL(filePath: "\(Self.root)/\(Self.file)"))
                Issue.record("\(Self.file) was recorded.")
            }
            #expect(try text() == wanted, "\(Self.file) is stale.")
        }

        @Test("Its objects pass every ready set of policies", arguments: ["baseline", "guide", "restricted"])
        func passes(_ policies: String) async throws {
            let outcome = try await run(["check", Self.file, "--policies", "Manifests/policies/\(policies)"])
            #expect(outcome.status == 0)
            #expect(outcome.text.hasPrefix("13 objects: 13 clean.\n"), "\(outcome.text)")
        }

        @Test("The doctor finds nothing wrong with it")
        func isSound() async throws {
            let outcome = try await run(["doctor", Self.file])
            #expect(outcome.text == "2 webhooks in 2 configurations: nothing found.\n", "\(outcome.errorText)")
        }

        @Test(
            "The doctor finds nothing wrong with an installation of any ready set",
            arguments: ["baseline", "restricted"])
        func setsAreSound(_ policies: String) async throws {
            let printed = try await run(["manifests", "--policies", "Manifests/policies/\(policies)"])
            #expect(printed.status == 0 && printed.errorText.isEmpty, "\(printed.errorText)")
            let outcome = try await run(["doctor", "-"], input: printed.text)
            #expect(outcome.status == 0, "\(outcome.text)")
        }

        @Test(
            "What the program prints, whatever the source of certificates, passes the strictest set from a pipe",
            arguments: ["secret", "cert-manager", "self-managed", "none"])
        func pipe(_ source: String) async throws {
            let printed = try await run(
                ["manifests", "--policies", "Manifests/policies/restricted", "--certificates", source])
            #expect(printed.status == 0, "\(printed.errorText)")
            let checked = try await run(
                ["check", "-", "--policies", "Manifests/policies/restricted"], input: printed.text)
            #expect(checked.status == 0, "\(checked.text)")
        }
    }
}
