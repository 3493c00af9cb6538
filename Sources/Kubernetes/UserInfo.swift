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

    /// The user bears this name, byte for byte: `==` takes texts for equal that Kubernetes tells apart.
    package func isNamed(_ name: String) -> Bool { username.hasSameBytes(as: name) }

    /// The user belongs to a group, byte for byte.
    package func isMember(of group: String) -> Bool {
        listed.map { $0.elements.contains { $0.equals(group) } } ?? named.contains { $0.hasSameBytes(as: group) }
    }

    /// The service account behind the name, if it is one's.
    package var serviceAccount: ServiceAccount? { ServiceAccount(username: username) }
}

/// A service account by namespace and name, compared byte for byte.
package struct ServiceAccount: Hashable, Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String

    /// A service account by its parts.
    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// From `system:serviceaccount:NAMESPACE:NAME`; nil for every other user.
    package init?(username: String) {
        let prefix = "system:serviceaccount:".utf8
        guard username.utf8.starts(with: prefix) else { return nil }
        let rest = username[username.utf8.index(username.startIndex, offsetBy: prefix.count)...]
        let (namespace, name) = rest.splitOnce(at: UInt8(ascii: ":"))
        guard let name, !namespace.isEmpty, !name.isEmpty, !name.utf8.contains(UInt8(ascii: ":")) else { return nil }
        self.init(namespace: String(namespace), name: String(name))
    }

    /// Namespace and name are the same, byte for byte.
    package static func == (left: ServiceAccount, right: ServiceAccount) -> Bool {
        left.namespace.hasSameBytes(as: right.namespace) && left.name.hasSameBytes(as: right.name)
    }
}

extension String {
    /// Equality as Kubernetes has it, byte for byte; `==` goes by canonical equivalence.
    package func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
