package import Admission
package import Documents
package import Expressions
import Kubernetes

/// All policies of a directory, loaded and free of complaints.
package struct PolicySet: Sendable {
    /// All gates as one, in the order of the files and the documents in them.
    package let merged: Gate
    /// The gates by themselves, in the same order as `names`.
    ///
    /// Upstream bindings are in none of them but in `merged` alone: they belong to the directory, as they belong to a whole
    /// cluster, while a gate named in a path is for what asks for that gate. A webhook that is to ask for upstream policies
    /// goes to the path without a name.
    package let gates: [Gate]
    /// The gates' names, in the order of the files and the documents in them; unique.
    package let names: [String]
    /// The exceptions, in the order of the files and the documents in them; those that are over, too.
    package var exceptions: [Exception] { exceptionDocuments.map(\.exception) }
    let exceptionDocuments: [ExceptionDocument]
    /// What is odd about the documents, though they may be used: policies that nobody binds, say.
    package let warnings: [Complaint]
    /// The upstream documents, in order.
    package let upstream: [UpstreamDocument]
    /// What would bind the policies of `upstream` that nobody binds.
    package let unbound: [Binding]
    private let options: PolicyAssembly.Options
    /// The files that were read, sorted.
    package let files: [String]
    /// Tells contents apart: 16 hexadecimal digits that comments and layout don't change.
    package let hash: String

    /// The gate of a name, or nil; without upstream policies, which no gate has of its own.
    package func gate(named name: String) -> Gate? {
        zip(names, gates).first { $0.0.utf8.elementsEqual(name.utf8) }?.1
    }

    /// What an upstream policy of a name comes to: its bindings, or what would bind it everywhere where it has none; empty
    /// where there is no such policy.
    package func bindings(ofPolicy name: String) -> [Binding] {
        (merged.bindings + unbound).filter { $0.matching != nil && $0.about.id == name }
    }

    /// The same, judging with these parameters, each by itself, instead of those that the bindings refer to.
    package func bindings(ofPolicy name: String, parameters: [JSON]) -> [Binding] {
        var options = options
        options.parameters = parameters
        options.checksTypes = false
        let documents = upstream.filter { document in
            switch document {
            case .policy(let policy): policy.name == name
            case .binding(let binding): binding.policyName == name
            case .parameter: false
            }
        }
        let assembly = PolicyAssembly(documents, options)
        return assembly.bindings + assembly.unbound
    }

    /// The kind that an upstream policy of a name takes its parameters from; nil where it takes none, or is not there.
    package func paramKind(ofPolicy name: String) -> ParamKind? {
        policyDocuments.first { $0.name == name && $0.paramKind != nil }?.paramKind
    }

    /// The names of the upstream policies.
    package var policyNames: [String] { policyDocuments.map(\.name) }

    /// The upstream policies.
    package var policyDocuments: [PolicyDocument] {
        upstream.compactMap { if case .policy(let policy) = $0 { policy } else { nil } }
    }

    /// Policies put to work, over all gates.
    package var bindingCount: Int { merged.bindings.count }
}

extension PolicySet {
    /// Puts the gates of all files together; the files have no complaints, of themselves or of each other.
    init(
        _ documents: [GateDocument], _ upstream: [UpstreamDocument] = [], _ assembly: PolicyAssembly = .init([]),
        _ placements: [ExceptionPlacement] = [], _ notices: [Complaint] = [], files: [String]
    ) {
        exceptionDocuments = placements.map(\.document)
        var hash = ContentHash()
        for document in documents { hash.add(document.content) }
        for document in upstream { hash.add(document.content) }
        for document in exceptionDocuments { hash.add(document.content) }
        let index = ExceptionIndex(placements)
        let templates = documents.flatMap(\.templates).reduce(into: [PodTemplates.Entry]()) { all, entry in
            if !all.contains(entry) { all.append(entry) }
        }
        merged = Gate(
            documents.flatMap(\.bindings) + assembly.bindings, templates: .init(others: templates), exceptions: index)
        gates = documents.map { document in
            Gate(document.bindings, templates: .init(others: document.templates), exceptions: index)
        }
        names = documents.map(\.name)
        self.upstream = upstream
        unbound = assembly.unbound
        options = assembly.options
        warnings =
            assembly.warnings.map { Complaint($0) } + assembly.typeWarnings.map { Complaint($0) } + notices
            + upstream.flatMap(\.unquoted)
        self.files = files
        self.hash = hash.text
    }
}

extension ExceptionIndex {
    fileprivate init(_ placements: [ExceptionPlacement]) {
        self.init()
        for placement in placements { add(placement.document.exception, from: placement.bindings) }
    }
}
