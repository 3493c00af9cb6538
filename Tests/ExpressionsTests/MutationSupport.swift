import Admission
import Documents
import Expressions
import Kubernetes
import Testing

/// A MutatingAdmissionPolicy put to work.
enum Mutations {
    /// What a policy makes of an object.
    struct Result {
        let decision: Decision
        /// The object in the end, as JSON.
        let object: JSON

        var message: String { decision.denial }
        /// The patch of the answer, as JSON.
        var patch: String {
            var writer = JSONWriter()
            decision.patch.write(to: &writer)
            return writer.text
        }
    }

    /// A policy with these mutations, each a pair of patch type and expression.
    static func policy(
        _ mutations: [(type: String, expression: String)], name: String = "p", failurePolicy: String = "Fail",
        more: String = ""
    ) -> String {
        let steps = mutations.map { type, expression in
            let field = type == "JSONPatch" ? "jsonPatch" : "applyConfiguration"
            let lines = expression.split(separator: "\n").map { "        " + $0 }.joined(separator: "\n")
            return "  - patchType: \(type)\n    \(field):\n      expression: |-\n\(lines)"
        }
        return """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: {name: \(name)}
            spec:
              failurePolicy: \(failurePolicy)
            \(more.contains("reinvocationPolicy") ? "" : "  reinvocationPolicy: Never")
              matchConstraints:
                resourceRules: [{apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"]}]
            \(more.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
              mutations:
            \(steps.joined(separator: "\n"))
            """
    }

    /// Runs policies on an object, each bound unless documents bind it.
    static func run(_ documents: [String], on object: String, kind: String = "Pod", group: String = "") throws -> Result
    {
        let reader = ParameterReader()
        let upstream = try documents.flatMap { text in
            let source = SourceText(name: "policy.yaml", bytes: Array(text.utf8))
            return try YAMLReader().documents(in: source.bytes)
                .compactMap { UpstreamDocument(DocumentPlace(source, $0), reader) }
        }
        var options = PolicyAssembly.Options()
        options.bindsAll = true
        let assembly = PolicyAssembly(upstream, options)
        #expect(reader.complaints.isEmpty, "\(reader.complaints.map(\.message))")
        #expect(assembly.faults.isEmpty, "\(assembly.faults.map(\.message))")
        let json = try JSON(parsing: Array(object.utf8))
        let type = GroupVersionKind(group: group, version: "v1", kind: kind)
        let request = AdmissionRequest(
            uid: "u", kind: type, resource: type.guessedResource, name: "n", namespace: "", object: json)
        let decision = Gate(assembly.bindings).decide(request, [.mutating])
        return Result(decision: decision, object: decision.patchedObject ?? json)
    }

    /// Runs one expression on an object.
    static func run(
        _ type: String, _ expression: String, on object: String, kind: String = "Pod", failurePolicy: String = "Fail"
    ) throws -> Result {
        try run([policy([(type, expression)], failurePolicy: failurePolicy)], on: object, kind: kind)
    }
}
