import Admission
import Documents
import Kubernetes

/// What one request asks of its namespace.
struct QuotaClaim {
    /// A pod, as many times as it is there or wanted.
    struct Share {
        let pod: PodView
        let count: Int
        /// Nil where they are not reckoned yet.
        var totals: PodTotals?

        init(pod: PodView, count: Int, totals: PodTotals? = nil) {
            self.pod = pod
            self.count = count
            self.totals = totals
        }

        /// Nil for a pod that is not wanted, or has run its course.
        init?(of entry: InventoryPod) {
            guard entry.count > 0, let pod = entry.pod, !pod.hasEnded else { return nil }
            self.init(pod: pod, count: entry.count, totals: entry.totals)
        }

        /// What one pod takes of a resource.
        func amount(_ bound: PodResources.Bound, of name: String) -> Quantity? {
            guard let totals else { return PodResources(pod).amount(bound, of: name) }
            return totals.amount(bound, of: name)
        }
    }

    let request: Request
    let pod: PodView
    private let template: PodTemplates.Entry
    private let name: String
    private let uid: JSON?

    /// Nil for objects that make no pods.
    init?(of request: Request) {
        guard let pod = request.pod, let template = request.template, template.kind != "PodTemplate" else { return nil }
        self.request = request
        self.pod = pod
        self.template = template
        name = request.view.name.isEmpty ? request.admission.name : request.view.name
        uid = request.view.metadata?["uid"]
    }

    private var wanted: FieldValue<Int64> { InventoryPod.count(wantedBy: request.object, kind: template.kind) }

    /// What is asked for.
    var share: Share { Share(pod: pod, count: count) }

    /// How many pods are asked for.
    var count: Int { Self.count(wanted) }

    /// The field that says how many, or the pod itself.
    var countPlace: Pointer { InventoryPod.countField(kind: template.kind) ?? pod.pointer }

    /// What an update had before.
    var before: Share? {
        guard request.admission.operation == .update, let old = request.admission.oldObject,
            let pod = PodView(of: old, at: template.pod)
        else { return nil }
        return Share(pod: pod, count: Self.count(InventoryPod.count(wantedBy: old, kind: template.kind)))
    }

    /// The pods of the namespace that are neither this one nor this controller's.
    var others: [Share] {
        request.inventory.pods(in: request.namespace).compactMap { isOwn($0) ? nil : Share(of: $0) }
    }

    /// The namespace's pods with sums over them, if the inventory has such.
    var tally: PodTally? { request.inventory.tally(in: request.namespace) }

    /// The pods of the tally that are this one or this controller's.
    func own(of tally: PodTally) -> [Share] {
        tally.pods(named: name, uid: uid?.string).compactMap { isOwn($0) ? Share(of: $0) : nil }
    }

    /// Fields that keep the claim from being reckoned.
    var malformations: [Malformation] {
        let faults = PodResources(pod).malformations
        guard case .malformed(let found, let wanted) = wanted else { return faults }
        return faults + [Malformation(pointer: countPlace, found: found, wanted: wanted)]
    }

    /// The object is part of what a controller asks for. A controller's own controllers were judged with it, and so
    /// were pods where the inventory lists what it wants, by its template; there pods have names of their own.
    ///
    /// Everybody can write an owner, so one of the cluster's controllers must have sent the request. A dry run may claim
    /// what it likes, since nothing is stored.
    func isCountedWithOwner(where controllers: [NamePattern]) -> Bool {
        guard let owner = request.view.controller else { return false }
        guard request.admission.isDryRun || request.isSent(by: controllers) else { return false }
        guard template.kind == "Pod" else { return true }
        return request.inventory.pods(in: request.namespace).contains { entry in
            owner["kind"]?.equals(entry.kind) ?? false && owner["name"]?.equals(entry.name) ?? false
                && entry.json["metadata"]?["name"] == nil
        }
    }

    private func isOwn(_ entry: InventoryPod) -> Bool {
        if entry.kind == template.kind, entry.name == name, !name.isEmpty { return true }
        guard let uid, let other = entry.json["metadata"]?["uid"] else { return false }
        return uid.equals(text: other)
    }

    private static func count(_ field: FieldValue<Int64>) -> Int { field.value.flatMap { Int(exactly: $0) } ?? 0 }
}

extension PodView {
    /// The pod has run its course: it takes nothing any more.
    fileprivate var hasEnded: Bool {
        let phase = json["status"]?["phase"]
        return phase?.equals("Succeeded") ?? false || phase?.equals("Failed") ?? false
    }
}

extension ObjectView {
    /// The reference to the controller that the object belongs to (`meta/v1`, OwnerReference), if any.
    var controller: JSON? {
        metadata?["ownerReferences"]?.elements.first { $0["controller"]?.bool ?? false }
    }
}
