/// A pattern for the registry and repository of images, compiled once and matched without allocation.
///
/// - `ghcr.io` is every repository of that registry.
/// - `ghcr.io/acme` is the repository `acme` and all below it, segment by segment: never `ghcr.io/acme-evil`.
/// - `*` stands for any text within one segment, `**` for any number of segments. A path with either matches to its
///   end: `ghcr.io/acme/*` is one level, `ghcr.io/acme/**` is `acme` and everything below it.
/// - In the host, `*` stands for any text within one label and `**` for any number of labels: `*.example.com` is
///   neither `example.com` nor `a.b.example.com`. Hosts match without regard to case.
/// - Ports must be equal; none is the same as 443.
/// - Names of Docker Hub are spelled out as in a reference: `nginx` and `docker.io/nginx` are
///   `docker.io/library/nginx`; everything on Docker Hub is `docker.io`, everything of one account there is
///   `docker.io/acme/**`.
/// - `**` alone is every image.
package struct ImagePattern: Hashable, Sendable, CustomStringConvertible {
    /// The pattern as it was written.
    package var description: String { compiled.text }
    private let compiled: Compiled

    /// Compiles a pattern.
    package init(parsing text: String) throws(ImagePatternError) {
        do throws(ImagePatternError.Reason) {
            let parts = try Parts(text)
            let (host, port) = try Self.host(parts.registry)
            compiled = Compiled(text: text, host: host, port: port, path: try Self.path(parts))
        } catch {
            throw ImagePatternError(text, error)
        }
    }

    package static func == (left: ImagePattern, right: ImagePattern) -> Bool { left.description == right.description }

    package func hash(into hasher: inout Hasher) { hasher.combine(description) }

    /// The image's registry and repository are of this pattern.
    package func matches(_ image: ImageReference) -> Bool {
        matches(registry: image.registry.utf8.span, repository: image.repository.utf8.span)
    }

    /// The registry and the repository, as a reference has them, are of this pattern.
    package func matches(registry: borrowing Span<UInt8>, repository: borrowing Span<UInt8>) -> Bool {
        compiled.matches(registry, repository)
    }

    private static func host(_ registry: Substring) throws(ImagePatternError.Reason) -> (SegmentPattern, Port?) {
        if registry == "**" { return (SegmentPattern(segments: [.any], separator: dot), nil) }
        let bytes = registry.utf8.span
        let number = Port(bytes, from: bytes.portStart)
        if number.number == nil || bytes.portStart == bytes.count - 1 {
            throw .badPort(bytes.string(bytes.portStart + 1..<bytes.count))
        }
        let host = registry.utf8.prefix(bytes.portStart)
        if host.first == UInt8(ascii: "[") {
            guard bytes.isRegistry else { throw .badHost(String(registry)) }
            return (SegmentPattern(segments: [.text(Substring(host))], separator: dot), number)
        }
        if let colon = host.firstIndex(of: UInt8(ascii: ":")) {
            throw .badPort(String(registry[registry.utf8.index(after: colon)...]))
        }
        let segments = try host.split(separator: dot, omittingEmptySubsequences: false).map {
            label throws(ImagePatternError.Reason) in
            guard let segment = Segment(Substring(label), where: { $0.isAlphanumeric || $0 == UInt8(ascii: "-") })
            else { throw .badHost(String(Substring(host))) }
            return segment
        }
        return (SegmentPattern(segments: segments, separator: dot), number)
    }

    private static func path(_ parts: Parts) throws(ImagePatternError.Reason) -> SegmentPattern {
        var segments: [Segment] = []
        for part in parts.path {
            if part.utf8.contains(where: \.isUpper) { throw .upperCase(String(part)) }
            guard let segment = Segment(part, where: isPathByte) else { throw .badSegment(String(part)) }
            segments.append(segment)
        }
        if parts.isDockerHub, segments.count == 1, segments[0] != .any { segments.insert(.text("library"), at: 0) }
        let hasWildcard = segments.contains { $0 == .any || $0.hasWildcard }
        return SegmentPattern(segments: segments, separator: slash, isPrefix: !hasWildcard)
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        byte.isLowerAlphanumeric || byte.isSeparator
    }
}

/// The parts of a pattern; an object, so that a pattern is passed on by one reference.
private final class Compiled: Sendable {
    let text: String
    private let host: SegmentPattern
    /// Nil is any port.
    private let port: Port?
    private let path: SegmentPattern

