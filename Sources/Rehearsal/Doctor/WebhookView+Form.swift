import Admission
import Documents

extension WebhookView {
    /// What follows from most of what is wrong here.
    static let refused = "The API server refuses the configuration."

    /// What the API server refuses a configuration for (`admissionregistration/validation`), beside what others look at.
    var malformations: [Ailment] {
        [nameFault, timeoutFault].compactMap(\.self) + choices + clientFaults + ruleFaults + conditionFaults
    }

    /// One of these.
    func fault(_ place: Pointer, _ what: String, fix: String) -> Ailment {
        ailment(.form, .danger, place, what, why: Self.refused, fix: fix)
    }

    private var nameFault: Ailment? {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count < 3 || !isDomain(name) else { return nil }
        let found = name.isEmpty ? "The webhook has no name" : "Its name is \"\(name)\""
        return fault(
            ["name"],
            "\(found); wanted is a domain name of three parts or more, in lower case, such as policies.example.org.",
            fix: "Name it below a domain of yours.")
    }

    private var timeoutFault: Ailment? {
        guard let seconds = json["timeoutSeconds"]?.int, !(1...30).contains(seconds) else { return nil }
        return fault(
            ["timeoutSeconds"], "Its timeoutSeconds are \(seconds); wanted are 1 to 30.", fix: "Say timeoutSeconds: 5.")
    }

    private var choices: [Ailment] {
        [
            choice("failurePolicy", ["Fail", "Ignore"], in: json, at: []),
            choice("matchPolicy", ["Equivalent", "Exact"], in: json, at: []),
            isMutating ? choice("reinvocationPolicy", Self.reinvocationPolicies, in: json, at: []) : nil,
        ].compactMap(\.self)
    }

    /// What a webhook may say of being asked again.
    static let reinvocationPolicies = ["IfNeeded", "Never"]

    private func choice(_ name: String, _ wanted: [String], in json: JSON, at place: Pointer) -> Ailment? {
        guard let value = json.member(name)?.string, !wanted.contains(value) else { return nil }
        return choiceFault("Its \(name)", value, wanted, at: place.appending(name))
    }

    private func choiceFault(_ subject: String, _ value: String, _ wanted: [String], at place: Pointer) -> Ailment {
        let list = wanted.dropLast().joined(separator: ", ") + " or " + (wanted.last ?? "")
        let suggestion = Spelling.nearest(to: value, among: wanted)
        return fault(
            place, "\(subject) is \"\(value)\"; wanted is \(list).",
            fix: suggestion.map { "Write \($0)." } ?? "Write one of them.")
    }
}

extension WebhookView {
    /// `RuleWithOperations`.
    private var ruleFaults: [Ailment] {
        (json["rules"]?.elements).map(Array.init)?.enumerated().flatMap { position, rule in
            guard rule.kind == .object else { return [] as [Ailment] }
            let place: Pointer = ["rules", String(position)]
            return operationFaults(rule, place)
                + ["apiGroups", "apiVersions"].compactMap { wildcardFault($0, in: rule, at: place) }
                + ["operations", "apiGroups", "apiVersions", "resources"].compactMap { lack($0, in: rule, at: place) }
                + [choice("scope", ["Cluster", "Namespaced", "*"], in: rule, at: place)].compactMap(\.self)
                + resourceFaults(rule.strings("resources"), place.appending("resources"))
        } ?? []
    }

    private func operationFaults(_ rule: JSON, _ place: Pointer) -> [Ailment] {
        let known = ["CREATE", "UPDATE", "DELETE", "CONNECT", "*"]
        let place = place.appending("operations")
        let operations = rule.strings("operations")
        let unknown = operations.enumerated().filter { !known.contains($0.element) }.map { position, operation in
            choiceFault("The operation", operation, known, at: place.appending(position))
        }
        return unknown + [wildcardFault("operations", in: rule, at: place.parent ?? [])].compactMap(\.self)
    }

    private func wildcardFault(_ name: String, in rule: JSON, at place: Pointer) -> Ailment? {
        let values = rule.strings(name)
        guard values.count > 1, values.contains("*") else { return nil }
        return fault(
            place.appending(name), "Its \(name) have * and others; * must stand alone.", fix: "Remove one or the other."
        )
    }

    /// Groups may be empty, which is the core group.
    private func lack(_ name: String, in rule: JSON, at place: Pointer) -> Ailment? {
        let values = rule.strings(name)
        let isEmpty = rule.member(name).map { $0.isNull || $0.kind == .array && $0.count == 0 } ?? true
        guard isEmpty || name != "apiGroups" && values.contains("") else { return nil }
        let found = isEmpty ? "The rule has no \(name)" : "One of its \(name) is empty"
        let hint = name == "apiGroups" ? "; \"\" is the core group" : ""
        return fault(place.appending(name), "\(found); wanted is one or more.", fix: "Name them, or * for all\(hint).")
    }

    private func resourceFaults(_ resources: [String], _ place: Pointer) -> [Ailment] {
        let plain = resources.last { !$0.contains("/") }
        if resources.contains("*/*"), resources.count > 1 {
            return [fault(place, "Its resources have */* and others; */* must stand alone.", fix: "Keep */* alone.")]
        }
        guard resources.contains("*"), let plain, plain != "*" else { return [] }
        return [
            fault(place, "Its resources have * and \(plain), which is one of all.", fix: "Remove one or the other.")
        ]
    }
}

extension JSON {
    /// The texts of a member that is a list of them.
    fileprivate func strings(_ name: String) -> [String] { member(name)?.elements.compactMap(\.string) ?? [] }
}

extension WebhookView {
    /// `MatchCondition`; whether expressions compile is looked at elsewhere.
    private var conditionFaults: [Ailment] {
        guard let conditions = json["matchConditions"], conditions.kind == .array else { return [] }
        let count = conditions.count
        var faults =
            count > MatchConditions.limit
            ? [
                fault(
                    ["matchConditions"],
                    "It has \(count) matchConditions; at most \(MatchConditions.limit) may be there.",
                    fix: "Join some by &&.")
            ] : []
        var names: Set<String> = []
        for (position, condition) in conditions.elements.enumerated() where condition.kind == .object {
            faults += self.faults(condition, ["matchConditions", String(position)], &names)
        }
        return faults
    }

    private func faults(_ condition: JSON, _ place: Pointer, _ names: inout Set<String>) -> [Ailment] {
        let name = condition["name"]?.string ?? ""
        var faults: [Ailment] = []
        if name.isEmpty {
            faults.append(fault(place.appending("name"), "The condition has no name.", fix: "Give it one."))
        } else if !names.insert(name).inserted {
            faults.append(
                fault(
                    place.appending("name"), "Another condition of the webhook is called \"\(name)\", too.",
                    fix: "Give each a name of its own."))
        }
        if condition["expression"]?.string?.isEmpty ?? true {
            faults.append(
                fault(
                    place.appending("expression"), "The condition has no expression.",
                    fix: "Write one in CEL, or remove the condition."))
        }
        return faults
    }
}

/// At most 253 bytes of DNS labels in lower case (RFC 1123; apimachinery, `IsDNS1123Subdomain`).
func isDomain(_ name: String) -> Bool {
    name.utf8.count <= 253
        && name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            label.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
                && label.first.map { $0 != 0x2D } ?? false && label.last != 0x2D
        }
}
