import Admission
import Documents

extension Installation {
    /// What makes the API server ask; a configuration without rules would never be asked, and is left out.
    var webhookObjects: [JSONValue] {
        [
            configuration("MutatingWebhookConfiguration", "mutate", gate.webhookRules(for: .mutating)),
            configuration("ValidatingWebhookConfiguration", "validate", gate.webhookRules(for: .validating)),
        ]
        .compactMap(\.self)
    }

    private func configuration(_ kind: String, _ verb: String, _ rules: [WebhookRule]) -> JSONValue? {
        guard !rules.isEmpty else { return nil }
        return [
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": .string(kind),
            "metadata": metadata(isNamespaced: false, component: "webhook", annotations: injection),
            "webhooks": [webhook(verb, rules)],
        ]
    }

    private func webhook(_ verb: String, _ rules: [WebhookRule]) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("name", .string("\(verb).sekisho.dev")), .init("clientConfig", clientConfig(verb)),
            .init("admissionReviewVersions", ["v1"]), .init("sideEffects", "None"),
            .init("failurePolicy", .string(options.failurePolicy.rawValue)), .init("matchPolicy", "Equivalent"),
            .init("timeoutSeconds", .int(Int64(options.timeout))),
        ]
        if verb == "mutate" { members.append(.init("reinvocationPolicy", "IfNeeded")) }
        members += [
            .init("namespaceSelector", LockOutGuard.namespaceSelector(without: excludedNamespaces)),
            .init("matchConditions", LockOutGuard.matchConditions), .init("rules", .array(rules.map(\.json))),
        ]
        return .object(members)
    }

    private func clientConfig(_ verb: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(
                "service",
                [
                    "name": .string(Self.name), "namespace": .string(options.namespace), "path": .string("/\(verb)"),
                    "port": 443,
                ])
        ]
        if let authority { members.append(.init("caBundle", .string(authority))) }
        return .object(members)
    }

    /// The installation's own is among them, or a gate that is down could not be started again.
    private var excludedNamespaces: [String] {
        options.excludedNamespaces.filter { $0 != options.namespace } + [options.namespace]
    }
}