    init(text: String, host: SegmentPattern, port: Port?, path: SegmentPattern) {
        self.text = text
        self.host = host
        self.port = port
        self.path = path
    }

    func matches(_ registry: borrowing Span<UInt8>, _ repository: borrowing Span<UInt8>) -> Bool {
        let end = registry.portStart
        if let port, port != Port(registry, from: end) { return false }
        return host.matches(registry.extracting(first: end)) && path.matches(repository)
    }
}

private let dot = UInt8(ascii: ".")
private let slash = UInt8(ascii: "/")

/// The registry and the segments of a pattern, with Docker Hub's registry where none is written.
private struct Parts {
    let registry: Substring
    let path: [Substring]
    var isDockerHub: Bool { registry.utf8.lazy.map(\.lowercased).elementsEqual("docker.io".utf8) }

    init(_ text: String) throws(ImagePatternError.Reason) {
        var segments = text.utf8.split(separator: slash, omittingEmptySubsequences: false).map { Substring($0) }
        guard let first = segments.first, !text.isEmpty else { throw .empty }
        if segments.contains(where: \.isEmpty) { throw .emptySegment }
        if first == "*" { throw .bareStar }
        if text.utf8.contains(UInt8(ascii: "@")) { throw .tagOrDigest }
        if segments.dropFirst().contains(where: { $0.utf8.contains(UInt8(ascii: ":")) }) { throw .tagOrDigest }
        if first == "**" {
            registry = first
        } else if first.utf8.span.namesRegistry {
            if segments.count == 1, Self.mayBeTagged(first) { throw .portOrTag(String(first)) }
            registry = first == "index.docker.io" ? "docker.io" : first
            segments.removeFirst()
        } else {
            registry = "docker.io"
        }
        path = segments
    }

    /// `python:3` could be a registry with a port or a tagged image.
    private static func mayBeTagged(_ segment: Substring) -> Bool {
        let (host, port) = segment.splitOnce(at: UInt8(ascii: ":"))
        return port != nil && !host.utf8.contains(dot) && host.utf8.first != UInt8(ascii: "[") && host != "localhost"
    }
}

/// The port of a registry, by number; the default one is 443.
private struct Port: Hashable, Sendable {
    /// Nil when it is past 65535, which no server has.
    let number: Int?

    /// The port that stands from `start`, its colon, to the end of a registry that is well formed.
    init(_ registry: borrowing Span<UInt8>, from start: Int) {
        guard start < registry.count else {
            number = 443
            return
        }
        var value = 0
        for position in start + 1..<registry.count where value <= 65535 {
            value = value * 10 + Int(registry[position] & 0x0F)
        }
        number = value <= 65535 ? value : nil
    }
}

/// Why a text is no image pattern.
package struct ImagePatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Error, Hashable, Sendable {
        case empty
        case emptySegment
        case bareStar
        case tagOrDigest
        case portOrTag(String)
        case badPort(String)
        case badHost(String)
        case upperCase(String)
        case badSegment(String)
    }

    /// The pattern as it was found.
    package let text: String
    /// What is wrong.
    package let reason: Reason

    init(_ text: String, _ reason: Reason) {
        self.text = text
        self.reason = reason
    }

    /// A sentence: the pattern, and what is wrong with it.
    package var description: String {
        text.isEmpty ? "The image pattern is empty." : "\"\(text)\" is no image pattern: \(reason.clause)."
    }
}

extension ImagePatternError.Reason {
    fileprivate var clause: String {
        switch self {
        case .empty: "it is empty"
        case .emptySegment: "it has an empty segment; it must neither begin nor end with a slash nor have two in a row"
        case .bareStar:
            "it leaves open whether `*` is a registry; write `**` for every image, `docker.io/library/*` or a registry first"
        case .tagOrDigest: "it has a tag or a digest, and patterns are about registries and repositories only"
        case .portOrTag(let text):
            "\"\(text)\" could be a registry with a port or an image with a tag; write \"\(text)/**\" for the "
                + "registry, and leave the tag out for the image"
        case .badPort(let port): "\"\(port)\" is no port number"
        case .badHost(let host):
            "\"\(host)\" is no host, which is labels of letters, digits, dashes and `*`, or `**` for any labels"
        case .upperCase(let segment): "repositories are lower case, but it has \"\(segment)\""
        case .badSegment(let segment):
            "\"\(segment)\" is no segment, which is lower-case letters, digits, `.`, `_`, `-` and `*`, or `**`"
        }
    }
}
