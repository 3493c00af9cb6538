import Support
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
}
