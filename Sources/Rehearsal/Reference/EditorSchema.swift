import Admission
import Configuration
package import Documents
import Kubernetes
import Policies

/// The JSON Schema (2020-12) of this program's YAML, for editors: keys with their help, types, choices and defaults.
///
/// All of it comes from the declarations that also read the documents. An editor finds less than the loader does:
/// patterns of texts, and what is wrong with parameters taken together, are not in it.
package enum EditorSchema {
    /// The schema of every kind of document; which one holds is told by `kind`.
    package static var json: JSONValue {
        [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Sekisho: policies and their cases",
            "type": "object",
            "required": ["apiVersion", "kind"],
            "properties": ["kind": ["enum": .array(kinds.map { .string($0.name) })]],
            "allOf": .array(kinds.map(condition)),
            "$defs": .object(definitions),
        ]
    }

    /// The schema as text: two spaces a level, with the end of the last line.
    package static var text: String { IndentedJSON(json).text + "\n" }

    private static let kinds: [(name: String, schema: JSONValue)] = [
        ("Gate", gate), ("Exception", exception), ("Cases", cases),
    ]

    private static func condition(_ name: String, _ schema: JSONValue) -> JSONValue {
        ["if": ["properties": ["kind": ["const": .string(name)]], "required": ["kind"]], "then": schema]
    }

    private static var gate: JSONValue {
        SchemaObject(DocumentReference.gate, required: ["apiVersion", "kind", "metadata", "spec"])
            .replacing("apiVersion", by: ["const": .string(documentVersion)])
            .replacing("kind", by: ["const": "Gate"])
            .requiring(["name"], in: "metadata").requiring(["policies"], in: "spec")
            .replacing(
                "policies", in: "spec", by: ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/binding"]]
            ).json
    }

    private static var exception: JSONValue {
        let demands = ["policies", "scope", "reason", "owner", "expires"]
        return SchemaObject(DocumentReference.exception, required: ["apiVersion", "kind", "metadata", "spec"])
            .replacing("apiVersion", by: ["const": .string(documentVersion)])
            .replacing("kind", by: ["const": "Exception"])
            .requiring(["name"], in: "metadata").requiring(demands, in: "spec").json
    }

    private static var cases: JSONValue {
        let list: JSONValue = ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/case"]]
        let document = SchemaObject(
            CasesEntry.parameterReferences, required: ["apiVersion", "kind", "cases"]
        )
        .replacing("apiVersion", by: ["const": .string(documentVersion)])
        .replacing("kind", by: ["const": "Cases"])
        .replacing("policy", by: ["anyOf": [["enum": ids], ["type": "string"]]])
        .replacing("cases", by: list)
        let rules = PolicyReference.all.map { policy in
            let parameters: JSONValue = ["properties": ["parameters": reference(to: policy)]]
            return rule(policy, ["properties": ["cases": ["items": parameters]]])
        }
        return document.adding("allOf", .array(rules)).json
    }

    private static var ids: JSONValue { .array(Catalog.ids.map { .string($0) }) }

    private static func reference(to policy: PolicyReference) -> JSONValue {
        ["$ref": .string("#/$defs/\(policy.about.id)")]
    }

    /// What holds where a document, or a part of it, is about the policy.
    private static func rule(_ policy: PolicyReference, _ then: JSONValue) -> JSONValue {
        [
            "if": ["properties": ["policy": ["const": .string(policy.about.id)]], "required": ["policy"]],
            "then": then,
        ]
    }

    private static var definitions: [JSONValue.Member] {
        let policies = PolicyReference.all
        let rules = policies.map { rule($0, ["properties": ["parameters": reference(to: $0)]]) }
        let binding = SchemaObject(DocumentReference.binding, required: ["policy"])
            .replacing("policy", by: ["enum": ids]).adding("allOf", .array(rules))
        let theCase = SchemaObject(CaseEntry.parameterReferences, required: ["name", "expect"])
        return [
            .init("binding", binding.json), .init("case", theCase.json), .init("labelSelector", SchemaShape.selector),
        ] + policies.map { .init($0.about.id, $0.schema) }
    }
}

extension PolicyReference {
    /// The schema of the policy's parameters.
    fileprivate var schema: JSONValue {
        let object = SchemaObject(parameters, required: [])
        return object.adding("description", .string(about.summary)).orNull
    }
}
