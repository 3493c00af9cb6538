package import Documents

extension ImageReference {
    /// The value is a string that names an image, and the condition holds for the image's registry and repository as
    /// a reference has them. Makes no texts of them.
    package static func isImage(
        _ json: JSON, where condition: (_ registry: borrowing Span<UInt8>, _ repository: borrowing Span<UInt8>) -> Bool
    ) -> Bool {
        json.withUTF8 { holds(for: $0.span, condition) } ?? false
    }

    private static func holds(
        for text: borrowing Span<UInt8>, _ condition: (borrowing Span<UInt8>, borrowing Span<UInt8>) -> Bool
    ) -> Bool {
        guard text.count > 0, !text.isIdentifier, let parts = try? ReferenceParts(text) else { return false }
        let path = text.extracting(parts.path)
        if let registry = parts.registry, !text.extracting(registry).isDockerHub {
            return path.count <= 255 && condition(text.extracting(registry), path)
        }
        let hub = "docker.io"
        guard parts.segments == 1 else { return path.count <= 255 && condition(hub.utf8.span, path) }
        return path.count <= 247 && withLibrary(path) { condition(hub.utf8.span, $0) }
    }

    /// Short names of Docker Hub are those of its library.
    private static func withLibrary(
        _ path: borrowing Span<UInt8>, _ condition: (borrowing Span<UInt8>) -> Bool
    ) -> Bool {
        let library = "library/"
        let prefix = library.utf8.span
        var name = InlineArray<255, UInt8>(repeating: 0)
        let length = prefix.count + path.count
        guard length <= name.count else { return false }
        for position in 0..<prefix.count { name[position] = prefix[position] }
        for position in 0..<path.count { name[prefix.count + position] = path[position] }
        return condition(name.span.extracting(0..<length))
    }
}

extension Span<UInt8> {
    fileprivate var isDockerHub: Bool {
        count == 9 && has("docker.io", at: 0) || count == 15 && has("index.docker.io", at: 0)
    }
}
