import Foundation
import Synchronization
import Testing

@testable import Transport

@Suite("A published value")
struct PublishedTests {
    /// A value of two halves that belong together, whose end is counted.
    private final class Pair: Sendable {
        let left: Int
        let right: Int
        private let ends: Ends

        init(_ number: Int, _ ends: Ends) {
            left = number
            right = -number
            self.ends = ends
        }

        deinit { ends.count.add(1, ordering: .relaxed) }
    }

    private final class Ends: Sendable {
        let count = Atomic<Int>(0)
        /// Reads that were not as they must be.
        let faults = Atomic<Int>(0)
        /// Readers that have seen the last value.
        let readers = Atomic<Int>(0)
    }

    @Test("is the one that was published last")
    func replaces() {
        let published = Published(1)
        #expect(published.current == 1)
        published.publish(2)
        published.publish(3)
        #expect(published.current == 3)
    }

    @Test("is read whole, and never older than the one read before, by many while others are published")
    func races() async throws {
        let ends = Ends()
        let published = Published(Pair(0, ends))
        let readers = 4
        for _ in 0..<readers {
            Thread.detachNewThread {
                var last = 0
                repeat {
                    let pair = published.current
                    if pair.left != -pair.right || pair.left < last { ends.faults.add(1, ordering: .relaxed) }
                    last = pair.left
                } while last < 2_000
                ends.readers.add(1, ordering: .releasing)
            }
        }
        for number in 1...2_000 { published.publish(Pair(number, ends)) }
        while ends.readers.load(ordering: .acquiring) < readers { try await Task.sleep(for: .milliseconds(5)) }
        #expect(ends.faults.load(ordering: .relaxed) == 0)
        #expect(published.current.left == 2_000)
        // Within the grace nothing is let go.
        #expect(ends.count.load(ordering: .relaxed) == 0)
    }

    @Test("that was replaced is let go by the first one that is published after the grace")
    func releases() async throws {
        let ends = Ends()
        let published = Published(Pair(0, ends), grace: .milliseconds(20))
        for number in 1...9 { published.publish(Pair(number, ends)) }
        try await Task.sleep(for: .milliseconds(60))
        #expect(published.current.left == 9)
        published.publish(Pair(10, ends))
        #expect(ends.count.load(ordering: .relaxed) == 9)
        #expect(published.current.left == 10)
    }

    @Test("lets go of everything with itself")
    func ends() {
        let ends = Ends()
        do {
            let published = Published(Pair(0, ends))
            published.publish(Pair(1, ends))
            #expect(published.current.left == 1)
        }
        #expect(ends.count.load(ordering: .relaxed) == 2)
    }
}
