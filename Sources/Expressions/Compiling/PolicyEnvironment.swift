package import CEL
import Documents

/// What the expressions of one policy may use (apiserver, plugin/cel/compile.go): the variables of admission, and the
/// policy's own as `variables.NAME`.
///
/// All environments of a policy give each variable the same slot, so that one set of values serves all its programs; what
/// an expression may not use has a name there that no expression can spell.
package struct PolicyEnvironment: Sendable {
    /// What an expression may use beside `object`, `oldObject`, `request` and `namespaceObject`.
    package struct Features: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// `params`.
        package static let parameters = Features(rawValue: 1)
        /// `authorizer` and `authorizer.requestResource`.
        package static let authorizer = Features(rawValue: 2)
        /// `Object{…}`, `JSONPatch{…}`.
        package static let mutations = Features(rawValue: 4)
    }

    /// The minor version of Kubernetes whose libraries are there.
    package let minor: Int
    /// The slots of the variables that every request gives values to.
    enum Slot: Int, CaseIterable {
        case object, oldObject, namespaceObject, request, params, authorizer, requestResource
    }

    private let base: Environment
    /// The policy's variables, in order, with what is known of their types.
    private var variables: [(name: String, type: CELType)]

    /// An environment in which none of the policy's variables has a type yet.
    package init(minor: Int, variables names: [String]) {
        self.minor = minor
        base = .kubernetes(minor: minor)
        variables = names.map { ($0, .dyn) }
    }

    /// Says of what type a variable turned out to be. Types that variables of the API server don't keep become `dyn`
    /// (apiserver, `convertCelTypeToDeclType`).
    package mutating func settle(_ position: Int, _ type: CELType) {
        guard variables.indices.contains(position) else { return }
        variables[position].type = type.kept
    }

    /// The environment of an expression that may use the first `count` of the policy's variables; nil for one in which
    /// there is no `variables` at all.
    package func environment(_ features: Features, variables count: Int?) -> Environment {
        var environment = base
        // In the order of `Slot`.
        for name in ["object", "oldObject"] { environment.declare(name) }
        environment.declare("namespaceObject", .object(Self.namespaceType))
        environment.declare("request", .object(Self.requestType))
        for (name, type) in Self.requestTypes + Self.namespaceTypes {
            environment.declare(type: name, Environment.ObjectType(fields: type))
        }
        declare("params", .dyn, features.contains(.parameters), &environment)
        let asksAuthorizer = features.contains(.authorizer)
        declare("authorizer", .opaque(AuthorizerValue.typeName), asksAuthorizer, &environment)
        declare("authorizer.requestResource", .opaque(ResourceCheck.typeName), asksAuthorizer, &environment)
        if features.contains(.mutations) { declareMutations(&environment) }
        declareVariables(count, &environment)
        return environment
    }

    private func declareVariables(_ count: Int?, _ environment: inout Environment) {
        let known = Dictionary(variables.prefix(count ?? 0).map { ($0.name, $0.type) }) { first, _ in first }
        environment.declare(type: Self.variablesType, Environment.ObjectType(fields: known))
        declare("variables", .object(Self.variablesType), count != nil, &environment)
        for (position, variable) in variables.enumerated() {
            declare(Self.name(of: variable.name), variable.type, position < count ?? 0, &environment)
        }
    }

    private func declare(_ name: String, _ type: CELType, _ isVisible: Bool, _ environment: inout Environment) {
        environment.declare(isVisible ? name : "\u{0}" + name, type)
    }

    private func declareMutations(_ environment: inout Environment) {
        environment.declare(openType: "Object")
        environment.declare(
            type: "JSONPatch",
            Environment.ObjectType(fields: ["op": .string, "path": .string, "from": .string, "value": .dyn]))
    }

    /// The name of a policy's variable among those of the environment.
    package static func name(of variable: String) -> String { "variables." + variable }

    /// The names of the variables among those of the environment, whether an expression may use them or not.
    package var qualifiedNames: [String] { variables.map { Self.name(of: $0.name) } }

    private static let variablesType = "kubernetes.variables"
    private static let requestType = "kubernetes.AdmissionRequest"

    /// `request` without the objects and the uid (apiserver, `BuildRequestType`).
    private static let requestTypes: [(String, [String: CELType])] = [
        (
            requestType,
            [
                "kind": .object("kubernetes.GroupVersionKind"), "resource": .object("kubernetes.GroupVersionResource"),
                "subResource": .string, "requestKind": .object("kubernetes.GroupVersionKind"),
                "requestResource": .object("kubernetes.GroupVersionResource"), "requestSubResource": .string,
                "name": .string, "namespace": .string, "operation": .string,
                "userInfo": .object("kubernetes.UserInfo"), "dryRun": .bool, "options": .dyn,
            ]
        ),
        ("kubernetes.GroupVersionKind", ["group": .string, "version": .string, "kind": .string]),
        ("kubernetes.GroupVersionResource", ["group": .string, "version": .string, "resource": .string]),
        (
            "kubernetes.UserInfo",
            [
                "username": .string, "uid": .string, "groups": .list(.string),
                "extra": .map(.string, .list(.string)),
            ]
        ),
    ]

    private static let namespaceType = "kubernetes.Namespace"

    /// What is known of a namespace's object, which is less than it has (apiserver, `BuildNamespaceType`).
    private static let namespaceTypes: [(String, [String: CELType])] = [
        (
            namespaceType,
            [
                "metadata": .object("kubernetes.NamespaceMetadata"), "spec": .object("kubernetes.NamespaceSpec"),
                "status": .object("kubernetes.NamespaceStatus"),
            ]
        ),
        (
            "kubernetes.NamespaceMetadata",
            [
                "name": .string, "generateName": .string, "namespace": .string, "labels": .map(.string, .string),
                "annotations": .map(.string, .string), "UID": .string, "creationTimestamp": .timestamp,
                "deletionGracePeriodSeconds": .int, "deletionTimestamp": .timestamp, "generation": .int,
                "resourceVersion": .string, "finalizers": .list(.string),
            ]
        ),
        ("kubernetes.NamespaceSpec", ["finalizers": .list(.string)]),
        (
            "kubernetes.NamespaceStatus",
            ["conditions": .list(.object("kubernetes.NamespaceCondition")), "phase": .string]
        ),
        (
            "kubernetes.NamespaceCondition",
            [
                "status": .string, "type": .string, "lastTransitionTime": .timestamp, "message": .string,
                "reason": .string,
            ]
        ),
    ]
}

extension CELType {
    /// The type as a variable keeps it.
    fileprivate var kept: CELType {
        switch self {
        case .bool, .int, .uint, .double, .string, .bytes, .null, .timestamp, .duration, .dyn: self
        case .list(let element): .list(element.kept)
        case .map(let key, let value): .map(key.kept, value.kept)
        case .optional, .type, .opaque, .object, .parameter, .variable: .dyn
        }
    }
}
