package import Documents

/// Objects in other versions of their API, as the API server shows them to policies that name those versions
/// (kubernetes, pkg/apis/*/*/conversion.go).
package enum Conversion {
    /// The object in another group and version; nil where this is no conversion that is known here.
    package static func object(_ object: JSON, from old: GroupVersionKind, to new: GroupVersionKind) -> JSON? {
        guard old.kind == new.kind, let convert = steps(from: old, to: new) else { return nil }
        var draft = Draft(object)
        draft.set(["apiVersion"], .string(new.apiVersion))
        convert(&draft)
        return try? draft.object()
    }

    /// What is to be done but for the version's name.
    private static func steps(
        from old: GroupVersionKind, to new: GroupVersionKind
    ) -> ((inout Draft) -> Void)? {
        let versions = (old.version, new.version)
        switch old.kind {
        case "Event": return events(old, new)
        case "HorizontalPodAutoscaler" where versions == ("v1", "v2"): return convertAutoscalerToNewest
        case "HorizontalPodAutoscaler" where versions == ("v2", "v1"): return convertAutoscalerToFirst
        case "PriorityLevelConfiguration": return shares(old, new)
        default: return isSame(old, new) ? { _ in } : nil
        }
    }

    private static func events(_ old: GroupVersionKind, _ new: GroupVersionKind) -> ((inout Draft) -> Void)? {
        switch (old.apiVersion, new.apiVersion) {
        case ("v1", "events.k8s.io/v1"):
            { draft in for (core, other) in eventFields { draft.move([core], to: [other]) } }
        case ("events.k8s.io/v1", "v1"):
            { draft in for (core, other) in eventFields { draft.move([other], to: [core]) } }
        default: nil
        }
    }

    /// Fields of an Event of the core group, and what they are called in `events.k8s.io`.
    private static let eventFields = [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ]

    private static func shares(_ old: GroupVersionKind, _ new: GroupVersionKind) -> ((inout Draft) -> Void)? {
        let name = { (version: String) -> Pointer in
            let isOld = version == "v1beta1" || version == "v1beta2"
            return ["spec", "limited", isOld ? "assuredConcurrencyShares" : "nominalConcurrencyShares"]
        }
        return { draft in draft.move(name(old.version), to: name(new.version)) }
    }

    /// Versions of which one is written like the other, by kind.
    private static let same: [String: [Set<String>]] = [
        "ClusterTrustBundle": [["v1alpha1", "v1beta1"]],
        "CronJob": [["v1", "v1beta1"]],
        "CSIStorageCapacity": [["v1", "v1beta1"]],
        "DeviceClass": [["v1", "v1beta1", "v1beta2"]],
        "FlowSchema": [["v1", "v1beta1", "v1beta2", "v1beta3"]],
        "HorizontalPodAutoscaler": [["v2", "v2beta2"]],
        "IPAddress": [["v1", "v1alpha1", "v1beta1"]],
        "LeaseCandidate": [["v1alpha2", "v1beta1"]],
        "PodDisruptionBudget": [["v1", "v1beta1"]],
        "ResourceClaim": [["v1", "v1beta2"], ["v1alpha3", "v1beta1"]],
        "ResourceClaimTemplate": [["v1", "v1beta2"], ["v1alpha3", "v1beta1"]],
        "ResourceSlice": [["v1", "v1beta2"], ["v1alpha3", "v1beta1"]],
        "RuntimeClass": [["v1", "v1beta1"]],
        "ServiceCIDR": [["v1", "v1alpha1", "v1beta1"]],
        "VolumeAttributesClass": [["v1", "v1alpha1", "v1beta1"]],
    ]

    private static func isSame(_ old: GroupVersionKind, _ new: GroupVersionKind) -> Bool {
        old.group == new.group
            && (same[old.kind] ?? []).contains { $0.contains(old.version) && $0.contains(new.version) }
    }
}

extension Draft {
    /// Takes what stands at one place to another.
    mutating func move(_ place: Pointer, to other: Pointer) {
        guard place != other, let value = self[place] else { return }
        remove(place)
        set(other, value)
    }
}
