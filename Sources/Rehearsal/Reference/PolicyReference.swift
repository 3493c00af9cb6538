package import Admission
package import Documents
import Policies

/// What the reference says of one policy; all of it comes from the policy's own declarations.
package struct PolicyReference: Sendable {
    /// Id, summary, prose, and what it judges.
    package let about: About
    /// The title of its chapter.
    package let chapter: String
    /// It judges objects.
    package let validates: Bool
    /// It changes objects.
    package let mutates: Bool
    /// Its parameters, in the order of their declarations.
    package let parameters: [ParameterReference]
    /// A binding as it might stand in a gate's `spec.policies`.
    package let example: JSONValue

    init(_ type: any Policy.Type, chapter: String) {
        let standard: any Policy = type.init()
        about = type.about
        self.chapter = chapter
        validates = standard is any Validating
        mutates = standard is any Mutating
        parameters = type.parameterReferences
        example = Self.example(about.id, parameters)
    }

    /// All policies, chapter by chapter.
    package static var all: [PolicyReference] {
        Catalog.chapters.flatMap { chapter in
            chapter.policies.map { PolicyReference($0, chapter: chapter.title) }
        }
    }

    private static func example(_ id: String, _ parameters: [ParameterReference]) -> JSONValue {
        let defaults = JSONValue.object(parameters.map { .init($0.name, $0.standard) })
        let shown = Catalog.examples[id] ?? defaults.withoutNulls
        let binding: [JSONValue.Member] = [.init("policy", .string(id))]
        if case .object(let members) = shown, members.isEmpty { return .object(binding) }
        return .object(binding + [.init("parameters", shown)])
    }
}

extension JSONValue {
    /// The value without the members that are null, which stand for parameters that nobody has set.
    var withoutNulls: JSONValue {
        switch opened {
        case .object(let members):
            .object(members.filter { !$0.value.isNull }.map { .init($0.name, $0.value.withoutNulls) })
        case .array(let elements): .array(elements.map(\.withoutNulls))
        case let value: value
        }
    }
}
