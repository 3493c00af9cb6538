package import Admission
import Documents
package import Expressions
import Policies

/// What cases show of policies, and what they don't.
package struct CaseCoverage: Sendable {
    /// What the cases show of one policy.
    package struct Row: Sendable, Equatable {
        /// The policy's id.
        package let id: String
        /// Cases in which it has nothing against the object; nil for a policy that never judges.
        package fileprivate(set) var allowed: Int?
        /// Cases in which it finds something; nil for a policy that never judges.
        package fileprivate(set) var denied: Int?
        /// Cases in which it changes the object; nil for a policy that never does.
        package fileprivate(set) var patched: Int?
        /// Cases in which it leaves the object alone; nil for a policy that never changes one.
        package fileprivate(set) var leftAlone: Int?
        /// The parameters that no case sets, as in `quotas[].hard`, in the order of their declarations.
        package let unset: [String]

        /// Every kind of outcome has a case, and every parameter is set in one.
        package var isComplete: Bool {
            unset.isEmpty && ![allowed, denied, patched, leftAlone].contains(0)
        }
    }

    /// Upstream policies in the order of their files, and then the others in that of the catalogue.
    package let rows: [Row]

    /// Counts what the cases of a run show of all policies.
    ///
    /// - Parameter upstream: the upstream policies that there are, beside those of the catalogue.
    package init(
        _ run: CaseRun, upstream: [PolicyDocument] = [], of policies: [any Policy.Type] = Catalog.policies
    ) {
        let all = run.files.flatMap(\.results).map(\.theCase)
        let cases = Dictionary(grouping: all.filter { $0.policy != nil }, by: \.subject.name)
        let others = Dictionary(grouping: all.filter(\.isAboutUpstream), by: \.subject.name)
        rows = upstream.map { Row($0, others[$0.name] ?? []) } + policies.map { Row($0, cases[$0.about.id] ?? []) }
    }
}

extension CaseFile.Case {
    /// It names an upstream policy, whose bindings are then all that it is about.
    fileprivate var isAboutUpstream: Bool {
        policy == nil && subject.gate.bindings.allSatisfy { $0.matching != nil && $0.about.id == subject.name }
    }
}

extension CaseCoverage.Row {
    /// Parameters of upstream policies are documents of any kind, of which nothing is known here.
    fileprivate init(_ policy: PolicyDocument, _ cases: [CaseFile.Case]) {
        let judges = policy.kind == .validating
        (id, unset) = (policy.name, [])
        (allowed, denied) = (judges ? 0 : nil, judges ? 0 : nil)
        (patched, leftAlone) = (judges ? nil : 0, judges ? nil : 0)
        for example in cases { count(example.expectation) }
    }

    fileprivate init(_ type: any Policy.Type, _ cases: [CaseFile.Case]) {
        id = type.about.id
        let standard: any Policy = type.init()
        let (judges, mends) = (standard is any Validating, standard is any Mutating)
        (allowed, denied) = (judges ? 0 : nil, judges ? 0 : nil)
        (patched, leftAlone) = (mends ? 0 : nil, mends ? 0 : nil)
        unset = type.parameterReferences.unset(in: cases.compactMap(\.parameters), below: "")
        for example in cases { count(example.expectation) }
    }

    private mutating func count(_ expectation: CaseFile.Expectation) {
        switch expectation {
        case .allow: allowed = allowed.map { $0 + 1 }
        case .deny: denied = denied.map { $0 + 1 }
        case .patch(let patch) where patch.isEmpty: leftAlone = leftAlone.map { $0 + 1 }
        case .patch: patched = patched.map { $0 + 1 }
        }
    }
}

extension [ParameterReference] {
    /// The parameters that none of the objects has; where one is there, those of its values.
    fileprivate func unset(in objects: [JSON], below place: String) -> [String] {
        flatMap { reference in
            let name = place.isEmpty ? reference.name : "\(place).\(reference.name)"
            let values = objects.compactMap { $0.kind == .object ? $0.member(reference.name) : nil }
            return values.isEmpty ? [name] : reference.shape.unset(in: values, below: name)
        }
    }
}

extension ParameterShape {
    fileprivate func unset(in values: [JSON], below place: String) -> [String] {
        switch self {
        case .boolean, .integer, .text, .oneOf, .anything: []
        case .object(let references): references.unset(in: values, below: place)
        case .list(let element):
            element.unset(in: values.flatMap { $0.kind == .array ? Array($0.elements) : [] }, below: place + "[]")
        case .map(let element):
            element.unset(
                in: values.flatMap { $0.kind == .object ? $0.members.map(\.value) : [] }, below: place + ".*")
        }
    }
}
