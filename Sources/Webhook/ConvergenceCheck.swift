package import Admission
@preconcurrency import Dispatch
import Documents
import Kubernetes
import Synchronization
package import Telemetry

/// Sees, on a thread of its own, that mutating policies converge: an object that they mended is mended once more, and
/// nothing must be left to change. The API server would otherwise store what depends on how often it asks.
///
/// Each kind is checked at most once a second, and a check costs what the mutation itself did: microseconds. Objects past
/// that, and large ones, are not checked; nobody waits for a check.
package final class ConvergenceCheck: Sendable {
    /// The largest body, in bytes, whose object is checked: one waiting check keeps it in memory.
    package static let bodyLimit = 256 << 10
    /// Checks that may wait at a time.
    private static let waitingLimit = 8
    /// So many kinds are told apart by their hash.
    private static let slots = 64

    private let worker = DispatchQueue(label: "sekisho.convergence", qos: .utility)
    private let waiting = Atomic<Int>(0)
    /// When each kind may be checked again, in nanoseconds since `start`.
    private let due: InlineArray<64, Atomic<Int64>> = InlineArray { _ in Atomic(0) }
    private let start = ContinuousClock.now
    private let interval: Int64
    private let told = Mutex<Set<String>>([])
    private let report: @Sendable (_ message: String, _ kind: String, _ bindings: String) -> Void
    private let checks = Counter()
    private let skips = Counter()

    /// - Parameters:
    ///   - interval: the time between two checks of a kind.
    ///   - report: called once for each kind and the bindings that don't come to rest with it.
    package init(
        interval: Duration = .seconds(1),
        report: @escaping @Sendable (_ message: String, _ kind: String, _ bindings: String) -> Void
    ) {
        self.interval = Int64(clamping: interval.nanoseconds)
        self.report = report
    }

    /// Checks that were made.
    package var checked: UInt64 { checks.current }
    /// Mended objects that were not checked.
    package var skipped: UInt64 { skips.current }

    /// Offers a decision that has a patch.
    package func offer(
        _ decision: Decision, _ gate: Gate, inventory: any Inventory, bodyBytes: Int, metrics: DecisionMetrics
    ) {
        guard let object = decision.patchedObject, bodyBytes <= Self.bodyLimit, claim(decision.request.kind) else {
            return skips.add()
        }
        var request = decision.request
        request.object = object
        worker.async { [self, request] in
            check(request, gate, inventory, metrics)
            waiting.subtract(1, ordering: .relaxed)
        }
    }

    /// Waits until all checks that were offered are made.
    package func settle() async {
        await withCheckedContinuation { continuation in worker.async { continuation.resume() } }
    }

    private func claim(_ kind: GroupVersionKind) -> Bool {
        let slot = Int(UInt(bitPattern: kind.kind.hashValue) % UInt(Self.slots))
        let now = Int64(clamping: (ContinuousClock.now - start).nanoseconds)
        let next = due[slot].load(ordering: .relaxed)
        guard now >= next, waiting.load(ordering: .relaxed) < Self.waitingLimit else { return false }
        let (later, isPastTheEnd) = now.addingReportingOverflow(interval)
        let claimed = due[slot].compareExchange(
            expected: next, desired: isPastTheEnd ? .max : later, ordering: .relaxed)
        if claimed.exchanged { waiting.add(1, ordering: .relaxed) }
        return claimed.exchanged
    }

    private func check(
        _ request: AdmissionRequest, _ gate: Gate, _ inventory: any Inventory, _ metrics: DecisionMetrics
    ) {
        checks.add()
        let decision = gate.decide(request, .mutating, inventory: inventory, now: gate.moment)
        guard !decision.patch.isEmpty else { return }
        metrics.recordRepetition(decision)
        let names = decision.steps.compactMap { step in
            if case .edited = step.outcome { step.binding.name } else { nil }
        }
        let kind = String(request.kind.kind.prefix(64))
        let bindings = names.joined(separator: ", ")
        let isNews = told.withLock { $0.count < 256 && $0.insert("\(kind) \(bindings)").inserted }
        guard isNews else { return }
        report("mutating policies don't converge: a second pass changes the mended object again", kind, bindings)
    }
}

extension MetricsText {
    /// The families of checks.
    mutating func write(_ convergence: ConvergenceCheck) {
        one(.convergenceChecks, convergence.checked)
        one(.convergenceSkips, convergence.skipped)
    }
}
