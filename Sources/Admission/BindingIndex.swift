import Kubernetes

/// Which bindings a request can concern, found without looking at the others.
struct BindingIndex: Sendable {
    /// What a request is about, as far as rules see.
    struct Key: Hashable, Sendable {
        let group: String
        let kind: String
        let subResource: String
    }

    /// Bindings by the operation that they may have something to do with.
    private typealias Work = [Operation: [Binding]]

    private var named: [Key: [Binding]] = [:]
    /// The bindings whose kinds their scopes and policies name.
    private let bindings: [Binding]
    /// The bindings whose policies match by resources, by what is done to each resource that any of them names.
    private var byResource: [String: Work] = [:]
    /// Those among them that match resources which none of them names.
    private var ofAnyResource: Work = [:]
    private let templates: PodTemplates

    /// Prepares the answers for the kinds that bindings name; all others are looked up one by one.
    init(_ all: [Binding], templates: PodTemplates) {
        let bindings = all.filter { $0.matching == nil }
        self.bindings = bindings
        self.templates = templates
        sort(all.filter { $0.matching != nil })
        for entry in templates.entries {
            for subResource in ["", "ephemeralcontainers", "resize", "status", "scale"] {
                let key = Key(group: entry.group, kind: entry.kind, subResource: subResource)
                named[key] = bindings.filter { concerns($0, key) }
            }
        }
    }

    /// The bindings that may judge a request, in order.
    func candidates(for request: AdmissionRequest) -> [Binding] {
        let parent = KnownKinds.kind(of: request, templates: templates)
        let key = Key(group: parent.group, kind: parent.kind, subResource: request.subResource)
        let first = named[key] ?? bindings.filter { concerns($0, key) }
        let work = byResource[request.resource.resource] ?? ofAnyResource
        let second = work[request.operation] ?? []
        return first.isEmpty ? second : second.isEmpty ? first : first + second
    }

    /// Lists the bindings by the resources that their policies name, in order.
    private mutating func sort(_ bindings: [Binding]) {
        let named = Set(bindings.flatMap { Self.resources(of: $0) }).subtracting(["*"])
        for resource in named { byResource[resource] = [:] }
        for binding in bindings {
            let resources = Self.resources(of: binding)
            let isAny = resources.contains("*")
            for operation in binding.operations {
                for resource in isAny ? named : resources {
                    byResource[resource]?[operation, default: []].append(binding)
                }
                if isAny { ofAnyResource[operation, default: []].append(binding) }
            }
        }
    }

    /// The resources that a binding's policy names, each once and without subresources.
    private static func resources(of binding: Binding) -> Set<String> {
        Set((binding.matching?.rules ?? []).flatMap(\.resources).map { String($0.prefix { $0 != "/" }) })
    }

    private func concerns(_ binding: Binding, _ key: Key) -> Bool {
        let scope = binding.scope
        guard scope.kinds.isEmpty || scope.kinds.contains(where: { $0.matches(group: key.group, kind: key.kind) })
        else { return false }
        return isJudged(by: binding.about.judges, key) && isInScope(scope, binding.about.judges, key.subResource)
    }

    private func isJudged(by judges: Judges, _ key: Key) -> Bool {
        switch judges {
        case .workloads: isWorkload(key)
        case .workloadsAnd(let kinds): isWorkload(key) || isAmong(kinds, key)
        case .kinds(let kinds): isAmong(kinds, key)
        case .subresources(let names, let kinds): names.contains(key.subResource) && isAmong(kinds, key)
        case .anything: true
        }
    }

    private func isWorkload(_ key: Key) -> Bool { templates.entry(group: key.group, kind: key.kind) != nil }

    private func isAmong(_ kinds: [KindPattern], _ key: Key) -> Bool {
        kinds.contains { $0.matches(group: key.group, kind: key.kind) }
    }

    private func isInScope(_ scope: Scope, _ judges: Judges, _ subResource: String) -> Bool {
        guard scope.subresources.isEmpty else {
            return scope.subresources.contains(subResource) || scope.subresources.contains("*")
        }
        if case .subresources = judges { return true }
        return subResource.isEmpty
            || judges.includesWorkloads && (subResource == "ephemeralcontainers" || subResource == "resize")
    }
}
