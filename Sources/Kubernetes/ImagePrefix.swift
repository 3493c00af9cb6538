/// A registry, or a place in one, and all repositories below it by whole path segments: `docker.io`, `ghcr.io/acme`.
///
/// Unlike an `ImagePattern` it is written out: it begins with its registry, has no wildcards, and `docker.io/acme` is
/// the account of that name.
package struct ImagePrefix: Hashable, Sendable, CustomStringConvertible {
    /// The prefix as it was written.
    package let description: String
    private let registry: String
    private let path: String
    private let pattern: ImagePattern

    /// Parses a prefix.
    package init(parsing text: String) throws(ImagePrefixError) {
        // Two more segments keep the short names of Docker Hub from being spelled out.
        guard let sample = try? ImageReference(parsing: text + "/x/x"), sample.name == text + "/x/x",
            let pattern = try? ImagePattern(parsing: text + "/**")
        else { throw ImagePrefixError(text: text) }
        description = text
        registry = sample.registry
        path = String(sample.repository.dropLast("/x/x".count))
        self.pattern = pattern
    }

    /// The registry and the repository, as a reference has them, are at this place or below it.
    package func holds(registry: borrowing Span<UInt8>, repository: borrowing Span<UInt8>) -> Bool {
        pattern.matches(registry: registry, repository: repository)
    }

    /// What stands below this prefix in the name of an image, empty for the prefix itself; nil for other images.
    package func rest(of image: ImageReference) -> Substring? {
        guard pattern.matches(image) else { return nil }
        let rest = image.repository.utf8.dropFirst(path.isEmpty ? 0 : path.utf8.count + 1)
        return Substring(rest)
    }

    /// The image at the same place below this prefix, with its tag and digest; nil where that is no image.
    package func image(below rest: Substring, like image: ImageReference) -> ImageReference? {
        let parts = [path[...], rest].filter { !$0.isEmpty }
        let moved = image.with(registry: registry, repository: parts.joined(separator: "/"))
        return (try? ImageReference(parsing: moved.normalized)) == moved ? moved : nil
    }
}

/// Why a text is no prefix of images.
package struct ImagePrefixError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The prefix as it was found.
    package let text: String

    package var description: String {
        "\"\(text)\" is no place of images, which is a registry and perhaps a path, such as docker.io or ghcr.io/acme, "
            + "without wildcards, tag and digest."
    }
}
