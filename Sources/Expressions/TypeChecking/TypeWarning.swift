import Admission
package import Kubernetes

/// Something about an expression that does not fit the schema of a kind.
package struct TypeWarning: Sendable {
    /// Where it is, and what does not fit.
    package let fault: ExpressionFault
    /// Position of the expression among those of the policy.
    let position: Int
    /// The kinds that it does not fit.
    package internal(set) var kinds: [GroupVersionKind]

    /// `'core/v1.PodSpec' has no field 'hostnetwork' (Pod)`.
    package var message: String {
        let shown = kinds.prefix(3).map { $0.kind }.joined(separator: ", ")
        return "\(fault.message) (\(shown)\(kinds.count > 3 ? " and \(kinds.count - 3) more" : ""))"
    }

    /// The name of a field that no object of the kind has; nil where something else is wrong.
    package var undefinedField: String? {
        guard let range = fault.message.firstRange(of: "' has no field '") else { return nil }
        return String(fault.message[range.upperBound...].prefix { $0 != "'" })
    }

    /// The field that was probably meant.
    package var suggestion: String? {
        guard let field = undefinedField else { return nil }
        let name = fault.message.dropFirst().prefix { $0 != "'" }
        let schema = KindSchemas.builtIn.objects.first { $0.name == name }
        return schema.flatMap { Spelling.nearest(to: field, among: $0.fields.keys.sorted()) }
    }

    /// Whether an evaluation would fail, too: it knows objects and lists only as such, and null and numbers that have no
    /// point pass for much.
    package var isCertain: Bool {
        if undefinedField != nil { return true }
        if let call = fault.message.firstRange(of: "no such overload: ") {
            return Self.failsAlways(fault.message[call.upperBound...].prefix { $0 != ";" })
        }
        return ["string", "int", "bool"].contains { fault.message.hasPrefix("a value of type '\($0)' ") }
    }

    /// A call in the words of the checker: `+(string, int)`, `list(dyn).orValue(list(dyn))`.
    private static func failsAlways(_ call: Substring) -> Bool {
        for name in [".orValue(", ".hasValue(", ".value("] {
            if let range = call.firstRange(of: name) { return !call[..<range.lowerBound].hasPrefix("optional_type") }
        }
        guard let open = call.firstIndex(of: "("), call.last == ")" else { return false }
        let types = call[call.index(after: open)...].dropLast().split(separator: ", ")
        return !types.isEmpty && types.allSatisfy { ["string", "int", "bool"].contains($0) }
    }
}
