package import Admission
import Documents
package import Kubernetes

/// A `Gate` document of a file, read.
package struct GateDocument: Sendable {
    /// `metadata.name`.
    package let name: String
    /// `spec.policies`, put to work.
    package let bindings: [Binding]
    /// `spec.podTemplates`.
    package let templates: [PodTemplates.Entry]
    /// The file.
    let source: SourceText
    /// Where the name stands.
    let nameLocation: SourceLocation
    /// Where each of the templates stands.
    let templateLocations: [SourceLocation]
    /// The document as compact JSON.
    let content: [UInt8]
}

/// The group and version of all documents of a policy directory.
package let documentVersion = "sekisho.dev/v1alpha1"

/// The parts of a `Gate` document, as they are written.
struct GateEntry: ParameterObject {
    @Parameter("Always sekisho.dev/v1alpha1.")
    var apiVersion = documentVersion
    @Parameter("Always Gate.")
    var kind = "Gate"
    @Parameter("The gate's name, and notes.")
    var metadata = Metadata()
    @Parameter("The policies and what they need to know.")
    var spec = Spec()

    struct Metadata: ParameterObject, ParameterValue {
        @Parameter("Names the gate; the last part of the path of a webhook that asks this gate alone.")
        var name = ""
        @Parameter("For people and tools; not used.")
        var labels: [String: String] = [:]
        @Parameter("For people and tools; not used.")
        var annotations: [String: String] = [:]

        var problems: [ParameterProblem] {
            isDocumentName(name) ? [] : [ParameterProblem("name", Self.complaint(of: name))]
        }

        private static func complaint(of name: String) -> String {
            let wanted = "wanted is a name of at most 63 lower case letters, digits, \"-\" and \".\""
            return name.isEmpty ? "The gate has no name; \(wanted)." : "\"\(name)\" can't name a gate; \(wanted)."
        }
    }

    struct Spec: ParameterObject, ParameterValue {
        @Parameter("Kinds beside the built-in ones that make pods, and where they keep the pod template.")
        var podTemplates: [PodTemplateEntry] = []
        @Parameter("The policies, in the order in which they work.")
        var policies: JSONValue = .null
    }
}

/// One of `spec.podTemplates`.
struct PodTemplateEntry: ParameterObject, ParameterValue {
    @Parameter("API group; empty for the core group.")
    var group = ""
    @Parameter("Kind.")
    var kind = ""
    @Parameter("The resource's plural; made from the kind unless given.")
    var resource: String? = nil
    @Parameter("Leads from the object to its pod template.")
    var pointer: Pointer = []

    var problems: [ParameterProblem] {
        var problems: [ParameterProblem] = []
        if kind.isEmpty { problems.append(.init("kind", "The kind is missing; wanted is one such as Rollout.")) }
        if pointer.tokens.isEmpty {
            problems.append(.init("pointer", "The pointer is missing; wanted is one such as /spec/template."))
        }
        if PodTemplates().entry(group: group, kind: kind) != nil {
            problems.append(.init("kind", "Where \(kind) keeps its pods is known already; remove this entry."))
        }
        return problems
    }

    /// The entry of the table that this describes.
    var entry: PodTemplates.Entry {
        let plural = resource ?? GroupVersionKind.plural(of: kind)
        return PodTemplates.Entry(group: group, kind: kind, resource: plural, pod: pointer)
    }
}

/// Lower case letters, digits, `-` and `.`, with a letter or digit at both ends: what needs no escape in a path.
func isDocumentName(_ name: String) -> Bool {
    isLabelKey(name) && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "_") }
        && name == name.lowercased()
}
