import Admission
import Documents
import Kubernetes

/// What the controls of one standard have against a pod.
struct PodSecurityEvaluation {
    private let checks: ActiveChecks
    private let pod: SecuredPod
    private var offences: [Offence] = []
    private var isReadable: Bool

    /// Goes once over the pod and its containers; where nothing is wrong, nothing is put on the heap.
    init(_ pod: SecuredPod, _ standard: PodSecurityStandard) {
        self.pod = pod
        checks = PodSecurityControls.checks(standard)
        if case .malformed = pod.view.securityContext { isReadable = false } else { isReadable = true }
        var faults: [SecurityFault] = []
        for position in checks.fields.indices where checks.fields[position].concern(pod.fields) {
            checks.all[position].check(pod, &faults)
            if !faults.isEmpty { take(&faults, position, nil) }
        }
        let inherited = pod.fields.intersection(.inherited)
        for container in pod.view.containers {
            guard let subject = SecuredContainer(container) else {
                isReadable = false
                continue
            }
            let present = subject.fields.union(inherited)
            for position in checks.fields.indices where checks.fields[position].concern(subject.fields, present) {
                checks.all[position].check(subject, in: pod, &faults)
                if !faults.isEmpty { take(&faults, position, container) }
            }
        }
    }

    /// Nothing is wrong.
    var isEmpty: Bool { offences.isEmpty && isReadable }

    /// A finding for each offence, all under one headline; each with this mode.
    func findings(_ mode: Mode, _ standard: PodSecurityStandard) -> [Finding] {
        guard !offences.isEmpty else { return [] }
        let words = words
        let mildHeadline = "would violate PodSecurity \"\(standard.text)\": \(words)"
        let headline = mode == .enforce ? "violates PodSecurity \"\(standard.text)\": \(words)" : mildHeadline
        var list = FindingList()
        for offence in offences.sorted(by: { $0.control < $1.control }) {
            list.add(offence.fault, offence.container, pod.view)
        }
        var findings = list.all
        for position in findings.indices {
            findings[position].mode = mode
            findings[position].headline = headline
            findings[position].mildHeadline = mildHeadline
        }
        return findings
    }

    private var words: String { said.map(\.text).joined(separator: ", ") }

    /// The names of what is wrong, without the details: `host namespaces, privileged`.
    var reasons: String { said.map(\.reason).joined(separator: ", ") }

    private var said: [Words] {
        checks.all.indices.compactMap { position in
            let offences = offences.filter { $0.control == position }
            return offences.isEmpty ? nil : checks.all[position].words(offences)
        }
    }

    private mutating func take(_ faults: inout [SecurityFault], _ control: Int, _ container: ContainerView?) {
        for fault in faults {
            let owner = fault.isOwn ? container : nil
            offences.append(Offence(control: control, container: owner, fault: fault))
        }
        faults.removeAll()
    }
}
