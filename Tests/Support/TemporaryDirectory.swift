import Foundation

/// A new directory with a name of its own, removed with all in it when this object goes.
///
/// Keep the object in a variable for as long as its files are needed (`withExtendedLifetime`, or use it last).
package final class TemporaryDirectory: Sendable {
    /// The directory's absolute path.
    package let path: String

    /// Makes the directory under the system's directory for temporary files.
    package init() throws {
        let name = "sekisho-\(UUID().uuidString)"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The absolute path of `name` in this directory.
    package func file(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Writes a file, and the directories on the way to it; what was there is replaced in one step.
    ///
    /// - Returns: the file's absolute path.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let url = URL(fileURLWithPath: file(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url, options: .atomic)
        return url.path
    }

    /// Writes a text file as UTF-8.
    ///
    /// - Returns: the file's absolute path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }
}
