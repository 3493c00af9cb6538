import Admission
import Documents

/// What a policy finds in a pod, each thing once, however many containers suffer from what is the pod's own fault.
struct FindingList {
    /// In the order in which they were found.
    private(set) var all: [Finding] = []
    /// Positions by place: a hostile pod has a hundred thousand of them, and each is looked up.
    private var positions: [Pointer: [Int]] = [:]

    /// Adds a finding, unless it is there already.
    mutating func add(_ finding: Finding) {
        let same = positions[finding.pointer, default: []]
        if same.contains(where: { all[$0] == finding }) { return }
        positions[finding.pointer, default: []].append(all.count)
        all.append(finding)
    }
}
