import Documents

/// What a pod takes of the node's resources, as scheduler and quotas reckon it (component-helpers, PodRequests and
/// PodLimits).
///
/// Containers add up. Init containers run before them, one at a time, so that only the largest counts; those that go on
/// running (KEP-753) add up with the others and with the init containers after them. The pod's own resources (KEP-2837)
/// count in place of the sum, and its overhead on top.
package struct PodResources: Sendable {
    /// The two amounts that are given of a resource.
    package enum Bound: Sendable, Hashable {
        case requests, limits

        fileprivate var field: StaticString { self == .requests ? "requests" : "limits" }
    }

    let pod: PodView

    package init(_ pod: PodView) { self.pod = pod }

    /// The amount of a resource that the whole pod takes; nil where nothing in it names one.
    ///
    /// A missing request is the limit, as the API server fills it in. Amounts that are malformed or negative are zero.
    package func amount(_ bound: Bound, of name: String) -> Quantity? {
        let own = Self.isPodLevel(name) ? pod.spec?["resources"] : nil
        let sum = containerAmount(bound, of: name)
        let fallback = bound == .requests ? Self.quantity(own?["limits"], name) : nil
        let amount = Self.quantity(own?.bound(bound), name) ?? sum ?? fallback
        guard let overhead = Self.quantity(pod.spec?["overhead"], name) else { return amount }
        return amount.map { $0 + overhead } ?? (bound == .requests ? overhead : nil)
    }

    /// The amount of a resource that one container takes, or is about to give back (KEP-1287).
    package func amount(_ bound: Bound, of name: String, in container: ContainerView) -> Quantity? {
        let wanted = Self.amount(bound, of: name, in: container.json["resources"])
        guard let status = status(of: container) else { return wanted }
        let allocated = bound == .requests ? Self.quantity(status["allocatedResources"], name) : nil
        return [wanted, allocated, Self.quantity(status["resources"]?.bound(bound), name)].compactMap { $0 }.max()
    }

    /// The pod itself, for all its containers, names an amount of a resource.
    package func isSetForAll(_ bound: Bound, of name: String) -> Bool {
        Self.isPodLevel(name) && Self.amount(bound, of: name, in: pod.spec?["resources"]) != nil
    }

    /// Nothing in the pod requests or limits cpu or memory: the quality-of-service class BestEffort.
    package var isBestEffort: Bool {
        !["cpu", "memory"].contains { name in
            [Bound.requests, .limits].contains { bound in
                let own = Self.amount(bound, of: name, in: pod.spec?["resources"])
                return own.map { !$0.isZero } ?? false
                    || pod.containers.contains { container in
                        Self.amount(bound, of: name, in: container.json["resources"]).map { !$0.isZero } ?? false
                    }
            }
        }
    }

    private func containerAmount(_ bound: Bound, of name: String) -> Quantity? {
        var sum: Quantity?
        var sidecars: Quantity?
        var peak: Quantity?
        for container in pod.containers where container.list != .ephemeral {
            let amount = amount(bound, of: name, in: container)
            if container.isSidecar { sidecars = Self.sum(sidecars, amount) }
            if container.list == .initial {
                let running = container.isSidecar ? sidecars : Self.sum(sidecars, amount)
                peak = [peak, running].compactMap { $0 }.max()
            } else {
                sum = Self.sum(sum, amount)
            }
        }
        return [Self.sum(sum, sidecars), peak].compactMap { $0 }.max()
    }

    private func status(of container: ContainerView) -> JSON? {
        guard let status = pod.json["status"] else { return nil }
        let statuses = container.list == .initial ? status["initContainerStatuses"] : status["containerStatuses"]
        guard let statuses, let name = container.json["name"] else { return nil }
        return statuses.elements.first { $0["name"]?.equals(text: name) ?? false }
    }

    /// The resources that a pod itself may name (core/validation, IsSupportedPodLevelResource).
    private static func isPodLevel(_ name: String) -> Bool {
        name == "cpu" || name == "memory" || name.hasPrefix("hugepages-")
    }

    private static func amount(_ bound: Bound, of name: String, in resources: JSON?) -> Quantity? {
        guard let resources else { return nil }
        let amount = quantity(resources.bound(bound), name)
        return bound == .requests ? amount ?? quantity(resources["limits"], name) : amount
    }

    private static func quantity(_ amounts: JSON?, _ name: String) -> Quantity? {
        guard let json = amounts?.member(name), !json.isNull else { return nil }
        return max((try? Quantity(json)) ?? .zero, .zero)
    }

    private static func sum(_ left: Quantity?, _ right: Quantity?) -> Quantity? {
        guard let left, let right else { return left ?? right }
        return left + right
    }
}

extension PodResources {
    /// Fields under `resources` and `overhead` that keep amounts from being read, negative ones among them.
    package var malformations: [Malformation] {
        var faults: [Malformation] = []
        for container in pod.containers {
            Self.check(container.json["resources"], container.pointer("resources"), &faults)
        }
        Self.check(pod.spec?["resources"], pod.pointer("resources"), &faults)
        Self.checkAmounts(pod.spec?["overhead"], pod.pointer("overhead"), &faults)
        return faults
    }

    /// Nobody reads more of them.
    private static var faultLimit: Int { 100 }

    private static func check(_ resources: JSON?, _ pointer: @autoclosure () -> Pointer, _ faults: inout [Malformation])
    {
        guard let resources, !resources.isNull else { return }
        guard resources.kind == .object else {
            return faults.append(Malformation(resources, at: pointer(), wanted: "an object"))
        }
        checkAmounts(resources["requests"], pointer().appending("requests"), &faults)
        checkAmounts(resources["limits"], pointer().appending("limits"), &faults)
    }

    private static func checkAmounts(
        _ amounts: JSON?, _ pointer: @autoclosure () -> Pointer, _ faults: inout [Malformation]
    ) {
        guard let amounts, !amounts.isNull else { return }
        guard amounts.kind == .object else {
            return faults.append(Malformation(amounts, at: pointer(), wanted: "an object"))
        }
        for amount in amounts.members where faults.count < faultLimit {
            if let quantity = try? Quantity(amount.value), !quantity.isNegative { continue }
            let place = pointer().appending(amount.name)
            faults.append(Malformation(amount.value, at: place, wanted: "a quantity such as 500m or 512Mi"))
        }
    }
}

extension Malformation {
    fileprivate init(_ json: JSON, at pointer: Pointer, wanted: String) {
        let found = json.kind == .object || json.kind == .array ? "is \(json.typeName)" : "is \(json.compactText)"
        self.init(pointer: pointer, found: found, wanted: wanted)
    }
}

extension JSON {
    fileprivate func bound(_ bound: PodResources.Bound) -> JSON? { self[bound.field] }
}
