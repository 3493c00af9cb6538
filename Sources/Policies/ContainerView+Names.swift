import Admission
import Kubernetes

extension ContainerView {
    /// One of the patterns stands for the container's name.
    func isNamed(by patterns: [NamePattern]) -> Bool {
        guard !patterns.isEmpty else { return false }
        let name = name
        return patterns.contains { $0.matches(name) }
    }
}
