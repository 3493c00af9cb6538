import Admission
import Documents
import Kubernetes

/// One thing that is put into objects.
struct Injection: ParameterObject, ParameterValue {
    /// What a pointer starts from.
    enum Base: String, ParameterValue, CaseIterable {
        /// The object itself.
        case object
        /// The pod or pod template: `/metadata` and `/spec` of a pod.
        case pod
        /// Each container of the pod.
        case containers
    }

    /// How a value is put at its place.
    enum Action: String, ParameterValue, CaseIterable {
        /// The value stands there afterwards.
        case set
        /// Objects are merged member by member, lists element by element.
        case merge
        /// The value, or each element of a list, is added to the end of the list there, unless it has one like it.
        case append
    }

    @Parameter(
        "What the pointer starts from: object, pod (the pod, or the pod template of a controller), or containers.")
    var base = Base.pod

    @Parameter("Where the value goes, such as /metadata/labels/team or /spec/tolerations.")
    var pointer: Pointer = []

    @Parameter("What is done: set a value, merge objects and lists into what is there, or append to a list.")
    var action = Action.set

    @Parameter("The value.")
    var value: JSONValue = .null

    @Parameter("What is there already is replaced; otherwise only what is absent is filled in.")
    var overwrite = false

    @Parameter("The lists of containers that base: containers stands for.")
    var lists: [ContainerView.List] = [.initial, .ordinary]

    @Parameter("The containers that base: containers stands for, by name; * stands for any run of characters.")
    var names: [NamePattern] = [NamePattern("*")]

    @Parameter("The member that tells elements of a list apart; if none is given, the one that Kubernetes goes by.")
    var key: String? = nil
}

extension Injection {
    /// The places in the object that the value goes to; none where the object has no such part.
    func places(in request: Request) -> [Pointer] {
        switch base {
        case .object: return [pointer]
        case .pod: return request.pod.map { [$0.pointer.appending(pointer)] } ?? []
        case .containers:
            return request.containers
                .filter { lists.contains($0.list) && $0.isNamed(by: names) }
                .map { $0.pointer.appending(pointer) }
        }
    }

    /// Puts the value at a place. What is like it already is left alone, so that a second time changes nothing.
    func apply(at place: Pointer, _ draft: inout Draft) {
        switch action {
        case .set: put(value, at: place, &draft)
        case .merge: merge(value, at: place, &draft)
        case .append:
            if case .array(let elements) = value.opened {
                for element in elements { add(element, to: place, &draft, replaces: false) }
            } else {
                add(value, to: place, &draft, replaces: false)
            }
        }
    }

    private func put(_ value: JSONValue, at place: Pointer, _ draft: inout Draft) {
        if overwrite {
            draft.set(place, value)
        } else {
            draft.setDefault(place, value)
        }
    }

    private func merge(_ value: JSONValue, at place: Pointer, _ draft: inout Draft) {
        switch value.opened {
        case .object(let members):
            if draft[place].map(\.isNull) ?? true { return draft.set(place, value) }
            for member in members { merge(member.value, at: place.appending(member.name), &draft) }
        case .array(let elements):
            for element in elements { add(element, to: place, &draft, replaces: overwrite) }
        case .null, .bool, .int, .string, .json: put(value, at: place, &draft)
        }
    }

    /// Adds an element to a list that has none of its key, or, without a key, none that is equal.
    private func add(_ element: JSONValue, to place: Pointer, _ draft: inout Draft, replaces: Bool) {
        guard case .array(let list)? = draft[place]?.opened else { return draft.append(place, element) }
        guard let key = key(of: element, in: place) else {
            if !list.contains(element) { draft.append(place, element) }
            return
        }
        guard let position = list.firstIndex(where: { $0[key] == element[key] }) else {
            return draft.append(place, element)
        }
        if replaces, !list[position].covers(element) { draft.set(place.appending(position), element) }
    }

    /// The member that tells elements of a list apart: patch merge keys of `core/v1`, for most lists the name.
    private func key(of element: JSONValue, in place: Pointer) -> String? {
        let known = ["volumeMounts": "mountPath", "volumeDevices": "devicePath", "hostAliases": "ip"]
            .merging(["ports": "containerPort", "topologySpreadConstraints": "topologyKey"]) { first, _ in first }
        let candidates = [key, place.tokens.last.flatMap { known[$0] }, key == nil ? "name" : nil]
        return candidates.lazy.compactMap(\.self).first { element[$0].map { !$0.isNull } ?? false }
    }
}

extension JSONValue {
    /// All members of the other value are here, too, and equal: what the API server adds does not count.
    fileprivate func covers(_ other: JSONValue) -> Bool {
        switch (opened, other.opened) {
        case (.object(let members), .object(let wanted)):
            wanted.allSatisfy { member in
                members.first { $0.name == member.name }.map { $0.value.covers(member.value) } ?? false
            }
        case (.array(let elements), .array(let wanted)):
            elements.count == wanted.count && zip(elements, wanted).allSatisfy { $0.covers($1) }
        default: self == other
        }
    }
}
