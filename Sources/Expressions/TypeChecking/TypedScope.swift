import CEL
import Kubernetes

/// What expressions of a policy may use when all objects are of one kind.
struct TypedScope {
    private let document: PolicyDocument
    private let kind: GroupVersionKind
    private let types: SchemaTypes
    /// The kinds of the variables that have one.
    private let kinds: [(names: [String], kind: GroupVersionKind)]
    private let features: PolicyEnvironment.Features
    private var environment: PolicyEnvironment
    /// The variables that have been seen so far.
    private var variables = 0
    /// The environment with types, until the next variable is known.
    private var typed: Environment

    init(
        _ document: PolicyDocument, _ kind: GroupVersionKind, _ params: GroupVersionKind?, minor: Int,
        _ types: SchemaTypes
    ) {
        self.document = document
        self.kind = kind
        self.types = types
        kinds = [(["object", "oldObject"], kind)] + (params.map { [(["params"], $0)] } ?? [])
        var features: PolicyEnvironment.Features = [.authorizer]
        if document.paramKind != nil { features.insert(.parameters) }
        if document.kind == .mutating { features.insert(.mutations) }
        self.features = features
        environment = PolicyEnvironment(minor: minor, variables: document.variables.map(\.name))
        typed = environment.environment(features, variables: 0)
        declareTypes()
    }

    /// What does not fit in an expression. The type of a variable is kept for those after it.
    mutating func problems(_ expression: ParsedExpression, isVariable: Bool) -> [SourceProblem] {
        defer { if isVariable { admitVariable() } }
        do throws(CheckFailure) {
            let type = try expression.type(in: scope(of: expression.source))
            if isVariable { environment.settle(variables, type) }
            return []
        } catch {
            return error.problems
        }
    }

    /// A variable that can't be read comes, too, before those after it.
    mutating func skip(isVariable: Bool) {
        if isVariable { admitVariable() }
    }

    private mutating func admitVariable() {
        variables += 1
        typed = environment.environment(features, variables: variables)
        declareTypes()
    }

    private mutating func declareTypes() {
        for (names, kind) in kinds {
            guard let type = types.type(of: kind) else { continue }
            types.declare(kind, in: &typed)
            for name in names { typed.declare(name, type) }
        }
    }

    private func scope(of expression: String) -> Environment {
        guard document.kind == .mutating else { return typed }
        var environment = typed
        types.declareInitializers(expression, of: kind, in: &environment)
        return environment
    }
}
