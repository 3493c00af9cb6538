import Admission
import Documents
import Kubernetes

/// Objects get what all of them should have.
///
/// Labels that say whose a workload is, tolerations and node selectors of a team's nodes, a proxy's address in the
/// environment, a volume of certificates, a sidecar: each is said once, here, and no longer in every manifest.
struct Inject: Mutating {
    static let about = About(
        "inject", "Objects get labels, tolerations, node selectors, environment, volumes, sidecars, or whatever else.",
        judges: .anything, fields: "as the pointers say",
        prose: """
            Labels that say whose a workload is, tolerations and node selectors of a team's nodes, a proxy's address in \
            the environment, a volume of certificates, a sidecar: each is said once, here, and no longer in every \
            manifest. What is there already stays unless an injection overwrites it. Pods that exist keep their spec, \
            and a controller's pod template is changed only by a request that changes it, too: no label on a Deployment \
            restarts its pods. A scope says which objects are meant.
            """)

    @Parameter("What is put into objects, in order; each sees what those before it have put there.")
    var injections: [Injection] = []

    var problems: [ParameterProblem] {
        injections.isEmpty
            ? [ParameterProblem("injections", "Nothing is injected; wanted is one injection or more.")] : conflicts
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard !injections.isEmpty, !request.view.isBeingDeleted else { return }
        let closed = ClosedPart(request)
        for injection in injections {
            for place in injection.places(in: request) where !closed.contains(place) {
                injection.apply(at: place, &draft)
            }
        }
    }
}

/// The part of an object that an update must leave alone: the spec of a pod that is there, and a pod template that the
/// update does not change, or that the API server would not let be changed.
private struct ClosedPart {
    private let pod: [String]?

    init(_ request: Request) {
        guard request.admission.operation == .update, let template = request.template else {
            pod = nil
            return
        }
        let isClosed = request.changeablePod == nil || request.isPodUnchanged
        pod = isClosed ? template.pod.tokens : nil
    }

    func contains(_ place: Pointer) -> Bool {
        guard let pod, place.tokens.starts(with: pod) else { return false }
        return !pod.isEmpty || place.tokens.first != "metadata"
    }
}
