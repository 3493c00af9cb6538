extension Environment {
    /// What expressions of policies of a Kubernetes version may use (`cel/environment/base.go`), without variables:
    /// 1.28 has optionals and quantities, 1.29 strings 2 and sets, 1.30 ip and cidr, 1.31 format, 1.32 macros of two
    /// variables, 1.33 semver, 1.34 lists 3. Versions before 1.28 are taken for it.
    package static func kubernetes(minor: Int) -> Environment {
        var libraries: [Library] = [
            .operators, .standard, .conversions, .times, .optionals, .strings, .literalFormatting, .kubernetesLists,
            .regex, .urls,
            .authorizer,
            .quantity,
        ]
        if minor >= 29 { libraries.append(.sets) }
        if minor >= 30 { libraries += [.ip, .cidr] }
        if minor >= 31 { libraries.append(.format) }
        if minor >= 32 { libraries.append(.jsonPatch) }
        if minor >= 33 { libraries.append(.semver) }
        if minor >= 34 { libraries.append(.lists) }
        var environment = Environment(libraries)
        environment.isHomogeneous = true
        environment.foldsConstants = true
        environment.grammar.hasTwoVariables = minor >= 32
        environment.grammar.hasSortBy = minor >= 34
        return environment
    }

    /// Everything there is, with lists and maps that may mix types, as the specification has it.
    package static var everything: Environment {
        Environment([
            .operators, .standard, .conversions, .times, .optionals, .strings, .formatting, .stringReversal,
            .kubernetesLists,
            .lists,
            .sets, .regex, .urls, .ip, .cidr, .quantity, .semver, .format, .authorizer, .jsonPatch,
        ])
    }

    /// The variables of admission policies: `object`, `oldObject`, `request`, `params`, `namespaceObject`, `authorizer` and
    /// `authorizer.requestResource`; and the messages of mutations.
    package mutating func declareAdmission() {
        for name in ["object", "oldObject", "request", "params", "namespaceObject", "variables"] { declare(name) }
        declare("authorizer", .opaque(AuthorizerValue.typeName))
        declare("authorizer.requestResource", .opaque(ResourceCheck.typeName))
        declare(openType: "Object")
        declare(
            type: "JSONPatch",
            ObjectType(fields: ["op": .string, "path": .string, "from": .string, "value": .dyn]))
    }
}
