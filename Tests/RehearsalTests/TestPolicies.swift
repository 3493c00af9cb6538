import Admission
import Documents
import Kubernetes

/// Wants a label on every object.
struct TeamLabel: Validating {
    static let about = About(
        "team-label", "Objects bear a label team.", judges: .anything, fields: "metadata.labels.team", prose: "Tests.")

    func check(_ request: Request) -> [Finding] {
        guard request.view.labels?["team"] == nil else { return [] }
        return [
            Finding(
                ["metadata", "labels", "team"], found: "is missing", wanted: "must be set",
                fix: "Set it to the team that owns the object", reason: .required)
        ]
    }
}

/// Wants images with a tag, and puts their registry before them.
struct TaggedImages: Validating, Mutating {
    static let about = About(
        "tagged-images", "Images have a tag.", judges: .workloads, fields: "image", prose: "Tests.")

    func check(_ request: Request) -> [Finding] {
        request.containers.compactMap { container in
            guard let image = container.image.value, !image.contains(":") else { return nil }
            return Finding(in: container, ["image"], found: "is \"\(image)\"", wanted: "must have a tag")
        }
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        for container in request.containers {
            guard let image = container.image.value, !image.contains("/") else { continue }
            draft.set(container.pointer("image"), .string("registry.test/" + image))
        }
    }
}

/// Puts a container before all others, and finds fault with it.
struct Sidecar: Validating, Mutating {
    static let about = About(
        "sidecar", "Pods have a sidecar.", judges: .workloads, fields: "containers", prose: "Tests.")

    func check(_ request: Request) -> [Finding] {
        request.containers.filter { $0.name == "sidecar" }.map {
            Finding(in: $0, ["image"], found: "is too large", wanted: "must be small")
        }
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.pod, !pod.containers.contains(where: { $0.name == "sidecar" }) else { return }
        let container: JSONValue = ["name": "sidecar", "image": "sidecar:1"]
        var object = draft[pod.pointer("containers")]?.opened ?? .array([])
        if case .array(let elements) = object { object = .array([container] + elements) }
        draft.set(pod.pointer("containers"), object)
    }
}

/// Wants no more pods in a namespace than ten.
struct TenPods: Validating {
    static let about = About(
        "ten-pods", "A namespace has ten pods at most.", judges: .workloads, fields: "replicas", needs: [.pods],
        prose: "Tests.")

    func check(_ request: Request) -> [Finding] {
        let pods = request.inventory.pods(in: request.namespace).reduce(0) { $0 + $1.count }
        guard pods > 10 else { return [] }
        return [Finding(["spec", "replicas"], found: "makes \(pods) pods", wanted: "a namespace may have 10")]
    }
}
