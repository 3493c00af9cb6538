import Admission
import Documents
import Kubernetes

extension Request {
    /// An update that leaves these parts of the object as they were. What is there already must not lock out those who
    /// label it, delete it, or take its finalizers off.
    func leaves(_ parts: Pointer...) -> Bool {
        guard admission.operation == .update, let old = admission.oldObject else { return false }
        return parts.allSatisfy { old[$0] == object[$0] }
    }
}
