import Foundation
import Testing

/// Compares a text with a file of Golden. With RECORD_GOLDEN in the environment the file is written instead, and the
/// test fails, so that a recording never passes for a test.
func expectGolden(_ text: String, _ name: String, at location: SourceLocation = #_sourceLocation) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(components: "Golden", name)
    guard ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == nil else {
        try Data(text.utf8).write(to: file)
        Issue.record("Golden/\(name) was recorded.", sourceLocation: location)
        return
    }
    let wanted = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text == wanted, "Golden/\(name) differs.", sourceLocation: location)
}
