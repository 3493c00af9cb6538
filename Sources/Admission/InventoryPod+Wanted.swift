package import Documents
package import Kubernetes

extension InventoryPod {
    /// How many pods an object wants at a time.
    ///
    /// Of a controller these are its `replicas`, of a Job and of one run of a CronJob the pods that run side by side
    /// (`batch/v1`, JobSpec), and none while it is suspended. A DaemonSet counts as one, since nobody knows here how
    /// many nodes there are. A PodTemplate wants none.
    package static func count(wantedBy object: JSON, kind: String) -> FieldValue<Int64> {
        switch kind {
        case "PodTemplate": .found(0)
        case "Pod", "DaemonSet": .found(1)
        case "Job": jobCount(object["spec"])
        case "CronJob":
            object["spec"]?["suspend"]?.bool ?? false ? .found(0) : jobCount(object["spec"]?["jobTemplate"]?["spec"])
        default: count(object["spec"], "replicas")
        }
    }

    /// The field that says how many; nil for kinds that always want as many.
    package static func countField(kind: String) -> Pointer? {
        switch kind {
        case "Pod", "DaemonSet", "PodTemplate": nil
        case "Job": ["spec", "parallelism"]
        case "CronJob": ["spec", "jobTemplate", "spec", "parallelism"]
        default: ["spec", "replicas"]
        }
    }

    private static func jobCount(_ job: JSON?) -> FieldValue<Int64> {
        if job?["suspend"]?.bool ?? false { return .found(0) }
        let parallelism = count(job, "parallelism")
        guard case .found(let many) = parallelism, let completions = job?["completions"]?.int else {
            return parallelism
        }
        return .found(min(many, max(completions, 0)))
    }

    private static func count(_ spec: JSON?, _ name: StaticString) -> FieldValue<Int64> {
        switch spec?.intField(name) ?? .absent {
        case .absent: .found(1)
        case .found(let count) where count < 0: .malformed(found: "is \(count)", wanted: "zero or more")
        case .found(let count): .found(count)
        case .malformed(let found, let wanted): .malformed(found: found, wanted: wanted)
        }
    }
}
