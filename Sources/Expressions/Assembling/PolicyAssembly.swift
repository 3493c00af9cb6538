package import Admission
package import Documents
import Kubernetes

/// Upstream policies, their bindings and their parameters, put together: bindings for the gate, and all that is wrong with
/// them or odd about them.
package struct PolicyAssembly: Sendable {
    /// Something about documents that are well formed each by itself.
    package struct Remark: Sendable {
        /// The document that it is about.
        package let place: DocumentPlace
        /// Leads to the place in the document.
        package let pointer: Pointer
        /// A sentence.
        package let message: String
        /// What was probably meant.
        package let suggestion: String?
    }

    /// What an assembly is told.
    package struct Options: Sendable {
        /// The minor version of Kubernetes whose libraries expressions may use.
        package var minor = 34
        /// Policies without a binding are bound, to deny everywhere.
        package var bindsAll = false
        /// Expressions are checked against the schemas of the kinds that their policies match.
        package var checksTypes = true
        /// What policies with a `paramKind` are judged with, each by itself, instead of what their bindings refer to; nil
        /// for the latter.
        package var parameters: [JSON]?

        package init() {}
    }

    /// The bindings, in the order of the policies and of the bindings of each.
    package private(set) var bindings: [Binding] = []
    /// What would bind the policies that nobody binds: denying everywhere, without parameters.
    package private(set) var unbound: [Binding] = []
    /// Expressions that can't be compiled.
    package private(set) var faults: [ExpressionFault] = []
    /// What must be mended: names that are there twice.
    package private(set) var conflicts: [Remark] = []
    /// What is odd: policies that nobody binds, bindings of policies that are not there.
    package private(set) var warnings: [Remark] = []
    /// Expressions that don't fit the kinds that their policies match.
    package private(set) var typeWarnings: [TypeWarning] = []

    private let bindingsByPolicy: [Key: [PolicyBindingDocument]]
    private let store: ParameterStore
    /// What it was told.
    package let options: Options

    private struct Key: Hashable {
        let kind: PolicyDocument.Kind
        let name: String
    }

    /// Puts documents together, in their order.
    package init(_ documents: [UpstreamDocument], _ options: Options = Options()) {
        let parts = Parts(documents)
        self.options = options
        store = ParameterStore(parts.parameters)
        bindingsByPolicy = Dictionary(grouping: parts.bindings) { Key(kind: $0.kind, name: $0.policyName) }
        conflicts = parts.repetitions
        for policy in parts.policies { add(policy) }
        complainOfOrphans(parts)
        for binding in parts.bindings {
            remark(on: binding.place, Self.refusal, binding.object)
            remark(on: binding.place) {
                $0.doubtResources(of: binding.place?.json["spec"]?["matchResources"], at: ["spec", "matchResources"])
            }
        }
    }

    private static let refusal = " The API server would refuse the document."

    /// Notes what is odd about a document; what follows of it stands after each sentence.
    private mutating func remark(on place: DocumentPlace?, _ end: String = "", _ look: (ParameterReader) -> Void) {
        guard let place else { return }
        let reader = ParameterReader()
        look(reader)
        warnings += reader.complaints.map { complaint in
            Remark(
                place: place, pointer: complaint.pointer, message: complaint.message + end,
                suggestion: complaint.suggestion)
        }
    }

    private mutating func add(_ document: PolicyDocument) {
        let compiled = CompiledPolicy(document, minor: options.minor)
        faults += compiled.faults
        remark(on: document.place, Self.refusal, document.object)
        remark(on: document.place) {
            $0.doubtKind(of: document.paramKind)
            $0.doubtResources(
                of: document.place.json["spec"]?["matchConstraints"], at: ["spec", "matchConstraints"])
        }
        warnings += document.conditionsWithVariables.map { pointer in
            Remark(
                place: document.place, pointer: pointer,
                message: "The condition uses variables, for which the API server would refuse the policy.",
                suggestion: nil)
        }
        if options.checksTypes, compiled.faults.isEmpty { typeWarnings += TypeChecker(compiled).mistakes }
        let bound = bindingsByPolicy[Key(kind: document.kind, name: document.name)] ?? []
        let isUnbound = bound.isEmpty
        let documents = isUnbound ? [PolicyBindingDocument(of: document)] : bound
        let made = gateBindings(compiled, documents.map { BoundPolicy(compiled, $0, store, given: options.parameters) })
        if isUnbound, !options.bindsAll {
            unbound += made
            warnings.append(
                Remark(
                    place: document.place, pointer: ["metadata", "name"],
                    message: "The \(document.kind.rawValue) \"\(document.name)\" has no binding and does nothing.",
                    suggestion: nil))
        } else {
            bindings += made
        }
    }

    private mutating func gateBindings(_ compiled: CompiledPolicy, _ bound: [BoundPolicy]) -> [Binding] {
        var compiler = compiled.compiler
        defer { faults += compiler.faults }
        switch compiled.document.kind {
        case .validating:
            let program = ValidatingProgram(compiled.document, &compiler)
            return bound.map { $0.put(ValidatingRule($0, program)) }
        case .mutating:
            let program = MutatingProgram(compiled.document, &compiler)
            return bound.map { $0.put(MutatingRule($0, program)) }
        }
    }

    /// Upstream, a binding whose policy is not there does nothing, too.
    private mutating func complainOfOrphans(_ parts: Parts) {
        let known = Set(parts.policies.map { Key(kind: $0.kind, name: $0.name) })
        for binding in parts.bindings where !known.contains(Key(kind: binding.kind, name: binding.policyName)) {
            guard let place = binding.place, !binding.policyName.isEmpty else { continue }
            let names = parts.policies.filter { $0.kind == binding.kind }.map(\.name)
            warnings.append(
                Remark(
                    place: place, pointer: ["spec", "policyName"],
                    message:
                        "There is no \(binding.kind.rawValue) \"\(binding.policyName)\" here, so that this binding "
                        + "does nothing.",
                    suggestion: Spelling.nearest(to: binding.policyName, among: names)))
        }
    }
}

