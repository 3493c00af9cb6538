import Documents
import Kubernetes
import Testing

@Suite("ImagePrefix")
struct ImagePrefixTests {
    /// A prefix, an image, and what stands below the prefix in its name.
    typealias Case = (prefix: String, image: String, rest: String?)

    @Test(
        "Images are below a prefix by whole segments",
        arguments: [
            ("docker.io", "nginx:1", "library/nginx"), ("docker.io", "acme/web", "acme/web"),
            ("docker.io/acme", "acme/web", "web"), ("docker.io/acme", "nginx", nil),
            ("docker.io/library/nginx", "nginx", ""), ("ghcr.io/acme", "ghcr.io/acme-evil/web", nil),
            ("ghcr.io/acme", "GHCR.IO/acme/a/b@sha256:" + String(repeating: "0", count: 64), "a/b"),
            ("ghcr.io", "ghcr.io.evil.example/web", nil), ("mirror:5000", "mirror:5000/web", "web"),
            ("mirror:5000", "mirror/web", nil), ("ghcr.io", "ghcr.io:443/web", "web"),
            ("[::1]:5000", "[::1]:5000/web", "web"), ("localhost", "localhost/web", "web"),
        ] as [Case])
    func rest(_ example: Case) throws {
        let prefix = try ImagePrefix(parsing: example.prefix)
        let image = try ImageReference(parsing: example.image)
        #expect(prefix.rest(of: image).map(String.init) == example.rest)
        #expect(
            prefix.holds(registry: image.registry.utf8.span, repository: image.repository.utf8.span)
                == (example.rest != nil))
    }

    @Test(
        "Images move to the same place below another prefix",
        arguments: [
            ("mirror.example.com", "library/nginx", "nginx:1", "mirror.example.com/library/nginx:1"),
            ("mirror.example.com/hub", "web", "acme/web", "mirror.example.com/hub/web"),
            ("mirror.example.com/hub/nginx", "", "nginx", "mirror.example.com/hub/nginx"),
            ("mirror.example.com", "", "nginx", nil), ("docker.io", "web", "ghcr.io/acme/web", nil),
        ] as [(String, String, String, String?)])
    func move(_ prefix: String, _ rest: String, _ image: String, _ moved: String?) throws {
        let image = try ImageReference(parsing: image)
        #expect(try ImagePrefix(parsing: prefix).image(below: rest[...], like: image)?.normalized == moved)
    }

    @Test(
        "What is no place of images is refused",
        arguments: [
            "", "acme", "acme/web", "**", "ghcr.io/*", "ghcr.io/acme/**", "ghcr.io/acme:1", "ghcr.io/Acme", "ghcr.io/",
            "https://ghcr.io", "ghcr.io//acme", "index.docker.io", " ghcr.io",
        ])
    func refusals(_ text: String) {
        #expect(throws: ImagePrefixError.self) { try ImagePrefix(parsing: text) }
    }
}

@Suite("Images of strings")
struct ImageNameTests {
    private static let digest = "sha256:" + String(repeating: "a", count: 64)

    @Test(
        "The short way sees what a reference has",
        arguments: [
            "nginx", "nginx:1", "acme/web", "docker.io/nginx", "docker.io/acme/web:1", "index.docker.io/nginx",
            "ghcr.io/acme/web@" + digest, "localhost/web", "localhost:5000/a/b", "[::1]:5000/web", "GHCR.io/web:1.0",
            "registry/web", "", " nginx", "Nginx", "ghcr.io/", "ghcr.io/Acme", "a//b", "nginx:", "nginx@",
            "nginx@sha256:0",
            "..", "a..b", "a___b", "-a", "a-", "a/-b", "host:/a", "ghcr.io/a:1:2", String(repeating: "a", count: 64),
            String(repeating: "a", count: 247), String(repeating: "a", count: 248), String(repeating: "a", count: 255),
            "ghcr.io/" + String(repeating: "a", count: 255), "ghcr.io/" + String(repeating: "a", count: 256),
            "a/" + String(repeating: "b", count: 253), "a/" + String(repeating: "b", count: 254), "n\u{e9}", "a\\b",
            "a\"b",
        ])
    func agreement(_ text: String) throws {
        var names: [String] = []
        let isImage = ImageReference.isImage(try (.string(text) as JSONValue).parsed()) { registry, repository in
            names = [Self.text(registry), Self.text(repository)]
            return true
        }
        let reference = try? ImageReference(parsing: text)
        #expect(isImage == (reference != nil))
        #expect(names == (reference.map { [$0.registry, $0.repository] } ?? []))
    }

    @Test("What is no string is no image", arguments: ["null", "5", "[]", "{}", "true"])
    func others(_ text: String) throws {
        #expect(!ImageReference.isImage(try JSON(parsing: text)) { _, _ in true })
    }

    private static func text(_ bytes: borrowing Span<UInt8>) -> String {
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
}
