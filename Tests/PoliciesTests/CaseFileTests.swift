import Configuration
import Documents
import Foundation
import Policies
import Rehearsal
import Testing

/// Every case of every policy, as users would run it with `sekisho test`.
@Suite("The cases of the policies")
struct CaseFileTests {
    @Test("All files of cases can be read", arguments: CaseFiles.all)
    func readable(file: CaseFiles.Named) {
        #expect(file.read().complaints.map(\.description) == [])
        #expect(!file.read().cases.isEmpty)
    }

    @Test("Every case comes out as its file says", arguments: CaseFiles.cases)
    func outcome(example: CaseFiles.Example) {
        #expect(example.theCase.outcome().differences == [], "\(example)")
    }
}

/// The files of cases beside the policies.
enum CaseFiles {
    /// The directory of the policies' sources.
    static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(components: "..", "..", "Sources", "Policies").standardizedFileURL

    /// A file by name.
    struct Named: Sendable, CustomTestStringConvertible {
        let url: URL
        /// The id of the policy that it is named after.
        var id: String { url.deletingPathExtension().lastPathComponent }
        var testDescription: String { url.lastPathComponent }

        func read() -> CaseFile {
            let bytes = (try? Data(contentsOf: url)).map(Array.init) ?? []
            return CaseFile(SourceText(name: url.lastPathComponent, bytes: bytes))
        }
    }

    /// One case of a file.
    struct Example: Sendable, CustomTestStringConvertible {
        let file: String
        let theCase: CaseFile.Case
        var testDescription: String { "\(file):\(theCase.location): \(theCase.name)" }
    }

    /// All files, by name.
    static let all: [Named] = {
        let directory = sources.appending(component: "Cases")
        let urls = try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        return (urls ?? []).filter { $0.pathExtension == "yaml" }.map(Named.init).sorted { $0.id < $1.id }
    }()

    /// All cases of all files.
    static let cases: [Example] = all.flatMap { file in
        file.read().cases.map { Example(file: file.testDescription, theCase: $0) }
    }
}