extension BoundPolicy {
    /// The binding of the gate. Modes are those of the findings.
    fileprivate func put(_ rule: some Rule) -> Binding {
        Binding(
            rule, name: policy.document.name,
            onError: policy.document.failurePolicy == .fail && canDeny ? .deny : .allow)
    }

    /// A binding that only warns or audits does so, too, of what its policy can't judge.
    private var canDeny: Bool { binding.kind == .mutating || binding.validationActions.contains(.deny) }
}

/// Documents by what they are.
private struct Parts {
    var policies: [PolicyDocument] = []
    var bindings: [PolicyBindingDocument] = []
    var parameters: [ParameterDocument] = []
    /// Names that are there twice.
    var repetitions: [PolicyAssembly.Remark] = []
    private var places: [[String]: DocumentPlace] = [:]

    init(_ documents: [UpstreamDocument]) {
        for document in documents {
            switch document {
            case .policy(let policy):
                policies.append(policy)
                note(policy.kind.rawValue, policy.name, policy.place)
            case .binding(let binding):
                bindings.append(binding)
                if let place = binding.place { note(binding.kind.rawValue + "Binding", binding.name, place) }
            case .parameter(let parameter):
                parameters.append(parameter)
                note(
                    parameter.type.kind, parameter.name, parameter.place,
                    scope: [parameter.type.group, parameter.namespace])
            }
        }
    }

    private mutating func note(_ kind: String, _ name: String, _ place: DocumentPlace, scope: [String] = []) {
        guard !name.isEmpty, let first = places.updateValue(place, forKey: [kind, name] + scope) else { return }
        places[[kind, name] + scope] = first
        let title = first.source.title(of: first.location(of: ["metadata", "name"]))
        repetitions.append(
            .init(
                place: place, pointer: ["metadata", "name"],
                message: "The \(kind) \"\(name)\" is there already, at \(title); rename or remove one.", suggestion: nil
            ))
    }
}
