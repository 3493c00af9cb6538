import Documents
package import Kubernetes
import Synchronization

/// The pods of a namespace with sums over them, each reckoned once however many requests ask for it: an inventory that
/// stays as it is has one for each namespace.
package final class PodTally: Sendable {
    /// The pods.
    package let pods: [InventoryPod]
    private let names: [String: [Int]]
    private let uids: [String: [Int]]
    private let sums = Mutex<[String: [Quantity]]>([:])

    /// Counts nothing yet.
    package init(_ pods: [InventoryPod]) {
        self.pods = pods
        var (names, uids): ([String: [Int]], [String: [Int]]) = ([:], [:])
        for (position, pod) in pods.enumerated() {
            names[pod.name, default: []].append(position)
            if let uid = pod.json["metadata"]?["uid"]?.string { uids[uid, default: []].append(position) }
        }
        (self.names, self.uids) = (names, uids)
    }

    /// The pods of a name, and those of a uid, each once.
    package func pods(named name: String, uid: String?) -> [InventoryPod] {
        let own = Set((names[name] ?? []) + (uid.flatMap { uids[$0] } ?? []))
        return own.sorted().map { pods[$0] }
    }

    /// The sums of a name; reckoned when they are asked for first.
    ///
    /// - Parameter name: says all that `reckon` goes by.
    package func sums(_ name: String, _ reckon: ([InventoryPod]) -> [Quantity]) -> [Quantity] {
        if let known = sums.withLock({ $0[name] }) { return known }
        let reckoned = reckon(pods)
        sums.withLock { $0[name] = reckoned }
        return reckoned
    }
}
