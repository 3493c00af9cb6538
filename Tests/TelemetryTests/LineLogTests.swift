import Foundation
import Synchronization
import Testing

@testable import Telemetry

@Suite("A log of lines")
struct LineLogTests {
    private final class Events: Sendable {
        private let events = Mutex<[LineLog.Event]>([])
        var all: [LineLog.Event] { events.withLock { $0 } }
        func add(_ event: LineLog.Event) { events.withLock { $0.append(event) } }
    }

    /// A directory of the test's own, gone after it.
    private func inDirectory(_ body: (URL) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("lines-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory)
    }

    private func eventually(_ condition: () throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while try !condition() {
            guard .now < end else { return false }
            try await Task.sleep(for: .milliseconds(5))
        }
        return true
    }

    private func text(_ url: URL) -> String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

    @Test("is written in order, to the end when it is closed, and goes on in a file that is there")
    func writes() async throws {
        try await inDirectory { directory in
            let file = directory.appendingPathComponent("audit.jsonl")
            try "before\n".write(to: file, atomically: true, encoding: .utf8)
            let log = try LineLog(.file(file.path)) { _ in }
            for number in 0..<1000 { log.write(Array("\(number)\n".utf8)) }
            await log.close()
            #expect(text(file) == "before\n" + (0..<1000).map { "\($0)\n" }.joined())
            #expect(log.written == 1000 && log.dropped == 0 && log.failures == 0)
        }
    }

    @Test("goes on in a new file when the old one is moved away", arguments: [true, false])
    func rotates(isTold: Bool) async throws {
        try await inDirectory { directory in
            let (file, old) = (directory.appendingPathComponent("a"), directory.appendingPathComponent("a.1"))
            let log = try LineLog(.file(file.path)) { _ in }
            log.write(Array("first\n".utf8))
            #expect(try await eventually { text(file) == "first\n" })
            try FileManager.default.moveItem(at: file, to: old)
            if isTold { log.reopen() }
            #expect(try await eventually { FileManager.default.fileExists(atPath: file.path) })
            log.write(Array("second\n".utf8))
            await log.close()
            #expect(text(old) == "first\n" && text(file) == "second\n")
        }
    }

    @Test("says once that the disk is full, counts what it loses, and goes on when there is room")
    func fullDisk() async throws {
        try await inDirectory { directory in
            let (link, file) = (directory.appendingPathComponent("a"), directory.appendingPathComponent("b"))
            // A device that has no room, as a full disk has none.
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "/dev/full")
            let events = Events()
            let log = try LineLog(.file(link.path), queue: LineQueue(lines: 5)) { events.add($0) }
            log.write(Array("first\n".utf8))
            #expect(try await eventually { log.failures > 2 })
            for number in 0..<10 { log.write(Array("\(number)\n".utf8)) }
            #expect(log.dropped == 5 && events.all == [.failing("No space left on device")])
            try FileManager.default.removeItem(at: link)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
            #expect(try await eventually { log.written == 6 })
            await log.close()
            #expect(text(file) == "first\n0\n1\n2\n3\n4\n")
            #expect(events.all == [.failing("No space left on device"), .recovered(lost: 5)])
        }
    }

    @Test("gives up what can't be written at the end, and says how much")
    func abandons() async throws {
        let events = Events()
        let log = try LineLog(.file("/dev/full")) { events.add($0) }
        for _ in 0..<7 { log.write(Array("line\n".utf8)) }
        await log.close()
        #expect(events.all == [.failing("No space left on device"), .abandoned(7)] && log.dropped == 7)
    }

    @Test("A file that can't be opened is an error with a sentence")
    func unopenable() {
        let error = #expect(throws: LineLog.OpenError.self) { try LineLog(.file("/no/such/place")) { _ in } }
        #expect(error?.description == "/no/such/place can't be opened for writing: No such file or directory.")
    }

    @Test("A reader that doesn't read keeps nobody waiting, not even the end", .timeLimit(.minutes(5)))
    func stuckReader() async throws {
        // As the server does; a log must not end the process because its reader did.
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        let log = try LineLog(.descriptor(pipe.fileHandleForWriting.fileDescriptor), queue: LineQueue(lines: 10)) { _ in
        }
        let line = [UInt8](repeating: 120, count: 30_000) + [10]
        for _ in 0..<1000 { log.write(line) }
        #expect(log.dropped > 900)
        await log.close(within: .milliseconds(50))
        withExtendedLifetime(pipe) {}
        // Lets the thread that writes come to its end.
        try pipe.fileHandleForReading.close()
    }

    @Test("A pipe that nobody reads is refused at once, and one with a reader is written to")
    func namedPipe() async throws {
        try await inDirectory { directory in
            let path = directory.appendingPathComponent("audit").path
            #expect(mkfifo(path, 0o600) == 0)
            let error = #expect(throws: LineLog.OpenError.self) { _ = try LineLog(.file(path)) { _ in } }
            #expect(error?.description == "\(path) is a pipe that nobody reads, or no file at all.")
            let reader = open(path, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            let log = try LineLog(.file(path)) { _ in }
            log.write(Array("one\n".utf8))
            await log.close()
            var bytes = [UInt8](repeating: 0, count: 16)
            #expect(read(reader, &bytes, 16) == 4)
        }
    }
}
