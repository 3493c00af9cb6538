import Admission

/// What a policy finds in a pod: what is the pod's own fault is there once, however many containers suffer from it.
struct FindingList {
    /// In the order in which they were found.
    private(set) var all: [Finding] = []
    /// Positions of those that are about no container; a few, even in a pod of thousands of containers.
    private var shared: [Int] = []

    /// Adds a finding, unless it is about the pod and there already. What is about a container is taken for new.
    mutating func add(_ finding: Finding) {
        if finding.container == nil {
            if shared.contains(where: { all[$0] == finding }) { return }
            shared.append(all.count)
        }
        all.append(finding)
    }
}
