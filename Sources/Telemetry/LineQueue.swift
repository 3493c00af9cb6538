import Synchronization

/// Lines on their way from many threads to one that writes them: bounded, and never waited for. A line that finds no room
/// is dropped and counted.
package final class LineQueue: Sendable {
    private struct Entry {
        let number: UInt64
        let line: [UInt8]
    }

    private let lineLimit: Int
    private let byteLimit: Int
    /// Several, so that a thread that finds one taken puts its line into the next instead of waiting.
    private let shelves: InlineArray<4, Mutex<[Entry]>> = InlineArray { _ in Mutex([]) }
    private let number = Atomic<UInt64>(0)
    private let lines = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)
    private let drops = Counter()

    /// Holds at most so many lines, and so many bytes of them.
    package init(lines: Int = 8192, bytes: Int = 4 << 20) {
        lineLimit = lines
        byteLimit = bytes
    }

    /// Lines that were lost.
    package var dropped: UInt64 { drops.current }

    /// Counts lines that were lost after they had been taken.
    func drop(_ count: Int) { drops.add(UInt64(max(count, 0))) }

    /// Takes a line in, or drops it.
    package func offer(_ line: [UInt8]) {
        guard claim(line.count) else { return drops.add() }
        let entry = Entry(number: number.wrappingAdd(1, ordering: .relaxed).oldValue, line: line)
        for position in shelves.indices {
            if shelves[position].withLockIfAvailable({ $0.append(entry) }) != nil { return }
        }
        release(lines: 1, bytes: line.count)
        drops.add()
    }

    /// All lines that are here, in their order.
    package func take() -> [[UInt8]] {
        var entries: [Entry] = []
        for position in shelves.indices {
            // The new list has room beforehand, so that those who offer lines rarely wait for memory.
            var taken: [Entry] = []
            taken.reserveCapacity(64)
            shelves[position].withLock { swap(&$0, &taken) }
            entries += taken
        }
        entries.sort { $0.number < $1.number }
        release(lines: entries.count, bytes: entries.reduce(0) { $0 + $1.line.count })
        return entries.map(\.line)
    }

    private func claim(_ count: Int) -> Bool {
        let isInside =
            lines.add(1, ordering: .relaxed).newValue <= lineLimit
            && bytes.load(ordering: .relaxed) + count <= byteLimit
        guard isInside else {
            lines.subtract(1, ordering: .relaxed)
            return false
        }
        bytes.add(count, ordering: .relaxed)
        return true
    }

    private func release(lines count: Int, bytes amount: Int) {
        lines.subtract(count, ordering: .relaxed)
        bytes.subtract(amount, ordering: .relaxed)
    }
}
