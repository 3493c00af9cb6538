import Admission
import Documents
import Kubernetes

/// Controllers want neither too many pods nor too few.
///
/// One digit too many fills the cluster, and a single replica is gone whenever its node is.
struct ReplicaLimits: Validating {
    static let about = About(
        "replica-limits", "Controllers want neither too many pods nor too few.",
        judges: .subresources(
            ["", "scale"],
            of: [
                "apps/Deployment", "apps/StatefulSet", "apps/ReplicaSet", "/ReplicationController",
                "extensions/Deployment", "extensions/ReplicaSet", "autoscaling/HorizontalPodAutoscaler",
            ].map { KindPattern($0) }),
        fields: "spec.replicas", "spec.minReplicas", "spec.maxReplicas",
        prose: """
            One digit too many fills the cluster, and a single replica is gone whenever its node is. Replicas that are \
            not given are 1, as Kubernetes has it. Requests for the scale subresource, by which kubectl scale and \
            autoscalers work, are judged like the objects; and so are HorizontalPodAutoscalers, by what they may go \
            down and up to. An update that leaves the replicas as they were is let be, and so are the steps of the \
            cluster's controllers between a Deployment and its ReplicaSets.

            Where an autoscaler sets the replicas of a Deployment, its manifest should leave them out only if the \
            minimum here is 1: a Deployment that is created without them has 1 until the autoscaler comes by.
            """)

    @Parameter("The lowest number of replicas.")
    var minimum = 1

    @Parameter("The highest number of replicas.")
    var maximum = 100

    @Parameter("No replicas at all are allowed, too, for what is switched off.")
    var allowZero = true

    @Parameter("Users that carry out what others have sent; their steps on owned objects are not judged.")
    var controllers: [NamePattern] = builtInControllers

    var problems: [ParameterProblem] {
        if minimum < 0 { return [ParameterProblem("minimum", "\(minimum) is negative; wanted is 0 or more.")] }
        guard maximum < minimum else { return [] }
        return [ParameterProblem("maximum", "\(maximum) is below minimum, \(minimum).")]
    }

    func check(_ request: Request) -> [Finding] {
        guard !request.isSent(by: controllers) else { return [] }
        switch request.admission.kind.kind {
        case "HorizontalPodAutoscaler":
            return [
                finding("minReplicas", request, missing: 1, hasMaximum: false),
                finding("maxReplicas", request, missing: nil, hasMinimum: false),
            ].compactMap { $0 }
        // A Scale leaves out what is zero (autoscaling/v1, ScaleSpec).
        case "Scale": return [finding("replicas", request, missing: 0)].compactMap { $0 }
        default: return [finding("replicas", request, missing: 1)].compactMap { $0 }
        }
    }

    /// What is wrong with a field, if anything is.
    ///
    /// - Parameter missing: what the API server takes for one that is missing; nil where it must be there.
    private func finding(
        _ name: String, _ request: Request, missing: Int64?, hasMinimum: Bool = true, hasMaximum: Bool = true
    ) -> Finding? {
        let place: Pointer = ["spec", name]
        guard !request.leaves(place) else { return nil }
        let found = request.object[place].flatMap { $0.isNull ? nil : $0 }
        guard let count = found.map(\.int) ?? missing else { return malformed(found, place) }
        let text = found == nil ? "is missing, which is \(count)" : "is \(count)"
        if hasMinimum, count < minimum, !(count == 0 && allowZero) {
            let zero = allowZero && minimum > 1 ? ", or 0" : ""
            return Finding(place, found: text, wanted: "must be at least \(minimum)\(zero)")
        }
        guard hasMaximum, count > maximum else { return nil }
        return Finding(place, found: text, wanted: "must be at most \(maximum)")
    }

    private func malformed(_ found: JSON?, _ place: Pointer) -> Finding {
        guard let found else { return Finding(place, found: "is missing", wanted: "must be set", reason: .required) }
        return Finding(Malformation(pointer: place, found: "is \(found.typeName)", wanted: "an integer"))
    }
}
