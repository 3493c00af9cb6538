import Admission
import Documents
import Kubernetes
import Testing

/// Containers must not run `latest`.
struct NoLatest: Validating {
    static let about = About("no-latest", "Images have tags.", judges: .workloads, fields: "image", prose: "")

    @Parameter("Containers, by name, that may run latest.")
    var exempt: Set<String> = []

    func check(_ request: Request) -> [Finding] {
        request.containers.filter { !exempt.contains($0.name) && $0.image.value?.hasSuffix(":latest") ?? false }
            .map { Finding(in: $0, ["image"], found: "is latest", wanted: "must have a tag", reason: .invalid) }
    }
}

/// Pods have a label.
struct Labelled: Validating {
    static let about = About("labelled", "Pods have labels.", judges: .workloads, fields: "metadata.labels", prose: "")

    func check(_ request: Request) -> [Finding] {
        [Finding(["metadata", "labels"], found: "is there", wanted: "must have team")]
    }
}

/// Every object has a label, whatever its kind.
struct Team: Validating, Mutating {
    static let about = About("team", "Objects have a team.", judges: .anything, prose: "")

    @Parameter("The label's value where it is missing.")
    var standard: String? = nil

    func check(_ request: Request) -> [Finding] {
        guard request.view.labels?["team"] == nil else { return [] }
        let place: Pointer = ["metadata", "labels", "team"]
        return [Finding(place, found: "is missing", wanted: "must be set", fix: "Set it", reason: .required)]
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        if let standard { draft.setDefault(["metadata", "labels", "team"], .string(standard)) }
    }
}

/// Writes what it sees into an annotation of its own, and an image's tag.
struct Pin: Mutating {
    static let about = About("pin", "Images get a tag.", judges: .workloads, fields: "image", prose: "")

    func mutate(_ request: Request, _ draft: inout Draft) {
        for container in request.containers where container.image.value?.hasSuffix(":latest") ?? false {
            let image = container.image.value?.dropLast("latest".count) ?? ""
            draft.set(container.pointer("image"), .string(image + "1.0"))
        }
    }
}

/// Makes one good edit and one that can't be made.
struct Clumsy: Mutating {
    static let about = About("clumsy", "Fails.", judges: .anything, prose: "")

    func mutate(_ request: Request, _ draft: inout Draft) {
        draft.set(["metadata", "labels", "clumsy"], "yes")
        draft.set(["metadata", "name", "below-a-string"], "no")
    }
}

/// Judges Services, of which it wants none, and needs to know the namespaces for it.
struct NoService: Validating {
    static let about = About(
        "no-service", "There are no Services.", judges: .kinds([KindPattern("/Service"), KindPattern("Pod")]),
        needs: [.namespaces], prose: "")

    func check(_ request: Request) -> [Finding] {
        [Finding([], found: "is there", wanted: "must not be", reason: .forbidden)]
    }
}

/// Nothing has replicas.
struct Replicas: Validating {
    static let about = About(
        "replicas", "Nothing has replicas.", judges: .workloads, fields: "replicas", judgesUnchangedPods: true,
        prose: "")

    func check(_ request: Request) -> [Finding] {
        request.object["spec"]?["replicas"] == nil
            ? [] : [Finding(["spec", "replicas"], found: "is there", wanted: "must not be")]
    }
}

/// Nobody opens shells in pods, and nothing is scaled.
struct NoShell: Validating {
    static let about = About(
        "no-shell", "Nobody opens shells.",
        judges: .subresources(["exec", "scale"], of: [KindPattern("/Pod"), KindPattern("apps/*")]), prose: "")

    func check(_ request: Request) -> [Finding] {
        [Finding([], found: "is there", wanted: "must not be", reason: .forbidden)]
    }
}

/// Pods and Services are named web.
struct Named: Validating {
    static let about = About(
        "named", "Things are named.", judges: .workloadsAnd([KindPattern("/Service")]), prose: "")

    func check(_ request: Request) -> [Finding] {
        request.view.name == "web" ? [] : [Finding(["metadata", "name"], found: "is other", wanted: "must be web")]
    }
}

