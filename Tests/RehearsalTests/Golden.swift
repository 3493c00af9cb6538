import Foundation
import Testing

/// Compares a text with a file of Golden. With RECORD_GOLDEN in the environment the file is written instead, and the
/// test fails, so that a recording never passes for a test.
func expectGolden(_ text: String, _ name: String, at location: SourceLocation = #_sourceLocation) throws {
    try expect(text, in: "Tests/RehearsalTests/Golden/\(name)", location)
}

/// Compares a text with a file that this package's program prints, by its path from the package's root. It is recorded
/// as golden files are.
func expectGenerated(_ text: String, _ path: String, at location: SourceLocation = #_sourceLocation) throws {
    try expect(text, in: path, location)
}

private func expect(_ text: String, in path: String, _ location: SourceLocation) throws {
    let here = URL(filePath: #filePath).resolvingSymlinksInPath()
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: path)
    guard ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == nil else {
        try Data(text.utf8).write(to: file)
        Issue.record("\(path) was recorded.", sourceLocation: location)
        return
    }
    let wanted = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text == wanted, "\(path) differs; RECORD_GOLDEN=1 records it anew.", sourceLocation: location)
}
