extension Environment {
    /// What expressions of policies of a Kubernetes version may use (`cel/environment/base.go`), without variables:
    /// 1.28 has optionals and quantities, 1.29 strings 2 and sets, 1.30 ip and cidr, 1.31 format, 1.32 macros of two
    /// variables, 1.33 semver, 1.34 lists 3. Versions before 1.28 are taken for it.
    package static func kubernetes(minor: Int) -> Environment {
        let libraries = Self.versions.filter { $0.since ?? 0 <= max(minor, oldestMinor) }
        var environment = Environment(libraries)
        environment.isHomogeneous = true
        environment.foldsConstants = true
        environment.checksLiterals = minor >= 29
        environment.presenceCost = 0
        environment.grammar.hasTwoVariables = minor >= 32
        environment.grammar.hasSortBy = minor >= 34
        return environment
    }

    /// The oldest minor version of Kubernetes whose expressions are told apart.
    package static let oldestMinor = 28
    /// The newest.
    package static let newestMinor = 34

    /// The libraries in the order of the reference, with the versions that brought them.
    private static let versions: [Library] =
        [
            .operators, .macros, .standard, .conversions, .times, .strings, .kubernetesLists,
            .regex,
            .urls, .authorizer,
        ] + [.optionals, .optionalMacros, .quantity].map { since(28, $0) }
        + [
            since(29, .stringQuoting), since(29, .literalFormatting), since(29, .sets), since(30, .ip),
            since(30, .cidr), since(31, .format), since(32, .authorizerSelectors), since(32, .macrosOfTwo),
            since(32, .jsonPatch), since(33, .semver), since(34, .lists), since(34, .sorting),
        ]

    private static func since(_ minor: Int, _ library: Library) -> Library {
        var library = library
        library.since = minor
        return library
    }

    /// Everything there is, with lists and maps that may mix types, as the specification has it.
    package static var everything: Environment {
        Environment([
            .operators, .macros, .standard, .conversions, .times, .optionals, .optionalMacros, .strings, .stringQuoting,
            .formatting,
            .stringReversal,
            .kubernetesLists,
            .lists, .sorting, .macrosOfTwo, .sets, .regex, .urls, .ip, .cidr, .quantity, .semver, .format, .authorizer,
            .authorizerSelectors, .jsonPatch,
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
