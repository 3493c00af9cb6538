package import Documents

/// Who asks: `authentication.k8s.io/v1`, UserInfo.
package struct UserInfo: Sendable {
    /// The name, such as `admin` or `system:serviceaccount:NAMESPACE:NAME`; empty when unknown.
    package let username: String
    private let listed: JSON?
    private let named: [String]

    /// From a review's `userInfo`.
    package init(_ json: JSON) {
        username = json["username"]?.string ?? ""
        listed = json["groups"]
        named = []
    }

    /// A user that a dry run plays.
    package init(username: String, groups: [String] = []) {
        self.username = username
        listed = nil
        named = groups
    }

    /// The groups, in the order in which they came.
    package var groups: [String] { listed.map { $0.elements.compactMap(\.string) } ?? named }

    /// The user belongs to a group.
    package func isMember(of group: String) -> Bool {
        listed.map { $0.elements.contains { $0.equals(group) } } ?? named.contains(group)
    }

    /// The service account behind the name, if it is one's.
    package var serviceAccount: ServiceAccount? { ServiceAccount(username: username) }
}

/// A service account by namespace and name.
package struct ServiceAccount: Hashable, Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String

    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// From `system:serviceaccount:NAMESPACE:NAME`; nil for every other user.
    package init?(username: String) {
        guard username.hasPrefix("system:serviceaccount:") else { return nil }
        let parts = username.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, !parts[2].isEmpty, !parts[3].isEmpty else { return nil }
        self.init(namespace: String(parts[2]), name: String(parts[3]))
    }
}
