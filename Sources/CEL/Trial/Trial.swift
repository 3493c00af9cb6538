import Documents

/// One evaluation of an expression with the variables of admission policies, as `sekisho cel` makes it.
package struct Trial: Sendable {
    /// The expression.
    package var expression: String
    /// The minor version of Kubernetes whose language it is written in.
    package var minor = Environment.newestMinor
    /// The documents of the variables. An AdmissionReview for `request` brings `object` and `oldObject` along.
    package var documents: [TrialDocument.Variable: TrialDocument] = [:]
    /// The parts of the expression are wanted, with what they come to.
    package var isExplained = false

    /// A trial without documents.
    package init(_ expression: String) { self.expression = expression }

    /// Checks and evaluates the expression.
    package func run() throws(CheckFailure) -> TrialReport {
        var environment = Environment.kubernetes(minor: minor)
        environment.declareAdmission()
        let program = try Program(expression, in: environment, isTraced: isExplained)
        let outcome = program.evaluate(bindings(environment))
        return TrialReport(program: program, outcome: outcome)
    }

    private func bindings(_ environment: Environment) -> Bindings {
        var bindings = Bindings(environment)
        let request = documents[.request].map { $0.reviewed ?? $0.json }
        for variable in TrialDocument.Variable.allCases {
            bindings[variable.rawValue] = value(of: variable, in: request)
        }
        bindings["authorizer"] = .opaque(AuthorizerValue())
        bindings["authorizer.requestResource"] = .opaque(ResourceCheck(question(of: request)))
        return bindings
    }

    /// The value of a variable: that of its document, or of the request's, or else what it is for a new object without
    /// parameters.
    private func value(of variable: TrialDocument.Variable, in request: JSON?) -> Value {
        if variable == .request { return request.map { Value($0) } ?? missing(variable) }
        if let document = documents[variable] { return Value(document.json) }
        if let value = request?.member(variable.rawValue) { return Value(value) }
        return variable == .object && request == nil ? missing(variable) : .null
    }

    private func missing(_ variable: TrialDocument.Variable) -> Value {
        .failure("'\(variable.rawValue)' has no value here; --\(variable.rawValue) FILE gives it one")
    }

    private func question(of request: JSON?) -> AuthorityQuestion {
        var question = AuthorityQuestion()
        question.group = request?["resource"]?["group"]?.string ?? ""
        question.resource = request?["resource"]?["resource"]?.string ?? ""
        question.subresource = request?["subResource"]?.string ?? ""
        question.namespace = request?["namespace"]?.string ?? ""
        question.name = request?["name"]?.string ?? ""
        return question
    }
}
