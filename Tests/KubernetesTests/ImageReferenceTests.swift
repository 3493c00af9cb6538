import Kubernetes
import Testing

private let sha256 = "sha256:" + String(repeating: "0f", count: 32)
private let sha512 = "sha512:" + String(repeating: "0f", count: 64)

@Suite("ImageReference")
struct ImageReferenceTests {
    /// A text, and the registry, repository, tag and digest that it stands for.
    typealias Case = (text: String, registry: String, repository: String, tag: String?, digest: String?)

    static let references: [Case] = [
        ("nginx", "docker.io", "library/nginx", nil, nil),
        ("nginx:1.27", "docker.io", "library/nginx", "1.27", nil),
        ("nginx@\(sha256)", "docker.io", "library/nginx", nil, sha256),
        ("nginx:1.27@\(sha256)", "docker.io", "library/nginx", "1.27", sha256),
        ("acme/app", "docker.io", "acme/app", nil, nil),
        ("docker.io/nginx", "docker.io", "library/nginx", nil, nil),
        ("docker.io/library/nginx", "docker.io", "library/nginx", nil, nil),
        ("index.docker.io/nginx", "docker.io", "library/nginx", nil, nil),
        ("index.docker.io/acme/app:2", "docker.io", "acme/app", "2", nil),
        ("ghcr.io/app", "ghcr.io", "app", nil, nil),
        ("ghcr.io/acme/team/app:v1", "ghcr.io", "acme/team/app", "v1", nil),
        ("localhost/app", "localhost", "app", nil, nil),
        ("localhost:5000/app:1", "localhost:5000", "app", "1", nil),
        ("test:5000/repo", "test:5000", "repo", nil, nil),
        ("test:5000/repo:tag@\(sha512)", "test:5000", "repo", "tag", sha512),
        // A single segment is never a registry.
        ("test.com:5000", "docker.io", "library/test.com", "5000", nil),
        ("localhost", "docker.io", "library/localhost", nil, nil),
        ("foo_bar.com:8080", "docker.io", "library/foo_bar.com", "8080", nil),
        // A capital makes a registry, as in distribution/reference.
        ("Foo/bar", "Foo", "bar", nil, nil),
        ("GHCR.io/acme/app", "GHCR.io", "acme/app", nil, nil),
        ("192.168.1.1:5000/repo:5050", "192.168.1.1:5000", "repo", "5050", nil),
        ("[2001:db8::1]/repo", "[2001:db8::1]", "repo", nil, nil),
        ("[2001:DB8::1]:5000/repo:tag", "[2001:DB8::1]:5000", "repo", "tag", nil),
        ("xn--n3h.com/myimage:xn--n3h.com", "xn--n3h.com", "myimage", "xn--n3h.com", nil),
        (
            "b.gcr.io/test.example.com/my-app:test.example.com", "b.gcr.io", "test.example.com/my-app",
            "test.example.com", nil
        ),
        ("a.b/c_d/e__f/g---h/i.j", "a.b", "c_d/e__f/g---h/i.j", nil, nil),
        ("lowercase:Uppercase", "docker.io", "library/lowercase", "Uppercase", nil),
        ("app:_", "docker.io", "library/app", "_", nil),
        (
            "app:" + String(repeating: "t", count: 128), "docker.io", "library/app", String(repeating: "t", count: 128),
            nil
        ),
        ("x.y/" + String(repeating: "a", count: 255), "x.y", String(repeating: "a", count: 255), nil, nil),
        // 63 hexadecimal digits are a name.
        (String(repeating: "a", count: 63), "docker.io", "library/" + String(repeating: "a", count: 63), nil, nil),
    ]

    @Test("References are read as container runtimes read them", arguments: references)
    func parsed(_ reference: Case) throws {
        let image = try ImageReference(parsing: reference.text)
        #expect(image.registry == reference.registry)
        #expect(image.repository == reference.repository)
        #expect(image.tag == reference.tag)
        #expect(image.digest == reference.digest)
        #expect(image.path.joined(separator: "/") == reference.repository)
    }

    @Test("The normalized form says the same again", arguments: references)
    func normalized(_ reference: Case) throws {
        let image = try ImageReference(parsing: reference.text)
        #expect(try ImageReference(parsing: image.normalized) == image)
        #expect(image.description == image.normalized)
    }

