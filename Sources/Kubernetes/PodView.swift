package import Documents

/// A field whose shape keeps a view from being read: a finding for every policy that needs it.
package struct Malformation: Sendable, Equatable {
    /// Where.
    package let pointer: Pointer
    /// As in "is a string".
    package let found: String
    /// As in "a list".
    package let wanted: String

    /// A malformation in all its parts.
    package init(pointer: Pointer, found: String, wanted: String) {
        self.pointer = pointer
        self.found = found
        self.wanted = wanted
    }
}

/// A pod, or the pod template of a controller, and where it stands in its object.
package struct PodView: Sendable {
    /// Leads from the object to the pod: empty for a Pod, `/spec/template` for a Deployment.
    package let pointer: Pointer
    /// The pod or pod template.
    package let json: JSON
    /// `spec`; an empty pod's is missing.
    package let spec: JSON?
    /// All containers: init, ordinary, ephemeral, in this order.
    package let containers: [ContainerView]
    /// Lists and containers of a wrong shape, and a list with too many.
    package let malformations: [Malformation]
    /// The pod has more than `containerLimit` containers, or its spec is past `sizeLimit`; what is too much is
    /// left out, and a malformation.
    package let isTooLarge: Bool

    /// The most values, keys among them, that a spec may have: about as many as fit the API server's own storage.
    package static let sizeLimit = 50_000

    /// The most containers that are looked at: more than any node runs, and few enough for every policy to look at all
    /// of them in time.
    package static let containerLimit = 1000

    /// The pod at `pointer` of `object`; nil when there is none. Where something else than an object stands on the way
    /// to it, that is the view's one malformation.
    package init?(of object: JSON, at pointer: Pointer) {
        guard let (pointer, json) = Self.find(pointer, in: object) else { return nil }
        var walk = ContainerWalk(pointer: pointer)
        self.pointer = pointer
        self.json = json
        spec = walk.spec(of: json)
        if let spec { walk.visit(spec) }
        containers = walk.containers
        malformations = walk.malformations
        isTooLarge = walk.isTooLarge
    }

    /// The value that `pointer` leads to, or the first on the way that is no object; nil for a missing or null one.
    private static func find(_ pointer: Pointer, in object: JSON) -> (Pointer, JSON)? {
        var value = object
        if value.isNull { return nil }
        for (position, token) in pointer.tokens.enumerated() {
            if value.kind != .object { return (Pointer(Array(pointer.tokens.prefix(position))), value) }
            guard let member = value.member(token), !member.isNull else { return nil }
            value = member
        }
        return (pointer, value)
    }

    /// `metadata` of the pod, or nil.
    package var metadata: JSON? { json["metadata"] }
    /// `metadata.labels` of the pod, or nil.
    package var labels: JSON? { metadata?["labels"] }
    /// `metadata.annotations` of the pod, or nil.
    package var annotations: JSON? { metadata?["annotations"] }
    /// The pod's own `securityContext`.
    package var securityContext: FieldValue<JSON> { spec?.objectField("securityContext") ?? .absent }
    /// A place below `spec`.
    package func pointer(_ tokens: String...) -> Pointer { Pointer(pointer.tokens + ["spec"] + tokens) }
}

/// One container, and where it stands in its object.
package struct ContainerView: Sendable {
    /// The lists that a pod keeps containers in.
    package enum List: String, Sendable, CaseIterable {
        case initial = "initContainers"
        case ordinary = "containers"
        case ephemeral = "ephemeralContainers"
    }

    /// The list that it stands in.
    package let list: List
    /// Its position in the list.
    package let position: Int
    /// The container.
    package let json: JSON
    let pod: Pointer

    /// Its name, or empty.
    package var name: String { json["name"]?.string ?? "" }
    /// Its image.
    package var image: FieldValue<String> { json.stringField("image") }
    /// Its own `securityContext`.
    package var securityContext: FieldValue<JSON> { json.objectField("securityContext") }
    /// An init container that goes on running beside the ordinary ones (KEP-753).
    package var isSidecar: Bool { list == .initial && (json["restartPolicy"]?.equals("Always") ?? false) }

    /// The container's place in the object.
    package var pointer: Pointer { pointer() }
    /// A place below the container.
    package func pointer(_ tokens: String...) -> Pointer {
        Pointer(pod.tokens + ["spec", list.rawValue, String(position)] + tokens)
    }
}

/// The one walk over the container lists of a pod.
private struct ContainerWalk {
    let pointer: Pointer
    var containers: [ContainerView] = []
    var malformations: [Malformation] = []
    var isTooLarge = false

    init(pointer: Pointer) { self.pointer = pointer }

    mutating func spec(of pod: JSON) -> JSON? {
        guard pod.kind == .object else {
            note(pointer, pod, "an object")
            return nil
        }
        switch pod.objectField("spec") {
        case .absent: return nil
        case .found(let spec): return spec
        case .malformed(let found, let wanted):
            malformations.append(Malformation(pointer: pointer.appending("spec"), found: found, wanted: wanted))
            return nil
        }
    }

    mutating func visit(_ spec: JSON) {
        guard spec.weight <= PodView.sizeLimit else {
            isTooLarge = true
            let wanted = "an object of at most \(PodView.sizeLimit)"
            return malformations.append(
                Malformation(pointer: pointer.appending("spec"), found: "has \(spec.weight) values", wanted: wanted))
        }
        containers.reserveCapacity(4)
        visit(.initial, spec["initContainers"])
        visit(.ordinary, spec["containers"])
        visit(.ephemeral, spec["ephemeralContainers"])
    }

    private mutating func visit(_ list: ContainerView.List, _ json: JSON?) {
        guard let json, !json.isNull else { return }
        guard json.kind == .array else { return note(pointer.appending(["spec", list.rawValue]), json, "a list") }
        guard json.count <= PodView.containerLimit - containers.count else { return noteTooMany(list, json.count) }
        for (position, container) in json.elements.enumerated() {
            if container.kind == .object {
                containers.append(ContainerView(list: list, position: position, json: container, pod: pointer))
            } else {
                note(pointer.appending(["spec", list.rawValue, String(position)]), container, "an object")
            }
        }
    }

    private mutating func noteTooMany(_ list: ContainerView.List, _ count: Int) {
        isTooLarge = true
        malformations.append(
            Malformation(
                pointer: pointer.appending(["spec", list.rawValue]), found: "has \(count) containers",
                wanted: "a list with which the pod has at most \(PodView.containerLimit)"))
    }

    private mutating func note(_ pointer: Pointer, _ json: JSON, _ wanted: String) {
        malformations.append(Malformation(pointer: pointer, found: "is \(json.typeName)", wanted: wanted))
    }
}
