import Synchronization

/// The last decisions, to be asked for by the uid of their request.
package final class TraceRing: Sendable {
    /// A trace as text: the decision itself would keep the whole body in memory.
    private struct Entry {
        let uid: String
        let json: [UInt8]
    }

    private struct Ring {
        var traces: [Entry] = []
        var next = 0
    }

    private let ring = Mutex(Ring())
    private let capacity: Int

    /// Holds so many traces, at least one.
    package init(capacity: Int = 256) { self.capacity = max(capacity, 1) }

    /// Adds a trace; the oldest goes when there is no room.
    package func add(_ trace: Trace) {
        let entry = Entry(uid: trace.uid, json: trace.json)
        ring.withLock { ring in
            if ring.traces.count < capacity {
                ring.traces.append(entry)
            } else {
                ring.traces[ring.next] = entry
            }
            ring.next = (ring.next + 1) % capacity
        }
    }

    /// The traces of a request, or all without a uid, as JSON objects; the newest first. There are several of a uid when
    /// the API server asks again.
    package func traces(uid: String? = nil) -> [[UInt8]] {
        let (traces, next) = ring.withLock { ($0.traces, $0.next) }
        let start = traces.count < capacity ? 0 : next
        let ordered = traces[start...] + traces[..<start]
        return ordered.reversed().filter { uid == nil || $0.uid == uid }.map(\.json)
    }
}
