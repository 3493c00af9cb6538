import Kubernetes
import Testing

@Suite("ImagePattern")
struct ImagePatternTests {
    /// A pattern, the images that it matches, and some that it does not.
    typealias Case = (pattern: String, yes: [String], no: [String])

    @Test(
        "Patterns go by whole labels and whole segments",
        arguments: [
            (
                "ghcr.io/acme", ["ghcr.io/acme/app", "ghcr.io/acme", "ghcr.io/acme/a/b:1", "GHCR.IO/acme/app"],
                [
                    "ghcr.io/acme-evil/app", "ghcr.io.evil.com/acme", "evil.com/ghcr.io/acme", "ghcr.io/acm",
                    "ghcr.io/acmee", "ghcr.io/x/acme", "ghcr.io:5000/acme", "acme/app", "xghcr.io/acme",
                    "ghcr.io/ac/me",
                ]
            ),
            (
                "ghcr.io", ["ghcr.io/a", "ghcr.io/a/b/c"],
                ["ghcr.io.evil.com/a", "evil-ghcr.io/a", "a.ghcr.io/a", "ghcr.iox/a", "ghcr.io"]
            ),
            (
                "nginx", ["nginx", "nginx:1", "docker.io/nginx", "docker.io/library/nginx", "index.docker.io/nginx"],
                ["nginx/nginx", "library.io/nginx", "ghcr.io/nginx", "ghcr.io/library/nginx", "nginxx", "my/nginx"]
            ),
            ("docker.io/nginx", ["nginx", "docker.io/library/nginx"], ["nginx/app"]),
            ("index.docker.io/nginx", ["nginx", "docker.io/library/nginx"], ["nginx/app"]),
            ("docker.io", ["nginx", "acme/app", "docker.io/a/b/c"], ["ghcr.io/library/nginx"]),
            ("docker.io/**", ["nginx", "acme/app"], ["ghcr.io/nginx"]),
            ("docker.io/*", ["nginx", "redis"], ["acme/app"]),
            ("library/*", ["nginx"], ["acme/app", "library/a/b"]),
            ("acme/app", ["acme/app", "docker.io/acme/app:1"], ["acme/app2", "acme", "ghcr.io/acme/app"]),
            ("docker.io/acme/**", ["acme/app", "acme/a/b"], ["acme", "acmee/app"]),
            ("nginx*", ["nginx", "nginx-unprivileged"], ["xnginx", "nginx/nginx"]),
            (
                "ghcr.io/acme/*", ["ghcr.io/acme/app"],
                ["ghcr.io/acme", "ghcr.io/acme/a/b", "ghcr.io/acme-evil/app"]
            ),
            ("ghcr.io/acme/**", ["ghcr.io/acme", "ghcr.io/acme/a", "ghcr.io/acme/a/b/c"], ["ghcr.io/acmee/a"]),
            (
                "ghcr.io/acme-*/app", ["ghcr.io/acme-x/app", "ghcr.io/acme-x-y/app"],
                ["ghcr.io/acme/app", "ghcr.io/acme-x/b/app", "ghcr.io/acme-x/app/b", "ghcr.io/acme-x/apps"]
            ),
            (
                "ghcr.io/**/app", ["ghcr.io/app", "ghcr.io/a/app", "ghcr.io/a/b/app", "ghcr.io/app/app"],
                ["ghcr.io/app/b", "ghcr.io/a/xapp", "ghcr.io/a/appx"]
            ),
            (
                "ghcr.io/a/**/b/**/c", ["ghcr.io/a/b/c", "ghcr.io/a/x/b/y/z/c", "ghcr.io/a/b/b/c/c"],
                ["ghcr.io/a/c/b", "ghcr.io/a/x/c", "ghcr.io/b/c"]
            ),
            ("ghcr.io/a*b*c", ["ghcr.io/abc", "ghcr.io/axbxbc", "ghcr.io/abbcc"], ["ghcr.io/ab", "ghcr.io/acb"]),
            (
                "*.example.com", ["a.example.com/x", "A.Example.COM/x/y"],
                ["example.com/x", "a.b.example.com/x", "aexample.com/x", "a.example.com.evil.com/x"]
            ),
            (
                "**.example.com/x", ["example.com/x", "a.example.com/x", "a.b.example.com/x/y"],
                ["badexample.com/x", "a.example.com/y", "example.com.evil/x"]
            ),
            ("*.dkr.ecr.*.amazonaws.com", ["1.dkr.ecr.eu-west-1.amazonaws.com/a"], ["1.dkr.ecr.a.b.amazonaws.com/a"]),
            ("us-*.pkg.dev/p", ["us-docker.pkg.dev/p/i"], ["us-a.b.pkg.dev/p", "xus-a.pkg.dev/p", "us.pkg.dev/p"]),
            (
                "registry.corp:5000/team", ["registry.corp:5000/team/app", "registry.corp:05000/team"],
                [
                    "registry.corp/team/app", "registry.corp:500/team/app", "registry.corp:50001/team",
                    "registry.corp:443/team",
                ]
            ),
            ("ghcr.io/acme", ["ghcr.io:443/acme/app"], ["ghcr.io:80/acme", "ghcr.io:4430/acme", "ghcr.io:65979/acme"]),
            ("ghcr.io:443/acme", ["ghcr.io/acme/app"], ["ghcr.io:444/acme"]),
            ("localhost", ["localhost/a"], ["localhost:5000/a", "localhost"]),
            ("localhost:5000", ["localhost:5000/a"], ["localhost/a", "localhost.evil:5000/a"]),
            ("[::1]:5000/a", ["[::1]:5000/a/b"], ["[::1]/a", "[::11]:5000/a"]),
            ("10.0.*.1:5000/a", ["10.0.7.1:5000/a"], ["10.0.7.2:5000/a", "10.0.7.8.1:5000/a"]),
            ("**", ["nginx", "ghcr.io/a", "[::1]:5000/a", "localhost:1/b/c"], []),
            ("**/nginx", ["nginx", "ghcr.io/nginx", "a.b:1/c/d/nginx"], ["ghcr.io/nginx/evil", "ghcr.io/a"]),
        ] as [Case])
    func matches(_ pattern: Case) throws {
        let compiled = try ImagePattern(parsing: pattern.pattern)
        #expect(compiled.description == pattern.pattern)
        for text in pattern.yes { #expect(compiled.matches(try ImageReference(parsing: text)), "\(text)") }
        for text in pattern.no { #expect(!compiled.matches(try ImageReference(parsing: text)), "\(text)") }
    }

    @Test("Every image matches its own name", arguments: ImageReferenceTests.references)
    func own(_ reference: ImageReferenceTests.Case) throws {
        let image = try ImageReference(parsing: reference.text)
        #expect(try ImagePattern(parsing: image.name).matches(image))
    }

    @Test(
        "What is no pattern is refused with the reason",
        arguments: [
            ("", .empty), ("*", .bareStar), ("*/app", .bareStar), ("/a", .emptySegment), ("ghcr.io/", .emptySegment),
            ("ghcr.io//a", .emptySegment), ("ghcr.io/a:1", .tagOrDigest), ("a/b:1", .tagOrDigest),
            ("nginx@sha256:abc", .tagOrDigest), ("python:3", .portOrTag("python:3")),
            ("python:3.12", .portOrTag("python:3.12")), ("ghcr.io:x/a", .badPort("x")), ("ghcr.io:/a", .badPort("")),
            ("ghcr.io:*/a", .badPort("*")), ("ghcr.io:65536/a", .badPort("65536")), ("gh**.io/a", .badHost("gh**.io")),
            ("***.io/a", .badHost("***.io")), ("a..b/c", .badHost("a..b")), ("a_b.c/d", .badHost("a_b.c")),
            (":5000/a", .badHost("")), ("[::*]/a", .badHost("[::*]")), ("ghcr.io/Acme", .upperCase("Acme")),
            ("ghcr.io/a**", .badSegment("a**")), ("ghcr.io/a b", .badSegment("a b")),
            ("ghcr.io/***", .badSegment("***")),
            ("ghcr.io/a?", .badSegment("a?")), ("ghcr.io/ä", .badSegment("ä")), (" nginx", .badSegment(" nginx")),
        ] as [(String, ImagePatternError.Reason)])
    func refused(_ text: String, _ reason: ImagePatternError.Reason) {
        let error = failure { () throws(ImagePatternError) in _ = try ImagePattern(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.description.hasSuffix(".") == true)
        #expect(error?.description.contains("\"\(text)\"") == !text.isEmpty)
    }

    @Test("Hostile names don't make matching slow", .timeLimit(.minutes(1)))
    func hostile() throws {
        let pattern = try ImagePattern(parsing: "x.y/" + String(repeating: "**/a*a*a*/", count: 12) + "b")
        let image = try ImageReference(parsing: "x.y/" + String(repeating: "aaaaaa/", count: 36) + "a")
        #expect(!pattern.matches(image))
    }
}
