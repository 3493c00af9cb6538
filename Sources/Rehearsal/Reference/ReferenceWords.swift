import Admission
import Documents
import Kubernetes

/// A parameter, or one within a parameter's value, as a line of the reference.
struct ParameterRow: Sendable, Equatable {
    /// How to get there, as in `quotas[].hard`.
    let name: String
    /// What it can be, as in `list of objects`.
    let type: String
    /// The default as JSON, or nil when none is set.
    let standard: String?
    /// What it means.
    let help: String

    /// The parameters, each followed by those of its values; where these are the same as those of an earlier one, that
    /// one is named instead.
    static func rows(_ references: [ParameterReference]) -> [ParameterRow] {
        var rows: [ParameterRow] = []
        var seen: [(parameters: [ParameterReference], name: String)] = []
        add(references, below: "", &rows, &seen)
        return rows
    }

    private static func add(
        _ references: [ParameterReference], below place: String, _ rows: inout [ParameterRow],
        _ seen: inout [(parameters: [ParameterReference], name: String)]
    ) {
        for reference in references {
            let name = place + reference.name
            let nested = reference.shape.nested
            let twin = nested.isEmpty ? nil : seen.first { $0.parameters == nested }?.name
            rows.append(ParameterRow(reference, name, twin))
            guard twin == nil, !nested.isEmpty else { continue }
            seen.append((nested, name))
            add(nested, below: name + reference.shape.way + ".", &rows, &seen)
        }
    }

    private init(_ reference: ParameterReference, _ name: String, _ twin: String?) {
        self.name = name
        type = reference.shape.words + (twin.map { " with the keys of \($0)" } ?? "")
        // Those of an object stand with its own parameters.
        if case .object = reference.shape { standard = nil } else { standard = reference.standard.defaultText }
        help = reference.help
    }
}

extension JSONValue {
    /// The value as JSON; nil when nothing is set.
    fileprivate var defaultText: String? {
        guard !isNull else { return nil }
        var writer = JSONWriter()
        withoutNulls.write(to: &writer)
        return writer.text
    }
}

extension ParameterShape {
    /// What a value looks like.
    var words: String {
        switch self {
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .text(let words): words
        case .oneOf(let names): "one of \(names.joined(separator: ", "))"
        case LabelSelector.shape: "a label selector, with matchLabels and matchExpressions"
        case .object: "an object"
        case .anything: "any value"
        case .list(.object): "a list of objects"
        case .list(.text("text")): "a list of texts"
        case .list(.oneOf(let names)): "a list of some of \(names.joined(separator: ", "))"
        case .list(let element): "a list, each: \(element.words)"
        case .map(.object): "objects by name"
        case .map(.text("text")): "texts by name"
        case .map(let element): "values by name, each: \(element.words)"
        }
    }

    /// The parameters of the values.
    var nested: [ParameterReference] {
        switch self {
        case .boolean, .integer, .text, .oneOf, .anything: []
        case .object(let references): references
        case .list(let element), .map(let element): element.nested
        }
    }

    /// Leads from the value to those within it: `[]` to the elements of a list, `.*` to the members of a map.
    var way: String {
        switch self {
        case .boolean, .integer, .text, .oneOf, .anything, .object: ""
        case .list(let element): "[]" + element.way
        case .map(let element): ".*" + element.way
        }
    }
}

extension PolicyReference {
    /// What the policy does with objects.
    var work: String {
        switch (validates, mutates) {
        case (true, true): "validates and mutates"
        case (true, false): "validates"
        case (false, _): "mutates"
        }
    }

    /// What the policy judges unless a scope narrows it.
    var judged: String {
        let workloads = "pods and all kinds with a pod template"
        return switch about.judges {
        case .workloads: "\(workloads), on CREATE and UPDATE"
        case .workloadsAnd(let kinds): "\(workloads), and \(kinds.listed), on CREATE and UPDATE"
        case .kinds(let kinds): "\(kinds.listed), on CREATE and UPDATE"
        case .subresources(let names, let kinds):
            "\(names.map { $0.isEmpty ? "the object itself" : $0 }.enumerated) of \(kinds.listed), "
                + "on CREATE, UPDATE and CONNECT"
        case .anything: "every object, on CREATE and UPDATE"
        }
    }

    /// The parts of the inventory that the policy needs, in the order of their names; nil when it needs none.
    var needs: String? {
        about.needs.isEmpty ? nil : about.needs.map(\.words).sorted().joined(separator: ", ")
    }
}

extension InventoryKind {
    /// As people say it: `network policies`.
    fileprivate var words: String {
        rawValue.reduce(into: "") { words, letter in
            words += letter.isUppercase ? " " + letter.lowercased() : String(letter)
        }
    }
}

extension [KindPattern] {
    /// Kinds of the core group by their names alone.
    fileprivate var listed: String { map { $0.group == "" ? $0.kind : $0.description }.joined(separator: ", ") }
}

extension [String] {
    /// `a, b and c`.
    fileprivate var enumerated: String {
        count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + (last ?? "")
    }
}
