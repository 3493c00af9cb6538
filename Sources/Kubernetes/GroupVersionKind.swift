package import Documents

/// An API group, version and kind; the core group is the empty string.
package struct GroupVersionKind: Hashable, Sendable {
    /// `apps`, or empty for the core group.
    package var group: String
    /// `v1`.
    package var version: String
    /// `Deployment`.
    package var kind: String

    /// A kind by its parts.
    package init(group: String, version: String, kind: String) {
        self.group = group
        self.version = version
        self.kind = kind
    }

    /// From the `apiVersion` and `kind` of an object; nil when either is missing or no string.
    package init?(object: JSON) {
        guard let apiVersion = object["apiVersion"]?.string, let kind = object["kind"]?.string else { return nil }
        (group, version) = Self.split(apiVersion)
        self.kind = kind
    }

    /// `apps/v1` or `v1`.
    package var apiVersion: String { group.isEmpty ? version : group + "/" + version }

    private static func split(_ apiVersion: String) -> (String, String) {
        guard let slash = apiVersion.firstIndex(of: "/") else { return ("", apiVersion) }
        return (String(apiVersion[..<slash]), String(apiVersion[apiVersion.index(after: slash)...]))
    }
}

/// An API group, version and resource, the plural that stands in URLs.
package struct GroupVersionResource: Hashable, Sendable {
    /// `apps`, or empty for the core group.
    package var group: String
    /// `v1`.
    package var version: String
    /// `deployments`.
    package var resource: String

    /// A resource by its parts.
    package init(group: String, version: String, resource: String) {
        self.group = group
        self.version = version
        self.resource = resource
    }
}

extension GroupVersionKind {
    /// The resource of this kind as the API server would guess it: lower case, plural by the ending
    /// (apimachinery, `meta.UnsafeGuessKindToResource`).
    package var guessedResource: GroupVersionResource {
        GroupVersionResource(group: group, version: version, resource: Self.plural(of: kind))
    }

    /// `NetworkPolicy` becomes `networkpolicies`.
    package static func plural(of kind: String) -> String {
        let singular = kind.lowercased()
        if singular.isEmpty || isPlural(singular) { return singular }
        if singular.hasSuffix("s") { return singular + "es" }
        if singular.hasSuffix("y") { return singular.dropLast() + "ies" }
        return singular + "s"
    }

    private static func isPlural(_ name: String) -> Bool {
        name.hasSuffix("endpoints") || name.hasSuffix("securitycontextconstraints")
    }
}
