import Admission
package import Configuration
import Documents
package import Expressions

/// Prints what an upstream policy says, with its bindings, for people at a terminal.
package struct PolicyDocumentPrinter: Sendable {
    private let style: Style
    private let set: PolicySet

    /// A printer of the policies of a set.
    package init(_ set: PolicySet, _ style: Style = Style(isColored: false)) {
        self.set = set
        self.style = style
    }

    /// One policy with its expressions, each at its place.
    package func text(_ policy: PolicyDocument) -> String {
        let place = policy.place.source.title(of: policy.place.location(of: ["metadata", "name"]))
        let heading =
            style.paint(policy.name.printable, .heading) + " (\(policy.kind.rawValue) at \(place.printable))\n"
        let prose = set.bindings(ofPolicy: policy.name).first?.about.prose ?? ""
        let parts = [
            heading + wrapped(prose.printable, indent: 0), facts(policy), conditions(policy), variables(policy),
            rules(policy), bindings(policy), typeChecking(policy),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func facts(_ policy: PolicyDocument) -> String {
        let judged = policy.matchConstraints.resourceRules.map(\.sentence).joined(separator: "; ")
        let parameters = policy.paramKind.map { "\n  parameters  \($0.kind) of \($0.apiVersion)".printableLines } ?? ""
        return "  judges      \(judged.printable)\n  on failure  \(policy.failurePolicy.rawValue)\(parameters)\n"
    }

    private func conditions(_ policy: PolicyDocument) -> String {
        section("Conditions", policy.matchConditions.map { ($0.name, $0.expression) })
    }

    private func variables(_ policy: PolicyDocument) -> String {
        section("Variables", policy.variables.map { ($0.name, $0.expression) })
    }

    private func rules(_ policy: PolicyDocument) -> String {
        let validations = policy.validations.enumerated().map { position, rule in
            let pointer: Pointer = ["spec", "validations", String(position), "expression"]
            let message = rule.messageExpression.map { "message: \($0)" } ?? rule.message.map { "message: \($0)" }
            return (
                "\(policy.place.location(of: pointer))",
                [rule.expression, message].compactMap(\.self).joined(separator: "\n")
            )
        }
        let notes = policy.auditAnnotations.map { ($0.key, $0.valueExpression) }
        let mutations = policy.mutations.compactMap { mutation in
            (mutation.applyConfiguration ?? mutation.jsonPatch).map {
                (mutation.patchType?.rawValue ?? "", $0.expression)
            }
        }
        return [section("Rules", validations), section("Notes", notes), section("Changes", mutations)]
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func bindings(_ policy: PolicyDocument) -> String {
        let bound = set.upstream.compactMap { document -> PolicyBindingDocument? in
            guard case .binding(let binding) = document, binding.kind == policy.kind else { return nil }
            return binding.policyName == policy.name ? binding : nil
        }
        guard !bound.isEmpty else {
            return style.paint("Bindings", .heading) + "\n  none, so that it does nothing\n"
        }
        return section("Bindings", bound.map { ($0.name, $0.sentence) })
    }

    /// Everything that a cluster says of the policy in `status.typeChecking`; loading warns only of likely mistakes.
    private func typeChecking(_ policy: PolicyDocument) -> String {
        let compiled = CompiledPolicy(policy, minor: PolicyAssembly.Options().minor)
        return section(
            "Type checking", TypeChecker(compiled).warnings.map { ("\($0.fault.location)", $0.message) })
    }

    /// Names with their texts, which may have several lines.
    private func section(_ title: String, _ entries: [(name: String, text: String)]) -> String {
        guard !entries.isEmpty else { return "" }
        let blocks = entries.map { name, text in
            let lines = text.split(separator: "\n").map { "      \(String($0).printable)\n" }.joined()
            return "  \(style.paint(name.printable, .note))\n\(lines)"
        }
        return style.paint(title, .heading) + "\n" + blocks.joined()
    }
}

extension String {
    /// The lines without control characters.
    fileprivate var printableLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }.joined(separator: "\n")
    }
}

extension ResourceRule {
    /// `CREATE, UPDATE of deployments (apps/v1)`.
    fileprivate var sentence: String {
        let groups = apiGroups.map { $0.isEmpty ? "core" : $0 }.joined(separator: ", ")
        let what = operations.map(\.rawValue).joined(separator: ", ")
        return "\(what) of \(resources.joined(separator: ", ")) (\(groups)/\(apiVersions.joined(separator: ", ")))"
    }
}

extension PolicyBindingDocument {
    /// What follows, and where the parameters are.
    fileprivate var sentence: String {
        let actions = validationActions.isEmpty ? [] : [validationActions.map(\.rawValue).joined(separator: ", ")]
        let parameters = paramRef.map { ref in
            [ref.name.map { "parameters \($0)" } ?? "parameters by their labels"]
        }
        let narrowed = matchResources.map { _ in ["only what matchResources says"] }
        let parts = actions + (parameters ?? []) + (narrowed ?? [])
        return parts.isEmpty ? "everywhere" : parts.joined(separator: "; ")
    }
}
