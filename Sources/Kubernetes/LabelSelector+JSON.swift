package import Documents

extension LabelSelector {
    /// Reads a selector with `matchLabels` and `matchExpressions`, either of which may be missing.
    ///
    /// Other members are errors: a misspelt one would select everything. Errors have the place of the fault below
    /// `pointer`, where `json` stands.
    package init(_ json: JSON, at pointer: Pointer = Pointer()) throws(LabelSelectorError) {
        guard json.kind == .object else { throw LabelSelectorError(pointer, .wrongType(json, wanted: "an object")) }
        var requirements: [Requirement] = []
        for member in json.members {
            let place = pointer.appending(member.name)
            switch member.name {
            case "matchLabels": requirements += try Self.labels(member.value, place)
            case "matchExpressions": requirements += try Self.expressions(member.value, place)
            default: throw LabelSelectorError(place, .unknownField)
            }
        }
        self.init(requirements)
    }

    private static func labels(_ json: JSON, _ pointer: Pointer) throws(LabelSelectorError) -> [Requirement] {
        if json.isNull { return [] }
        guard json.kind == .object else { throw LabelSelectorError(pointer, .wrongType(json, wanted: "an object")) }
        var requirements: [Requirement] = []
        for member in json.members {
            let place = pointer.appending(member.name)
            guard isLabelKey(member.name) else { throw LabelSelectorError(place, .badKey(member.name)) }
            requirements.append(.isIn(key: member.name, values: [try value(member.value, place)]))
        }
        return requirements
    }

    private static func expressions(_ json: JSON, _ pointer: Pointer) throws(LabelSelectorError) -> [Requirement] {
        if json.isNull { return [] }
        guard json.kind == .array else { throw LabelSelectorError(pointer, .wrongType(json, wanted: "a list")) }
        var requirements: [Requirement] = []
        for (position, element) in json.elements.enumerated() {
            requirements.append(try expression(element, pointer.appending(position)))
        }
        return requirements
    }

    private static func expression(_ json: JSON, _ pointer: Pointer) throws(LabelSelectorError) -> Requirement {
        guard json.kind == .object else { throw LabelSelectorError(pointer, .wrongType(json, wanted: "an object")) }
        for member in json.members where !["key", "operator", "values"].contains(member.name) {
            throw LabelSelectorError(pointer.appending(member.name), .unknownField)
        }
        let key = try text(json, "key", pointer)
        guard isLabelKey(key) else { throw LabelSelectorError(pointer.appending("key"), .badKey(key)) }
        let name = try text(json, "operator", pointer)
        let values = try values(json["values"], pointer.appending("values"))
        switch name {
        case "In", "NotIn":
            if values.isEmpty { throw LabelSelectorError(pointer.appending("values"), .valuesMissing(name)) }
            return name == "In" ? .isIn(key: key, values: values) : .isNotIn(key: key, values: values)
        case "Exists", "DoesNotExist":
            if !values.isEmpty { throw LabelSelectorError(pointer.appending("values"), .valuesForbidden(name)) }
            return name == "Exists" ? .exists(key: key) : .doesNotExist(key: key)
        default: throw LabelSelectorError(pointer.appending("operator"), .unknownOperator(name))
        }
    }

    private static func values(_ json: JSON?, _ pointer: Pointer) throws(LabelSelectorError) -> [String] {
        guard let json, !json.isNull else { return [] }
        guard json.kind == .array else { throw LabelSelectorError(pointer, .wrongType(json, wanted: "a list")) }
        var values: [String] = []
        for (position, element) in json.elements.enumerated() {
            values.append(try value(element, pointer.appending(position)))
        }
        return values
    }

    private static func value(_ json: JSON, _ pointer: Pointer) throws(LabelSelectorError) -> String {
        guard let text = json.string else { throw LabelSelectorError(pointer, .wrongType(json, wanted: "a string")) }
        guard isLabelValue(text) else { throw LabelSelectorError(pointer, .badValue(text)) }
        return text
    }

    private static func text(
        _ json: JSON, _ name: String, _ pointer: Pointer
    ) throws(LabelSelectorError) -> String {
        let place = pointer.appending(name)
        guard let member = json.member(name), !member.isNull else { throw LabelSelectorError(place, .missing) }
        guard let text = member.string else { throw LabelSelectorError(place, .wrongType(member, wanted: "a string")) }
        return text
    }
}

/// Why a value is no label selector.
package struct LabelSelectorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The place of the fault.
    package let pointer: Pointer
    /// What was found and what is wanted, without the place.
    package let reason: String

    fileprivate init(_ pointer: Pointer, _ fault: Fault) {
        self.pointer = pointer
        reason = fault.clause
    }

    /// A sentence that starts with the field.
    package var description: String {
        pointer.tokens.isEmpty ? "The label selector \(reason)." : "\(pointer.field) \(reason)."
    }
}

private enum Fault {
    case missing
    case unknownField
    case wrongType(JSON, wanted: String)
    case badKey(String)
    case badValue(String)
    case unknownOperator(String)
    case valuesMissing(String)
    case valuesForbidden(String)

    /// Continues a sentence that starts with the field.
    var clause: String {
        switch self {
        case .missing: "is missing"
        case .unknownField: "is no field of a label selector"
        case .wrongType(let json, let wanted): "is \(json.typeName), and must be \(wanted)"
        case .badKey(let key):
            "has the label key \"\(key)\", and a key is at most 63 letters, digits, `-`, `_` and `.` that begin and end "
                + "with a letter or digit, perhaps after a DNS name and a slash"
        case .badValue(let value):
            "is \"\(value)\", and a label value is empty or at most 63 letters, digits, `-`, `_` and `.` that begin and "
                + "end with a letter or digit"
        case .unknownOperator(let name): "is \"\(name)\"; wanted is In, NotIn, Exists or DoesNotExist"
        case .valuesMissing(let name): "must have at least one value, since the operator is \(name)"
        case .valuesForbidden(let name): "must be empty, since the operator is \(name)"
        }
    }
}
