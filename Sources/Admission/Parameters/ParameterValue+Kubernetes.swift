package import Documents
package import Kubernetes

extension KindPattern: ParameterValue {
    package static var shape: ParameterShape { .text("a kind such as Deployment or apps/Deployment; * stands for any") }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> KindPattern? {
        guard let text = String.read(json, reader) else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isWellFormed = parts.count <= 2 && parts.last.map { $0 == "*" || !$0.isEmpty && !$0.contains("*") } ?? false
        guard isWellFormed, parts.count == 1 || parts[0] == "*" || !parts[0].contains("*") else {
            reader.complain("\"\(text)\" is no kind; wanted is one such as Deployment, apps/Deployment, apps/* or *.")
            return nil
        }
        return KindPattern(text)
    }
    package var json: JSONValue { .string(description) }
}

extension LabelSelector: ParameterValue {
    package static var shape: ParameterShape { .object([]) }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> LabelSelector? {
        do throws(LabelSelectorError) { return try LabelSelector(json) } catch {
            reader.complain(error)
            return nil
        }
    }
    package var json: JSONValue {
        .object([.init("matchExpressions", .array(requirements.map(\.json)))])
    }
}

extension LabelSelector.Requirement {
    /// As in `matchExpressions`.
    fileprivate var json: JSONValue {
        switch self {
        case .isIn(let key, let values): Self.expression(key, "In", values)
        case .isNotIn(let key, let values): Self.expression(key, "NotIn", values)
        case .exists(let key): Self.expression(key, "Exists", [])
        case .doesNotExist(let key): Self.expression(key, "DoesNotExist", [])
        }
    }

    private static func expression(_ key: String, _ name: String, _ values: [String]) -> JSONValue {
        let head: [JSONValue.Member] = [.init("key", .string(key)), .init("operator", .string(name))]
        return .object(head + (values.isEmpty ? [] : [.init("values", values.json)]))
    }
}

extension ParameterReader {
    /// Complains of a selector's fault at its place below the value at hand.
    fileprivate func complain(_ error: LabelSelectorError) {
        let tokens = error.pointer.tokens
        let name = tokens.last ?? ""
        descend(error.pointer) {
            switch (tokens.count, tokens.first) {
            case (1, _): complain(ofKey: name, among: ["matchLabels", "matchExpressions"], error)
            case (2, "matchLabels") where !isLabelKey(name): complainOfKey(error.description)
            case (3, _): complain(ofKey: name, among: ["key", "operator", "values"], error)
            default: complain(error.description)
            }
        }
    }

    /// Complains of a key that is none of the names, or else of its value.
    private func complain(ofKey name: String, among names: [String], _ error: LabelSelectorError) {
        if names.contains(name) { return complain(error.description) }
        complainOfKey(error.description, suggestion: Spelling.nearest(to: name, among: names))
    }
}

extension Operation: ParameterValue {}
