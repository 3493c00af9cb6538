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
        guard !Self.isIdentifier(text) else { throw ImageReferenceError(text, .identifier) }
        let (registry, rest) = Self.splitRegistry(text)
        let (name, digest) = rest.splitOnce(at: UInt8(ascii: "@"))
        let (path, tag) = name.splitOnce(at: UInt8(ascii: ":"))
        do throws(ImageReferenceError.Reason) {
            try Self.checkRegistry(registry)
            self.registry = registry == "index.docker.io" ? "docker.io" : registry
            repository = try Self.repository(path, isDockerHub: self.registry == "docker.io")
            self.tag = try tag.map(Self.checkTag)
            self.digest = try digest.map(Self.checkDigest)
        } catch {
            throw ImageReferenceError(text, error)
        }
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
    package var description: String { normalized }
}

extension ImageReference {
    /// The registry, as far as one is written, and what follows it.
    static func splitRegistry(_ text: String) -> (registry: String, rest: Substring) {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return ("docker.io", text[...]) }
        let first = text[..<slash]
        guard isRegistry(first) else { return ("docker.io", text[...]) }
        return (String(first), text[text.utf8.index(after: slash)...])
    }

    /// A first segment that is no path segment: it has a dot, a colon or a capital, or is `localhost`.
    static func isRegistry(_ segment: Substring) -> Bool {
        if segment.utf8.elementsEqual("localhost".utf8) { return true }
        return segment.utf8.contains {
            $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || (0x41...0x5A).contains($0)
        }
    }

    /// 64 hexadecimal digits are an image's identifier, which has no registry.
    private static func isIdentifier(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy(\.isLowerHexadecimal)
    }

    private static func repository(
        _ path: Substring, isDockerHub: Bool
    ) throws(ImageReferenceError.Reason) -> String {
        guard !path.isEmpty else { throw .noRepository }
        var segments = 0
        for segment in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            try checkSegment(Substring(segment))
            segments += 1
        }
        let repository = isDockerHub && segments == 1 ? "library/" + path : String(path)
        guard repository.utf8.count <= 255 else { throw .tooLong(repository.utf8.count) }
        return repository
    }

    private static func checkTag(_ tag: Substring) throws(ImageReferenceError.Reason) -> String {
        let isWellFormed =
            tag.utf8.count <= 128 && (tag.utf8.first.map { $0.isAlphanumeric || $0 == UInt8(ascii: "_") } ?? false)
            && tag.utf8.allSatisfy {
                $0.isAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
            }
        guard isWellFormed else { throw .badTag(String(tag)) }
        return String(tag)
    }

    /// The algorithms that runtimes know, and as many lower-case digits as each makes (opencontainers/go-digest).
    private static func checkDigest(_ digest: Substring) throws(ImageReferenceError.Reason) -> String {
        let (algorithm, digits) = digest.splitOnce(at: UInt8(ascii: ":"))
        let lengths: [Substring: Int] = ["sha256": 64, "sha384": 96, "sha512": 128]
        guard let digits, let length = lengths[algorithm], digits.utf8.count == length,
            digits.utf8.allSatisfy(\.isLowerHexadecimal)
        else { throw .badDigest(String(digest)) }
        return String(digest)
    }
}
