import Admission
package import Configuration
import Documents
package import Expressions
import Kubernetes

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
        // What the rules say is told with them.
        let isOfRules = prose == policy.validations.compactMap(\.message).joined(separator: " ")
        let parts = [
            heading + (isOfRules ? "" : wrapped(prose.printable, indent: 0)), facts(policy), conditions(policy),
            variables(policy),
            rules(policy), bindings(policy), typeChecking(policy),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// All policies, a line each; empty where there are none.
    package var list: String {
        let policies = set.policyDocuments
        guard !policies.isEmpty else { return "" }
        let width = policies.map(\.name.count).max() ?? 0
        let bound = Set(set.merged.bindings.filter { $0.matching != nil }.map(\.about.id))
        let lines = policies.map { policy in
            let name = policy.name.printable + String(repeating: " ", count: width - policy.name.count)
            let letters = policy.kind == .validating ? "V " : " M"
            let place = policy.place.source.title(of: policy.place.location(of: ["metadata", "name"])).printable
            return "  \(name)  \(letters)  \(policy.kind.rawValue) at \(place)"
                + (bound.contains(policy.name) ? "\n" : "; no binding puts it to work\n")
        }
        return style.paint("Upstream policies", .heading) + "\n" + lines.joined()
    }

    private func facts(_ policy: PolicyDocument) -> String {
        let constraints = policy.matchConstraints
        let facts: [(name: String, text: String?)] =
            [("judges", constraints.resourceRules.map(\.sentence).joined(separator: "; "))] + constraints.limits
            + [
                ("on failure", policy.failurePolicy.rawValue),
                ("parameters", policy.paramKind.map { "\($0.kind) of \($0.apiVersion)" }),
                ("runs again", policy.kind == .mutating ? policy.reinvocationPolicy.rawValue : nil),
            ]
        return facts.map { name, text in
            guard let text else { return "" }
            return "  \(name)\(String(repeating: " ", count: max(1, 12 - name.count)))\(text.printable)\n"
        }.joined()
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
            let reason = rule.reason.map { "reason: \($0.rawValue)" }
            return (
                "\(policy.place.location(of: pointer))",
                [rule.expression, message, reason].compactMap(\.self).joined(separator: "\n")
            )
        }
        let notes = policy.auditAnnotations.map { ($0.key, $0.valueExpression) }
        let mutations = policy.mutations.enumerated().compactMap { position, mutation in
            let key = mutation.applyConfiguration == nil ? "jsonPatch" : "applyConfiguration"
            let pointer: Pointer = ["spec", "mutations", String(position), key, "expression"]
            return (mutation.applyConfiguration ?? mutation.jsonPatch).map {
                ("\(policy.place.location(of: pointer)) \(mutation.patchType?.rawValue ?? "")", $0.expression)
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

extension ResourceRule {
    /// `CREATE, UPDATE of deployments (apps/v1)`.
    fileprivate var sentence: String {
        let groups = apiGroups.map { $0.isEmpty ? "core" : $0 }
        let versions = apiVersions.joined(separator: ", ")
        let place = groups.count == 1 ? groups[0] + "/" + versions : "\(groups.joined(separator: ", ")) in \(versions)"
        let what = operations.map(\.rawValue).joined(separator: ", ")
        let names = resourceNames.isEmpty ? "" : " named " + resourceNames.joined(separator: ", ")
        let scope =
            switch scope {
            case nil, .any: ""
            case .cluster: ", outside of namespaces"
            case .namespaced: ", in namespaces"
            }
        return "\(what) of \(resources.joined(separator: ", "))\(names) (\(place))\(scope)"
    }
}

extension MatchResources {
    /// What narrows the rules, each with its heading.
    fileprivate var limits: [(name: String, text: String?)] {
        let excluded = excludeResourceRules.map(\.sentence).joined(separator: "; ")
        return [
            ("but not", excluded.isEmpty ? nil : excluded),
            ("namespaces", namespaceSelector.flatMap { $0.isEmpty ? nil : "with \($0)" }),
            ("objects", objectSelector.flatMap { $0.isEmpty ? nil : "with \($0)" }),
            ("versions", matchPolicy == .exact ? "only those that are named" : nil),
        ]
    }
}

extension ParamRef {
    /// Which parameters, and what follows where there are none.
    fileprivate var sentence: String {
        let which =
            name.map { "parameters \(namespace.map { $0 + "/" } ?? "")\($0)" }
            ?? "parameters with \(selector.map(\.description) ?? "any labels")" + (namespace.map { " in \($0)" } ?? "")
        return which + (parameterNotFoundAction.map { "; \($0.rawValue) where there are none" } ?? "")
    }
}

extension PolicyBindingDocument {
    /// What follows, and where the parameters are.
    fileprivate var sentence: String {
        let actions = validationActions.isEmpty ? [] : [validationActions.map(\.rawValue).joined(separator: ", ")]
        let rules = (matchResources?.resourceRules.map(\.sentence) ?? []).joined(separator: "; ")
        let limits = matchResources?.limits.compactMap { name, text in text.map { "\(name) \($0)" } } ?? []
        let narrowed = (rules.isEmpty ? [] : ["only \(rules)"]) + limits
        let parts = actions + [paramRef?.sentence].compactMap(\.self) + (narrowed.isEmpty ? ["everywhere"] : narrowed)
        return parts.joined(separator: "\n")
    }
}
