import Admission
import Configuration
import Foundation
import Support
import Synchronization
import Testing

@Suite("Reloader")
struct ReloaderTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write(gate("one"), to: "a.yaml")
    }

    private func reloader(_ report: @escaping @Sendable (Reloader.Outcome) -> Void = { _ in }) throws -> Reloader {
        try Reloader(Loader(directory.path), interval: .milliseconds(10), report: report)
    }

    @Test("A set that is broken from the start is an error")
    func brokenStart() throws {
        try directory.write("kind: Gate", to: "b.yaml")
        #expect(throws: LoadError.self) { try reloader() }
    }

    @Test("Nothing changed, nothing done")
    func unchanged() throws {
        let reloader = try reloader { _ in Issue.record("There is nothing to report.") }
        for _ in 0..<3 { #expect(reloader.poll().word == "unchanged") }
        #expect(reloader.current.names == ["one"])
        #expect(reloader.statistics.loaded == 1)
        #expect(reloader.statistics.loadedAt > 1_700_000_000)
    }

    @Test("A change is loaded at the second look that finds it the same")
    func changed() throws {
        let reported = Reports()
        let reloader = try reloader(reported.add)
        try directory.write(gate("one", mode: "Warn"), to: "a.yaml")
        #expect(reloader.poll().word == "unsettled")
        #expect(reloader.current.merged.bindings.map(\.mode) == [.enforce])
        #expect(reloader.poll().word == "replaced")
        #expect(reloader.current.merged.bindings.map(\.mode) == [.warn])
        #expect(reloader.poll().word == "unchanged")
        #expect(reported.words == ["replaced"])
        #expect(reloader.statistics.loaded == 2)
    }

    @Test("While somebody is still writing, nothing is loaded")
    func stillWriting() throws {
        let reloader = try reloader()
        let text = Array(gate("one", mode: "Warn").utf8)
        for end in stride(from: 40, to: text.count, by: 10) {
            try directory.write(text[..<end], to: "a.yaml")
            #expect(reloader.poll().word == "unsettled")
        }
        try directory.write(text, to: "a.yaml")
        #expect(reloader.poll().word == "unsettled")
        #expect(reloader.poll().word == "replaced")
        #expect(reloader.statistics.refused == 0)
    }

    @Test("Files that come and go are changes")
    func comeAndGo() throws {
        let reloader = try reloader()
        try directory.write(gate("two"), to: "b.yaml")
        #expect([reloader.poll().word, reloader.poll().word] == ["unsettled", "replaced"])
        #expect(reloader.current.names == ["one", "two"])
        try FileManager.default.removeItem(atPath: directory.file("a.yaml"))
        #expect([reloader.poll().word, reloader.poll().word] == ["unsettled", "replaced"])
        #expect(reloader.current.names == ["two"])
        try directory.write("anything", to: "notes.txt")
        #expect(reloader.poll().word == "unchanged")
    }

    @Test(
        "A broken set is refused once and reported, and the old one stays until a good one comes",
        arguments: [gate("one", mode: "Loud"), "", "key: [", "apiVersion: v1\nkind: Secret\n"])
    func broken(_ text: String) throws {
        let reported = Reports()
        let reloader = try reloader(reported.add)
        let hash = reloader.current.hash
        try directory.write(text, to: "a.yaml")
        #expect((0..<4).map { _ in reloader.poll().word } == ["unsettled", "refused", "unchanged", "unchanged"])
        #expect(reloader.current.hash == hash)
        #expect(reloader.statistics.refused == 1)
        #expect(reloader.statistics.refusal != nil)
        try directory.write(gate("new"), to: "a.yaml")
        #expect([reloader.poll().word, reloader.poll().word] == ["unsettled", "replaced"])
        #expect(reloader.current.names == ["new"])
        #expect(reloader.statistics.refusal == nil)
        #expect(reported.words == ["refused", "replaced"])
    }

    @Test("A directory that is emptied or taken away leaves the old set in force")
    func gone() throws {
        let reloader = try reloader()
        try FileManager.default.removeItem(atPath: directory.file("a.yaml"))
        #expect([reloader.poll().word, reloader.poll().word] == ["unsettled", "refused"])
        try FileManager.default.removeItem(atPath: directory.path)
        #expect([reloader.poll().word, reloader.poll().word] == ["unsettled", "refused"])
        #expect(reloader.current.names == ["one"])
        #expect(reloader.statistics.refusal?.complaints.count == 1)
        try directory.write(gate("back"), to: "a.yaml")
        #expect([reloader.poll().word, reloader.poll().word] == ["unsettled", "replaced"])
        #expect(reloader.current.names == ["back"])
    }

    @Test("A broken set that is put back as it was is not loaded again")
    func putBack() throws {
        let reloader = try reloader()
        let file = directory.file("a.yaml")
        let kept = directory.file("kept.txt")
        try FileManager.default.moveItem(atPath: file, toPath: kept)
        try directory.write("broken: [", to: "a.yaml")
        #expect([reloader.poll().word, reloader.poll().word] == ["unsettled", "refused"])
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.moveItem(atPath: kept, toPath: file)
        #expect([reloader.poll().word, reloader.poll().word] == ["unsettled", "replaced"])
        #expect(reloader.current.names == ["one"])
    }

    @Test("A ConfigMap's volume is replaced as a whole when its link is")
    func configMap() throws {
        let volume = try TemporaryDirectory()
        try volume.write(gate("old-a"), to: "..1/a.yaml")
        try volume.write(gate("old-b"), to: "..1/b.yaml")
        try link(volume, "..data", to: "..1")
        try link(volume, "a.yaml", to: "..data/a.yaml")
        try link(volume, "b.yaml", to: "..data/b.yaml")
        let reloader = try Reloader(Loader(volume.path))
        try volume.write(gate("new-a"), to: "..2/a.yaml")
        try volume.write(gate("new-b"), to: "..2/b.yaml")
        #expect(reloader.poll().word == "unchanged")
        try link(volume, "..data_tmp", to: "..2")
        #expect(rename(volume.file("..data_tmp"), volume.file("..data")) == 0)
        try FileManager.default.removeItem(atPath: volume.file("..1"))
        #expect([reloader.poll().word, reloader.poll().word] == ["unsettled", "replaced"])
        #expect(reloader.current.names == ["new-a", "new-b"])
    }

    @Test("On demand the set is loaded at once, changed or not, and refused at once")
    func onDemand() throws {
        let reloader = try reloader()
        #expect(reloader.reload().word == "replaced")
        try directory.write(gate("two"), to: "a.yaml")
        #expect(reloader.reload().word == "replaced")
        #expect(reloader.current.names == ["two"])
        #expect(reloader.poll().word == "unchanged")
        try directory.write("broken: [", to: "a.yaml")
        #expect(reloader.reload().word == "refused")
        #expect(reloader.reload().word == "refused")
        #expect(reloader.current.names == ["two"])
        #expect(reloader.statistics.refused == 2)
    }

    @Test("While files are written time and again, every set in force was there at one moment", .timeLimit(.minutes(1)))
    func concurrentWrites() async throws {
        let reloader = try reloader { outcome in
            guard case .replaced(let set) = outcome, set.names != ["one"] else { return }
            let rounds = set.names.map { Int($0.dropFirst(2)) ?? -1 }
            // The first file is written first, so that it is a round ahead, at most.
            #expect(rounds.count == 1 ? rounds == [0] : (0...1).contains(rounds[0] - rounds[1]))
        }
        let directory = directory
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for round in 0..<60 {
                    try directory.write(gate("a-\(round)"), to: "a.yaml")
                    try directory.write(gate("b-\(round)"), to: "b.yaml")
                    if round % 10 == 9 { try await Task.sleep(for: .milliseconds(60)) }
                }
            }
            group.addTask {
                for _ in 0..<300 {
                    reloader.poll()
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
            try await group.waitForAll()
        }
        #expect(reloader.reload().word == "replaced")
        #expect(reloader.current.names == ["a-59", "b-59"])
    }

    @Test("The loop loads a change by itself, and ends when it is cancelled", .timeLimit(.minutes(1)))
    func loop() async throws {
        let reported = Reports()
        let reloader = try reloader(reported.add)
        let loop = Task { await reloader.run() }
        try directory.write(gate("two"), to: "a.yaml")
        while reported.words.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        #expect(reloader.current.names == ["two"])
        loop.cancel()
        await loop.value
    }

    private func link(_ directory: TemporaryDirectory, _ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: directory.file(name), withDestinationPath: target)
    }
}

/// What was reported, in order.
private final class Reports: Sendable {
    private let list = Mutex<[String]>([])

    var words: [String] { list.withLock { $0 } }

    @Sendable func add(_ outcome: Reloader.Outcome) { list.withLock { $0.append(outcome.word) } }
}

extension Reloader.Outcome {
    fileprivate var word: String {
        switch self {
        case .unchanged: "unchanged"
        case .unsettled: "unsettled"
        case .replaced: "replaced"
        case .refused: "refused"
        }
    }
}