    @Test(
        "What runtimes refuse is refused with the reason",
        arguments: [
            ("", .empty), (String(repeating: "a", count: 64), .identifier),
            (":tag", .noRepository), ("@\(sha256)", .noRepository), ("ghcr.io/", .noRepository),
            ("ghcr.io/:tag", .noRepository), ("a//b", .emptySegment), ("a/b/", .emptySegment),
            ("/a", .emptySegment), ("//", .emptySegment),
            ("Nginx", .upperCase("Nginx")), ("nginx/App", .upperCase("App")), ("ghcr.io/Acme/app", .upperCase("Acme")),
            ("test:5000/Upper/lower", .upperCase("Upper")),
            (" nginx", .badSegment(" nginx")), ("nginx ", .badSegment("nginx ")), ("nginx\n", .badSegment("nginx\n")),
            ("-nginx", .badSegment("-nginx")), ("nginx-", .badSegment("nginx-")), ("a..b", .badSegment("a..b")),
            ("a._b", .badSegment("a._b")), ("a___b", .badSegment("a___b")), ("a-_b", .badSegment("a-_b")),
            ("_a", .badSegment("_a")), ("aa/asdf$$^/aa", .badSegment("asdf$$^")), ("a/b\u{0}", .badSegment("b\u{0}")),
            ("ngınx", .badSegment("ngınx")), ("nginx\u{301}", .badSegment("nginx\u{301}")),
            ("a..b/c", .badRegistry("a..b")), (".a/c", .badRegistry(".a")), ("a./c", .badRegistry("a.")),
            ("foo_bar.com/x", .badRegistry("foo_bar.com")), ("-a.b/c", .badRegistry("-a.b")),
            ("a-.b/c", .badRegistry("a-.b")), ("a.b:/c", .badRegistry("a.b:")), ("a.b:x/c", .badRegistry("a.b:x")),
            ("a:1:2/c", .badRegistry("a:1:2")), (":1/c", .badRegistry(":1")), ("[::1/c", .badRegistry("[::1")),
            ("[]/c.d", .badSegment("[]")), ("[]:1/c", .badRegistry("[]:1")), ("[::g]/c", .badRegistry("[::g]")),
            ("[fe80::1%eth0]:5000/repo", .badRegistry("[fe80::1%eth0]:5000")),
            ("https://ghcr.io/x", .badRegistry("https:")),
            ("nginx:", .badTag("")), ("nginx:-a", .badTag("-a")), ("nginx:.a", .badTag(".a")),
            ("nginx:a b", .badTag("a b")),
            ("nginx:1:2", .badTag("1:2")), ("nginx:a/b", .badRegistry("nginx:a")),
            ("nginx:" + String(repeating: "t", count: 129), .badTag(String(repeating: "t", count: 129))),
            ("nginx@", .badDigest("")), ("nginx@sha256:", .badDigest("sha256:")),
            ("nginx@sha256", .badDigest("sha256")),
            ("nginx@sha256:abc", .badDigest("sha256:abc")),
            ("nginx@\(sha256.uppercased())", .badDigest(sha256.uppercased())),
            ("nginx@md5:\(String(repeating: "a", count: 32))", .badDigest("md5:\(String(repeating: "a", count: 32))")),
            ("nginx@\(sha256)0", .badDigest("\(sha256)0")),
            ("nginx@\(sha256)@\(sha256)", .badDigest("\(sha256)@\(sha256)")),
            ("nginx@\(sha256):1", .badDigest("\(sha256):1")),
            ("x.y/" + String(repeating: "a", count: 256), .tooLong(256)),
            (String(repeating: "b", count: 248), .tooLong(256)),
        ] as [(String, ImageReferenceError.Reason)])
    func refused(_ text: String, _ reason: ImageReferenceError.Reason) {
        let error = failure { () throws(ImageReferenceError) in _ = try ImageReference(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.text == text)
    }

    @Test(
        "Errors read as sentences",
        arguments: [
            ("", "The image reference is empty."),
            ("a/B", "\"a/B\" is no image reference: the repository must be lower case, but has \"B\"."),
            (
                "foo_bar.com/x",
                "\"foo_bar.com/x\" is no image reference: \"foo_bar.com\" is no registry, which is a host name and perhaps "
                    + "a port."
            ),
        ])
    func sentence(_ text: String, _ sentence: String) {
        let error = failure { () throws(ImageReferenceError) in _ = try ImageReference(parsing: text) }
        #expect(error?.description == sentence)
    }

    @Test("A mirror keeps tag and digest")
    func mirror() throws {
        let image = try ImageReference(parsing: "nginx:1.27@\(sha256)")
        #expect(image.with(registry: "mirror.corp:5000").normalized == "mirror.corp:5000/library/nginx:1.27@\(sha256)")
        #expect(
            image.with(registry: "mirror.corp", repository: "hub/nginx").normalized
                == "mirror.corp/hub/nginx:1.27@\(sha256)")
        #expect(image.with() == image)
        #expect(image.name == "docker.io/library/nginx")
    }

    @Test(
        "Latest is meant by name or by silence, unless a digest says otherwise",
        arguments: [
            ("nginx", true), ("nginx:latest", true), ("nginx:1", false), ("nginx@\(sha256)", false),
            ("nginx:latest@\(sha256)", false), ("nginx:Latest", false),
        ])
    func latest(_ text: String, _ isLatest: Bool) throws {
        #expect(try ImageReference(parsing: text).isLatest == isLatest)
    }
}
