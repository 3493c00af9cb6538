import Testing

@testable import Telemetry

@Suite("The queue of lines")
struct LineQueueTests {
    private func line(_ number: Int, _ count: Int = 10) -> [UInt8] {
        Array("\(number)".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: count)
    }

    @Test("keeps the order, and counts what finds no room: by lines, and by bytes")
    func bounds() {
        let queue = LineQueue(lines: 3, bytes: 1000)
        for number in 0..<5 { queue.offer(line(number)) }
        #expect(queue.take() == (0..<3).map { line($0) } && queue.dropped == 2)
        queue.offer(line(5, 900))
        queue.offer(line(6, 200))
        queue.offer(line(7))
        #expect(queue.take() == [line(5, 900), line(7)] && queue.dropped == 3)
        #expect(queue.take().isEmpty)
    }

    @Test("gives each line once, or counts it as lost, when many threads offer and one takes")
    func threads() async {
        let queue = LineQueue(lines: 500)
        let total = 8 * 2000
        let taken = await withTaskGroup(of: Int.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for number in 0..<2000 { queue.offer(line(thread * 2000 + number)) }
                    return 0
                }
            }
            group.addTask {
                var count = 0
                for _ in 0..<200 {
                    count += queue.take().count
                    try? await Task.sleep(for: .microseconds(100))
                }
                return count
            }
            return await group.reduce(0, +)
        }
        #expect(taken + queue.take().count + Int(queue.dropped) == total)
    }
}
