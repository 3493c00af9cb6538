import Admission
import Documents
import Kubernetes

/// A scope or an exemption, as it is written.
struct ScopeEntry: ParameterObject, ParameterValue {
    @Parameter("Kinds of the object: Deployment, apps/StatefulSet, *.")
    var kinds = ScopeList<KindPattern>()
    @Parameter("CREATE, UPDATE, DELETE, CONNECT.")
    var operations = ScopeList<Operation>()
    @Parameter("Subresources: ephemeralcontainers, exec; the empty text is the object itself, * any.")
    var subresources = ScopeList<String>()
    @Parameter("Objects by name; * stands for any run of characters.")
    var names = ScopeList<ObjectPattern>()
    @Parameter("Namespaces by name; * stands for any run of characters.")
    var namespaces = ScopeList<NamespacePattern>()
    @Parameter("Namespaces by their labels.")
    var namespaceSelector: LabelSelector? = nil
    @Parameter("Objects by their labels.")
    var objectSelector: LabelSelector? = nil
    @Parameter("Users by name.")
    var users = ScopeList<UserPattern>()
    @Parameter("Users by group; one is enough.")
    var groups = ScopeList<UserPattern>()
    @Parameter("Service accounts, as namespace/name.")
    var serviceAccounts = ScopeList<AccountPattern>()

    var problems: [ParameterProblem] {
        unlimited("namespaceSelector", namespaceSelector) + unlimited("objectSelector", objectSelector)
    }

    private func unlimited(_ name: String, _ selector: LabelSelector?) -> [ParameterProblem] {
        guard let selector, selector.isEmpty else { return [] }
        return [
            ParameterProblem(name, "This selector is empty and so selects everything; leave it out if that is meant.")
        ]
    }

    /// The scope that this describes.
    var scope: Scope {
        var scope = Scope()
        scope.kinds = kinds.elements
        scope.operations = Set(operations.elements)
        scope.subresources = Set(subresources.elements)
        scope.names = names.elements.map(\.name)
        scope.namespaces = namespaces.elements.map(\.name)
        scope.namespaceSelector = namespaceSelector
        scope.objectSelector = objectSelector
        scope.users = users.elements.map(\.name)
        scope.groups = groups.elements.map(\.name)
        scope.serviceAccounts = serviceAccounts.elements.map(\.name)
        return scope
    }
}

/// A list in a scope: left out it holds for everything, so that an empty one is mostly a mistake.
struct ScopeList<Element: ParameterValue>: ParameterValue {
    var elements: [Element] = []

    static var shape: ParameterShape { .list(of: Element.shape) }

    static func read(_ json: JSON, _ reader: ParameterReader) -> ScopeList? {
        guard let elements = [Element].read(json, reader) else { return nil }
        if json.count == 0 {
            reader.complain("This list is empty and so would hold for everything; leave it out if that is meant.")
        }
        return ScopeList(elements: elements)
    }

    var json: JSONValue { elements.json }
}

/// A namespace by name, or a pattern of names.
struct NamespacePattern: ParameterValue {
    let name: NamePattern

    static var shape: ParameterShape { .text("a namespace; * stands for any run of characters") }

    static func read(_ json: JSON, _ reader: ParameterReader) -> NamespacePattern? {
        read(json, reader, as: "a namespace").map(NamespacePattern.init)
    }

    /// A pattern of DNS labels (RFC 1123), which name namespaces and containers.
    static func read(_ json: JSON, _ reader: ParameterReader, as what: String) -> NamePattern? {
        guard let name = NamePattern.read(json, reader) else { return nil }
        let text = name.description.utf8
        guard !text.isEmpty, text.allSatisfy(isNamespaceByte) else {
            reader.complain(
                "\"\(name)\" can't name \(what); wanted are lower case letters, digits, \"-\" and \"*\".")
            return nil
        }
        return name
    }

    private static func isNamespaceByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "*")
    }

    var json: JSONValue { name.json }
}

/// An object by name, or a pattern of names.
struct ObjectPattern: ParameterValue {
    let name: NamePattern

    static var shape: ParameterShape { .text("an object's name; * stands for any run of characters") }

    static func read(_ json: JSON, _ reader: ParameterReader) -> ObjectPattern? {
        guard let name = NamePattern.read(json, reader) else { return nil }
        guard !name.description.isEmpty else {
            reader.complain("This name is empty and so names no object.")
            return nil
        }
        guard !name.description.contains("/") else {
            reader.complain("\"\(name)\" can't name an object; namespaces have a list of their own, \"namespaces\".")
            return nil
        }
        return ObjectPattern(name: name)
    }

    var json: JSONValue { name.json }
}

/// A user or a group by name, or a pattern of names.
struct UserPattern: ParameterValue {
    let name: NamePattern

    static var shape: ParameterShape { NamePattern.shape }

    static func read(_ json: JSON, _ reader: ParameterReader) -> UserPattern? {
        guard let name = NamePattern.read(json, reader) else { return nil }
        guard !name.description.isEmpty else {
            reader.complain("This name is empty and so names nobody.")
            return nil
        }
        return UserPattern(name: name)
    }

    var json: JSONValue { name.json }
}

/// A service account by namespace and name, or a pattern of both.
struct AccountPattern: ParameterValue {
    let name: NamePattern

    static var shape: ParameterShape { .text("namespace/name; * stands for any run of characters") }

    static func read(_ json: JSON, _ reader: ParameterReader) -> AccountPattern? {
        guard let name = NamePattern.read(json, reader) else { return nil }
        let parts = name.description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
            reader.complain("\"\(name)\" is no service account; wanted is one such as kube-system/deployer.")
            return nil
        }
        return AccountPattern(name: name)
    }

    var json: JSONValue { name.json }
}
