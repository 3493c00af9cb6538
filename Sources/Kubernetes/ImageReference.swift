/// The name of a container image, as container runtimes read it: `registry/repository:tag@digest`
/// (distribution/reference, ParseNormalizedNamed).
///
/// Docker Hub's short names are spelled out: `nginx` is `docker.io/library/nginx`. A missing tag stays missing.
package struct ImageReference: Hashable, Sendable {
    /// Host and port as they were written: `docker.io`, `localhost:5000`, `[::1]:5000`. Host names compare without
    /// regard to case, which `ImagePattern` does.
    package let registry: String
    /// The path within the registry: `library/nginx`.
    package let repository: String
    /// `1.27`; nil when there is none, which pulls `latest` where there is no digest either.
    package let tag: String?
    /// `sha256:…`; what it names is pulled whatever the tag says.
    package let digest: String?

    /// Parses a reference in any of its short and long forms.
    package init(parsing text: String) throws(ImageReferenceError) {
        guard !text.isEmpty else { throw ImageReferenceError(text, .empty) }
        let bytes = text.utf8.span
        guard !bytes.isIdentifier else { throw ImageReferenceError(text, .identifier) }
        let parts: ReferenceParts
        do throws(ImageReferenceError.Reason) {
            parts = try ReferenceParts(bytes)
        } catch {
            throw ImageReferenceError(text, error)
        }
        let registry = parts.registry.map { text.slice($0) } ?? "docker.io"
        self.registry = registry == "index.docker.io" ? "docker.io" : registry
        let isShort = parts.segments == 1 && self.registry == "docker.io"
        repository = isShort ? "library/" + text.slice(parts.path) : text.slice(parts.path)
        tag = parts.tag.map { text.slice($0) }
        digest = parts.digest.map { text.slice($0) }
        guard repository.utf8.count <= 255 else { throw ImageReferenceError(text, .tooLong(repository.utf8.count)) }
    }

    private init(registry: String, repository: String, tag: String?, digest: String?) {
        self.registry = registry
        self.repository = repository
        self.tag = tag
        self.digest = digest
    }

    /// The same tag and digest in another place, such as a mirror; the caller has checked both names.
    package func with(registry: String? = nil, repository: String? = nil) -> ImageReference {
        ImageReference(
            registry: registry ?? self.registry, repository: repository ?? self.repository, tag: tag, digest: digest)
    }

    /// Registry and repository: `docker.io/library/nginx`.
    package var name: String { registry + "/" + repository }

    /// The segments of the repository: `library`, `nginx`.
    package var path: [Substring] { repository.split(separator: "/") }

    /// The full form: `docker.io/library/nginx:1.27`.
    package var normalized: String {
        name + (tag.map { ":" + $0 } ?? "") + (digest.map { "@" + $0 } ?? "")
    }

    /// What is pulled where no digest says otherwise: the tag, or `latest`.
    package var effectiveTag: String { tag ?? "latest" }

    /// Nothing but `latest` says which image is meant.
    package var isLatest: Bool { digest == nil && effectiveTag == "latest" }
}

extension ImageReference: CustomStringConvertible {
    /// The full form.
    package var description: String { normalized }
}

extension String {
    /// The text between two byte offsets that stand at ASCII characters or the ends.
    fileprivate func slice(_ range: Range<Int>) -> String {
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        return String(self[start..<utf8.index(start, offsetBy: range.count)])
    }
}
