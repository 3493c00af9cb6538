import Support
import TLS
import Testing
import Webhook

@Suite("The certificate watcher")
struct CertificateWatcherTests {
    /// Looks at a file as often as it is written, and once more; what the watcher said each time.
    private func looks(afterWriting texts: [String?]) throws -> [Bool] {
        let directory = try TemporaryDirectory()
        try directory.write("one", to: "server.crt")
        let path = directory.file("server.crt")
        var watcher = CertificateWatcher(loaded: [FileStamp(path: path)])
        return try texts.map { text in
            if let text { try directory.write(text, to: "server.crt") }
            return watcher.isDue([FileStamp(path: path)])
        }
    }

    @Test("waits until changed files have settled, and then has them read once")
    func settles() throws {
        #expect(try looks(afterWriting: [nil, "another", nil, nil, nil]) == [false, false, true, false, false])
    }

    @Test("does not read files that go on changing")
    func unsettled() throws {
        #expect(try looks(afterWriting: ["2", "33", "444", "5555", nil]) == [false, false, false, false, true])
    }

    @Test("sees whether a file is there")
    func missing() throws {
        let directory = try TemporaryDirectory()
        try directory.write("one", to: "server.crt")
        let gone = FileStamp(path: directory.file("other.crt"))
        #expect(FileStamp(path: directory.file("server.crt")) != gone)
        #expect(gone == FileStamp(path: directory.file("third.crt")))
    }

    @Test("names the files of its TLS, the client authority only where there is one")
    func files() {
        let files = CertificateFiles(certificate: "a", key: "b")
        #expect(files.fingerprint.count == 2)
        #expect(CertificateFiles(certificate: "a", key: "b", clientAuthority: "c").fingerprint.count == 3)
        #expect(files.clientNames == ["kube-apiserver"])
    }

    @Test("says when the time of a certificate has come, and when one that failed is to be tried again")
    func renewal() {
        var watcher = CertificateWatcher(loaded: [], renewal: UnixTime(seconds: 100))
        let moments: [Int64] = [99, 100, 101, 100 + CertificateWatcher.pause, 101 + CertificateWatcher.pause]
        let answers = moments.map { watcher.isDue([], at: UnixTime(seconds: $0)) }
        #expect(answers == [false, true, false, true, false])
    }

    @Test("never has a certificate renewed that somebody else renews")
    func foreign() {
        var watcher = CertificateWatcher(loaded: [])
        let isDue = watcher.isDue([], at: UnixTime(seconds: .max))
        #expect(!isDue)
    }
}

@Suite("The files of an authority")
struct AuthorityFilesTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func files(_ authority: CertificateAuthority, lifetime: Duration) throws -> AuthorityFiles {
        AuthorityFiles(
            certificate: try directory.write(authority.certificate.pem, to: "ca.crt"),
            key: try directory.write(authority.key.pem, to: "ca.key"), service: "gate", namespace: "guard",
            lifetime: lifetime)
    }

    @Test("yield a certificate for the Service, to be renewed when two thirds of its time are over")
    func issue() throws {
        let authority = try CertificateAuthority(name: "A")
        let serving = try files(authority, lifetime: .seconds(900)).issue()
        let leaf = try #require(serving.context.chain.first)
        #expect(leaf.isSigned(by: authority.certificate))
        #expect(leaf.dnsNames.contains("gate.guard.svc"))
        let left = leaf.notAfter.seconds - UnixTime.now.seconds
        #expect((895...900).contains(left))
        let renewal = try #require(serving.renewal).seconds - UnixTime.now.seconds
        #expect((590...600).contains(renewal))
        #expect(serving.warnings == [])
    }

    @Test("yield another certificate and key each time")
    func fresh() throws {
        let files = try files(try CertificateAuthority(name: "A"), lifetime: .seconds(900))
        let serials = try (0..<3).compactMap { _ in try files.issue().context.chain.first?.serialNumber }
        #expect(Set(serials).count == 3)
    }

    @Test("yield nothing that outlives the authority, and tell of its end")
    func end() throws {
        let authority = try CertificateAuthority(name: "A", validity: .seconds(3600))
        let serving = try files(authority, lifetime: .seconds(604_800)).issue()
        #expect(serving.context.chain.first?.notAfter == authority.certificate.notAfter)
        #expect(serving.warnings.map { $0.prefix(22) } == ["The authority \"CN=A\" e"])
    }

    @Test("choose the certificate of the key where two authorities stand in a file")
    func two() throws {
        let (old, new) = (try CertificateAuthority(name: "Old"), try CertificateAuthority(name: "New"))
        let files = try files(new, lifetime: .seconds(900))
        try directory.write(try old.certificate.pem + new.certificate.pem, to: "ca.crt")
        #expect(try files.issue().authority?.subject == "CN=New")
    }

    @Test("are refused when the authority has ended")
    func expired() throws {
        let authority = try CertificateAuthority(name: "A", validity: .seconds(-10))
        let files = try files(authority, lifetime: .seconds(900))
        #expect(throws: TLSError.self) { try files.issue() }
    }
}
