package import CEL
package import Documents

/// A policy whose expressions are programs: what validating and mutating policies share.
package final class CompiledPolicy: Sendable {
    /// The document.
    package let document: PolicyDocument
    /// What the expressions may use.
    package let environment: PolicyEnvironment
    /// The conditions; only those of mutating policies see the policy's variables.
    package let conditions: [Condition]
    /// Values for the variables: those of the policy are evaluated when they are needed.
    package let bindings: Bindings
    /// Whether any expression uses the namespace's object.
    package let usesNamespace: Bool
    /// Whether any expression uses the request, or the authorizer's check of its resource.
    package let usesRequest: Bool
    /// What is wrong with the expressions.
    package let faults: [ExpressionFault]

    /// One of the conditions.
    package struct Condition: Sendable {
        /// Its name.
        package let name: String
        /// What must hold.
        package let program: Program
    }

    /// Compiles the conditions and the variables. What is wrong is in `faults`, and what could not be compiled is not
    /// there.
    package init(_ document: PolicyDocument, minor: Int) {
        self.document = document
        var compiler = Compiler(document, PolicyEnvironment(minor: minor, variables: document.variables.map(\.name)))
        let programs = compiler.variables()
        conditions = compiler.conditions()
        environment = compiler.environment
        var bindings = Bindings(environment.environment(compiler.features, variables: programs.count))
        for (name, program) in zip(environment.qualifiedNames, programs) {
            if let program { bindings.bind(name, to: program) }
        }
        self.bindings = bindings.initial(document.variables.map(\.name))
        usesNamespace = document.expressions.contains { $0.contains("namespaceObject") }
        usesRequest = document.expressions.contains { $0.contains("request") }
        faults = compiler.faults
    }

    /// A compiler of further expressions of the policy, which see all its variables.
    package var compiler: Compiler { Compiler(document, environment) }
}

extension Bindings {
    /// What has no value unless it is given one: absent objects are null, as in the API server. `variables` itself is only
    /// asked which variables there are.
    fileprivate func initial(_ variables: [String]) -> Bindings {
        var bindings = self
        let names = MapValue(keys: variables.map { .string($0) }, values: variables.map { _ in .null })
        bindings["variables"] = names.map { .map($0) } ?? .null
        for name in ["object", "oldObject", "namespaceObject", "params", "request"] { bindings[name] = .null }
        bindings["authorizer"] = .opaque(AuthorizerValue())
        return bindings
    }
}

extension PolicyDocument {
    /// All expressions, as they are written.
    fileprivate var expressions: [String] {
        (matchConditions + variables).map(\.expression)
            + validations.flatMap { [$0.expression, $0.messageExpression ?? ""] }
            + auditAnnotations.map(\.valueExpression)
            + mutations.flatMap { [$0.applyConfiguration?.expression ?? "", $0.jsonPatch?.expression ?? ""] }
    }
}

/// Compiles expressions of one policy, and collects what is wrong with them.
package struct Compiler {
    private let document: PolicyDocument
    /// What the expressions may use.
    package private(set) var environment: PolicyEnvironment
    /// What is wrong.
    package private(set) var faults: [ExpressionFault] = []
    /// What the policy's own kind allows.
    let features: PolicyEnvironment.Features

    init(_ document: PolicyDocument, _ environment: PolicyEnvironment) {
        self.document = document
        self.environment = environment
        var features: PolicyEnvironment.Features = [.authorizer]
        if document.paramKind != nil { features.insert(.parameters) }
        if document.kind == .mutating { features.insert(.mutations) }
        self.features = features
    }

    /// Compiles an expression that sees all of the policy's variables; nil where something is wrong.
    ///
    /// - Parameters:
    ///   - pointer: leads to the expression in the document.
    ///   - asksAuthorizer: whether it may ask the authorizer; messages may not.
    package mutating func program(
        _ expression: String, at pointer: Pointer, expecting type: CELType? = nil, asksAuthorizer: Bool = true
    ) -> Program? {
        let features = asksAuthorizer ? features : features.subtracting(.authorizer)
        return program(
            expression, at: pointer, expecting: type,
            in: environment.environment(features, variables: document.variables.count))
    }

    /// The policy's variables in order, each of which sees those before it.
    fileprivate mutating func variables() -> [Program?] {
        document.variables.enumerated().map { position, variable in
            let program = program(
                variable.expression, at: ["spec", "variables", String(position), "expression"],
                in: environment.environment(features, variables: position))
            environment.settle(position, program?.type ?? .dyn)
            return program
        }
    }

    fileprivate mutating func conditions() -> [CompiledPolicy.Condition] {
        // The API server's plugin for mutations gives conditions the variables (mutating/compilation.go).
        let count = document.kind == .mutating ? document.variables.count : nil
        let scope = environment.environment(features, variables: count)
        return document.matchConditions.enumerated().compactMap { position, condition in
            let pointer: Pointer = ["spec", "matchConditions", String(position), "expression"]
            return program(condition.expression, at: pointer, expecting: .bool, in: scope)
                .map { CompiledPolicy.Condition(name: condition.name, program: $0) }
        }
    }

    private mutating func program(
        _ expression: String, at pointer: Pointer, expecting type: CELType? = nil, in environment: Environment
    ) -> Program? {
        // An empty expression has been complained of already.
        guard !expression.isBlank else { return nil }
        do throws(CheckFailure) { return try Program(expression, in: environment, expecting: type) } catch {
            for problem in error.problems { complain(problem.message, expression, at: pointer, offset: problem.offset) }
            return nil
        }
    }

    /// Complains of an expression.
    package mutating func complain(_ message: String, _ expression: String, at pointer: Pointer, offset: Int = 0) {
        faults.append(
            ExpressionFault(
                place: document.place, pointer: pointer, expression: expression, message: message, offset: offset))
    }
}