/// Finds as many things as it is told, each with a text of its own.
struct Many: Validating {
    static let about = About("many", "Finds things.", judges: .anything, prose: "")

    @Parameter("How many.")
    var count = 1
    @Parameter("What is found.")
    var found = "is bad"

    func check(_ request: Request) -> [Finding] {
        (0..<count).map { Finding(["spec", "\($0)"], found: found, wanted: "must be good") }
    }
}

extension Many {
    init(_ count: Int, _ found: String = "is bad") {
        self.init()
        self.count = count
        self.found = found
    }
}

extension Team {
    init(standard: String) {
        self.init()
        self.standard = standard
    }
}

/// An inventory of namespaces, by name and labels.
struct Namespaces: Inventory {
    var labels: [String: String] = [:]

    func knows(_ kind: InventoryKind) -> Bool { kind == .namespaces }
    func namespace(_ name: String) -> JSON? {
        labels[name].flatMap { try? JSON(parsing: #"{"metadata": {"name": "\#(name)", "labels": \#($0)}}"#) }
    }
    func networkPolicies(in namespace: String) -> [InventoryNetworkPolicy] { [] }
    func pods(in namespace: String) -> [InventoryPod] { [] }
}

/// A request for a Pod, or what the closure makes of it.
func request(_ change: (inout AdmissionRequest) throws -> Void = { _ in }) throws -> AdmissionRequest {
    var request = AdmissionRequest(
        uid: "u-1", kind: .init(group: "", version: "v1", kind: "Pod"),
        resource: .init(group: "", version: "v1", resource: "pods"), name: "web", namespace: "team-a",
        userInfo: UserInfo(username: "alice", groups: ["dev", "system:authenticated"]),
        object: try JSON(parsing: pod()))
    try change(&request)
    return request
}

/// A request for a Deployment.
func deploymentRequest(_ change: (inout AdmissionRequest) throws -> Void = { _ in }) throws -> AdmissionRequest {
    try request {
        $0.kind = .init(group: "apps", version: "v1", kind: "Deployment")
        $0.resource = .init(group: "apps", version: "v1", resource: "deployments")
        $0.object = try JSON(parsing: deployment())
        try change(&$0)
    }
}

/// The text of a Pod.
func pod(
    image: String = "nginx:latest", labels: String = #"{"app": "web"}"#, annotations: String = "{}",
    more: String = ""
) -> String {
    """
    {"apiVersion": "v1", "kind": "Pod",
     "metadata": {"name": "web", "namespace": "team-a", "labels": \(labels), "annotations": \(annotations)},
     "spec": {\(more)"containers": [{"name": "app", "image": "\(image)"}]}}
    """
}

/// The text of a Deployment.
func deployment(
    image: String = "nginx:latest", replicas: Int = 1, labels: String = "{}", annotations: String = "{}"
) -> String {
    """
    {"apiVersion": "apps/v1", "kind": "Deployment",
     "metadata": {"name": "web", "namespace": "team-a", "labels": \(labels)},
     "spec": {"replicas": \(replicas), "template": {"metadata": {"annotations": \(annotations)},
      "spec": {"containers": [{"name": "app", "image": "\(image)"}]}}}}
    """
}

extension Decision {
    /// Each step as `binding: outcome`.
    var outline: [String] {
        steps.map { step in
            let stage = step.stage == .mutating ? "mutate" : "check"
            return "\(step.binding.name) \(stage): \(step.outcome.word)"
        }
    }
}

extension Decision.Outcome {
    fileprivate var word: String {
        switch self {
        case .passed: "passed"
        case .found(let findings): "found \(findings.count)"
        case .edited(let count): "edited \(count)"
        case .exempt: "exempt"
        case .unchanged: "unchanged"
        case .failed: "failed"
        case .excepted(let excepted): "excepted \(excepted.count)"
        }
    }
}

extension Scope {
    /// A scope of which some parts are limited.
    static func of(_ change: (inout Scope) -> Void) -> Scope {
        var scope = Scope()
        change(&scope)
        return scope
    }
}
