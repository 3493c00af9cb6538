import Foundation
import Support
import Testing

extension EndToEnd {
    /// What can be said of the image without building one.
    @Suite("The image")
    struct ImageTests {
        private func lines() throws -> [String] {
            let path = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Manifests/Dockerfile")
            return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map(String.init)
        }

        @Test("It holds every library of the system that the program is linked to, and no other")
        func libraries() async throws {
            let start = "ARG LIBRARIES=\""
            let list = try #require(try lines().first { $0.hasPrefix(start) })
            let held = list.dropFirst(start.count).dropLast().split(separator: " ").map(String.init)
            let outcome = try await Subprocess.run("ldd", [try Server.binary])
            let linked = outcome.text.split(separator: "\n").compactMap { line -> String? in
                let words = line.split(whereSeparator: \.isWhitespace)
                guard words.count > 2, words[1] == "=>", !words[2].contains("/swift/") else { return nil }
                return String(words[0])
            }
            #expect(linked.count > 4, "\(outcome.text)")
            #expect(Set(held) == Set(linked))
        }

        @Test("What it is made of is pinned by a tag that says a whole version")
        func bases() throws {
            let bases = try lines().filter { $0.hasPrefix("FROM ") }.map { $0.split(separator: " ")[1] }
            #expect(bases.count == 2)
            for base in bases where base != "scratch" {
                #expect(base.contains(/:[0-9]+\.[0-9]+\.[0-9]+-[a-z]+$/), "\(base)")
            }
        }

        @Test("It runs as the user of the Deployment, and not as root")
        func user() throws {
            #expect(try lines().contains("USER 65532:65532"))
            #expect(try lines().last { $0.hasPrefix("FROM ") } == "FROM scratch")
        }
    }
}
