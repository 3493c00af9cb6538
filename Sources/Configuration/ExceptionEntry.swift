package import Admission
package import Documents
import Kubernetes

/// The parts of an `Exception` document, as they are written.
struct ExceptionEntry: ParameterObject {
    @Parameter("Always sekisho.dev/v1alpha1.")
    var apiVersion = documentVersion
    @Parameter("Always Exception.")
    var kind = "Exception"
    @Parameter("The exception's name, and notes.")
    var metadata = Metadata()
    @Parameter("What is let pass, why, and until when.")
    var spec = Spec()

    var problems: [ParameterProblem] {
        let parts = [("apiVersion", apiVersion, documentVersion), ("kind", kind, "Exception")]
        return parts.filter { $0.1 != $0.2 }.map { name, found, wanted in
            ParameterProblem(name, "\"\(found)\" is unknown; wanted is \(wanted).")
        }
    }

    struct Metadata: ParameterObject, ParameterValue {
        @Parameter("Names the exception in audit logs, metrics and reports.")
        var name = ""
        @Parameter("For people and tools; not used.")
        var labels: [String: String] = [:]
        @Parameter("For people and tools; not used.")
        var annotations: [String: String] = [:]

        var problems: [ParameterProblem] {
            let wanted = "wanted is a name of at most 63 lower case letters, digits, \"-\" and \".\""
            if isDocumentName(name) { return [] }
            return [
                .init(
                    "name",
                    name.isEmpty
                        ? "The exception has no name; \(wanted)." : "\"\(name)\" can't name an exception; \(wanted).")
            ]
        }
    }

    struct Spec: ParameterObject, ParameterValue {
        @Parameter("The policies, by their names in gates or their ids; * stands for any run of characters.")
        var policies: [ExceptedPolicy] = []
        @Parameter("The gate whose policies are meant; those of all gates unless given.")
        var gate: String? = nil
        @Parameter("The requests; all that is given must hold, and something must be.")
        var scope = ScopeEntry()
        @Parameter("Containers by name, where only what is wrong with these is let pass.")
        var containers = ScopeList<ContainerPattern>()
        @Parameter("Containers by image, where only what is wrong with these is let pass.")
        var images = ScopeList<ImagePattern>()
        @Parameter("Why it is needed, for those who find it later.")
        var reason = ""
        @Parameter("Who answers for it: a person, a team, an address.")
        var owner = ""
        @Parameter("When it ends: a date, which still counts, or a time; never must be said.")
        var expires: Expiry? = nil

        var problems: [ParameterProblem] {
            let sentences = [
                ("policies", policies.isEmpty ? "The policies are missing; wanted are names, or \"*\" for all." : nil),
                ("reason", Self.fault(reason, "The reason", wanted: "why the exception is needed", limit: 1024)),
                ("owner", Self.fault(owner, "The owner", wanted: "who answers for the exception", limit: 128)),
                ("expires", expires == nil ? "When it ends is missing; wanted is \(Expiry.wanted)." : nil),
            ]
            return sentences.compactMap { name, sentence in sentence.map { ParameterProblem(name, $0) } }
        }

        /// What is wrong with a line of text.
        private static func fault(_ text: String, _ subject: String, wanted: String, limit: Int) -> String? {
            let scalars = text.unicodeScalars
            if scalars.allSatisfy(\.properties.isWhitespace) { return "\(subject) is missing; wanted is \(wanted)." }
            if scalars.count > limit {
                return "\(subject) has \(scalars.count) characters; wanted are at most \(limit)."
            }
            let isPlain = !scalars.contains { $0.properties.generalCategory == .control && $0 != "\n" }
            return isPlain ? nil : "\(subject) has control characters; wanted is \(wanted), in words."
        }
    }
}

/// A policy by name or id, or a pattern of these.
struct ExceptedPolicy: ParameterValue {
    let name: NamePattern

    static var shape: ParameterShape { .text("a policy's name or id; * stands for any run of characters") }

    static func read(_ json: JSON, _ reader: ParameterReader) -> ExceptedPolicy? {
        guard let name = NamePattern.read(json, reader) else { return nil }
        let text = name.description
        guard !text.isEmpty else {
            reader.complain("This name is empty and so names no policy.")
            return nil
        }
        guard text == "*" || !text.allSatisfy({ $0 == "*" }) else {
            reader.complain("\"\(text)\" would be every policy, which is spelled \"*\".", suggestion: "*")
            return nil
        }
        return ExceptedPolicy(name: name)
    }

    var json: JSONValue { name.json }
}

/// A container by name, or a pattern of names.
struct ContainerPattern: ParameterValue {
    let name: NamePattern

    static var shape: ParameterShape { .text("a container; * stands for any run of characters") }

    static func read(_ json: JSON, _ reader: ParameterReader) -> ContainerPattern? {
        NamespacePattern.read(json, reader, as: "a container").map(ContainerPattern.init)
    }

    var json: JSONValue { name.json }
}

extension Expiry: ParameterValue {
    package static var shape: ParameterShape { .text(wanted) }

    /// What it looks like, for people.
    static var wanted: String { "a date such as 2026-12-31, a time such as 2026-12-31T18:00:00Z, or never" }

    package static func read(_ json: JSON, _ reader: ParameterReader) -> Expiry? {
        guard let text = json.string else {
            reader.complain(json, wanted: wanted)
            return nil
        }
        if let expiry = Expiry(parsing: text) { return expiry }
        reader.complain(
            "\"\(text)\" is no time to end at; wanted is \(wanted).",
            suggestion: Spelling.nearest(to: text, among: ["never"]))
        return nil
    }

    package var json: JSONValue { .string(description) }
}
