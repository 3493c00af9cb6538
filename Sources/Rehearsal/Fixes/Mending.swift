import Admission
package import Documents
import Kubernetes

/// What becomes of an object when all is mended that can be mended without asking anybody: the changes of the gate's own
/// mutating policies, and then the mends of what is found in the outcome, over and over until nothing is left to mend.
package struct Mending: Sendable {
    /// From the object as it is written to the mended one.
    package private(set) var patch = Patch()
    /// The mended object, as it is to be written; nil where nothing is changed.
    package private(set) var object: JSON?
    /// What is found in the mended object: somebody must decide.
    package private(set) var rest: [Report.Remark] = []
    /// The policies undid each other's mends, so that there is no end, and nothing is changed.
    package private(set) var isEndless = false

    /// A mend may uncover what another policy minds, and that once more; more rounds than these are a quarrel.
    private static let rounds = 8

    /// Mends an object.
    ///
    /// - Parameters:
    ///   - entry: the object as it is written, and what the gate says of it.
    ///   - judge: what the gate would say of it if it were written so.
    init(_ entry: Report.Entry, judge: (JSON) -> Report.Entry) {
        var current = entry
        for _ in 0..<Self.rounds {
            let change = current.mends
            guard let mended = change.applied(to: current.manifest.object), mended != current.manifest.object else {
                rest = current.remarks
                relocate(in: entry.manifest)
                return
            }
            patch.operations += change.patch.operations
            object = mended
            current = judge(mended)
        }
        (patch, object, isEndless) = (Patch(), nil, true)
    }

    /// Finds the places of what is left in the file as it is.
    private mutating func relocate(in manifest: Manifest) {
        guard let object else { return }
        let origin = Origin(manifest.object, judged: object, patch: patch)
        for position in rest.indices {
            guard let pointer = rest[position].finding?.pointer else { continue }
            rest[position].location = manifest.location(at: origin.place(of: pointer))
        }
    }
}

extension Report.Entry {
    /// What the gate changes, and the mends of what it finds then, for the object as it is written.
    fileprivate var mends: WrittenChange {
        guard let completed = decision.request.object else { return change }
        var draft = Draft(decision.patchedObject ?? completed)
        draft.mend(decision.steps.flatMap(\.findings))
        let patch = Patch(decision.patch.operations + draft.patch.operations)
        if filled.isEmpty, decision.fills.isEmpty { return WrittenChange(patch) }
        return WrittenChange(patch, fills: decision.fills, of: completed, in: manifest.object)
    }
}

extension Rehearsal {
    /// The report with what becomes of each object when all is mended that can be.
    package func mended(_ report: Report) -> Report {
        let kinds = KindCatalog(report.entries.map(\.manifest))
        let inventory = ManifestInventory(
            report.entries.map { $0.manifest.holding($0.decision.request.object ?? $0.manifest.object) },
            namespace: namespace, templates: gate.templates)
        let entries = report.entries.map { entry in
            guard entry.decision.patchedObject != nil || !entry.remarks.isEmpty else { return entry }
            var result = entry
            result.mending = Mending(entry) { object in
                let manifest = entry.manifest.holding(object)
                let completed = completed(manifest, kinds)
                var request = entry.decision.request
                request.object = completed.object
                let decision = gate.decide(request, [.mutating, .validating], inventory: inventory, now: now)
                return Report.Entry(manifest, decision: decision, completed: completed)
            }
            return result
        }
        return Report(entries, warnings: report.warnings)
    }
}

extension Report {
    /// A line for each finding that somebody must decide, after all is mended that can be; none where nobody has asked for
    /// that.
    package var undecided: [String] {
        entries.flatMap { entry in
            (entry.mending?.rest ?? []).map { remark in
                let place = "\(entry.manifest.file):\(remark.location)".printable
                return "\(place): note: no mend is known, please decide: \(remark.message.printable)"
            }
        }
    }
}
