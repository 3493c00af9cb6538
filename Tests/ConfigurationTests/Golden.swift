import Foundation
import Testing

/// Files beside this one that hold what is expected.
///
/// With `SEKISHO_GOLDEN=write` in the environment the tests write them anew; read what `git diff` says then.
enum Golden {
    /// Where they are.
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

    /// The names of all files with an ending, sorted.
    static func names(_ endings: String...) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
    }

    /// The bytes of a file.
    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appendingPathComponent(name)))
    }

    /// Compares a text with the file that holds what is expected.
    static func expect(_ text: String, _ name: String, _ place: SourceLocation = #_sourceLocation) throws {
        if ProcessInfo.processInfo.environment["SEKISHO_GOLDEN"] == "write" {
            try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        }
        let expected = String(decoding: try bytes(name), as: UTF8.self)
        #expect(text == expected, "\(name)", sourceLocation: place)
    }
}
