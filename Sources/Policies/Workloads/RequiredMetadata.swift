import Admission
import Documents
import Kubernetes

/// Objects say whose they are and what for.
///
/// Bills, alerts and clean-ups go by labels; an object without them belongs to nobody.
struct RequiredMetadata: Validating, Mutating {
    static let about = About(
        "required-metadata", "Objects bear the labels and annotations that everybody goes by.", judges: .anything,
        fields: "metadata.labels", "metadata.annotations",
        prose: """
            Bills, alerts and clean-ups go by labels; an object without them belongs to nobody. Each label and \
            annotation that is named here must be there, with a value that one of its patterns stands for, in the \
            object and in its pod template; a default is filled in where there is none. A scope says which objects are \
            meant.

            What the cluster's own controllers and nodes write is let be, and so are the kinds that are exempt: leases, \
            events and reviews, on which the cluster lives. What was wrong before an update may stay wrong; what was \
            right may not become so. A pod template is filled in only by a request that changes it, too, so that no \
            label restarts pods.
            """)

    @Parameter("The labels, by key.")
    var labels = MetadataRules()

    @Parameter("The annotations, by key.")
    var annotations = MetadataRules()

    @Parameter("Pod templates must have them, too.")
    var podTemplates = true

    @Parameter("Kinds that are let be.")
    var exempt: [KindPattern] = Self.housekeeping

    @Parameter("Users that carry out what others have sent, or keep the cluster running; what they write is let be.")
    var controllers: [NamePattern] = Self.clusterUsers

    var problems: [ParameterProblem] {
        if labels.entries.isEmpty, annotations.entries.isEmpty {
            return [ParameterProblem("labels", "Nothing is required; wanted is one label or annotation.")]
        }
        return labels.entries.compactMap { entry in
            guard let value = entry.rule.defaultValue, !isLabelValue(value) else { return nil }
            return ParameterProblem("labels", "The default of \(entry.key), \"\(value)\", can't be a label's value.")
        }
    }

    func check(_ request: Request) -> [Finding] {
        guard isJudged(request) else { return [] }
        let old = request.admission.operation == .update ? request.admission.oldObject : nil
        var reader = FieldReader()
        for place in places(request) {
            for (field, rules) in [("labels", labels), ("annotations", annotations)] where !rules.entries.isEmpty {
                check(rules, at: place.appending(field), request.object, old: old, &reader)
            }
        }
        return reader.findings
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard isJudged(request) else { return }
        for place in places(request) where place.tokens.count == 1 || request.mayChangeTemplate {
            guard request.object[place].map({ $0.isNull || $0.kind == .object }) ?? true else { continue }
            for (field, rules) in [("labels", labels), ("annotations", annotations)] {
                let place = place.appending(field)
                guard request.object[place].map({ $0.isNull || $0.kind == .object }) ?? true else { continue }
                for entry in rules.entries {
                    if let value = entry.rule.defaultValue {
                        draft.setDefault(place.appending(entry.key), .string(value))
                    }
                }
            }
        }
    }

    private func isJudged(_ request: Request) -> Bool {
        let kind = request.admission.kind
        return !request.view.isBeingDeleted
            && !exempt.contains { $0.matches(group: kind.group, kind: kind.kind) }
            && !controllers.matches(request.admission.userInfo.username)
    }

    /// The metadata of the object, and of its pod template.
    private func places(_ request: Request) -> [Pointer] {
        let own: Pointer = ["metadata"]
        guard podTemplates, let template = request.template?.pod, !template.tokens.isEmpty,
            request.object[template]?.kind == .object
        else { return [own] }
        return [own, template.appending("metadata")]
    }

    private func check(
        _ rules: MetadataRules, at place: Pointer, _ object: JSON, old: JSON?, _ reader: inout FieldReader
    ) {
        let values = object[place].flatMap { $0.isNull ? nil : $0 }
        if let values, values.kind != .object {
            return reader.find("is \(values.typeName)", "must be an object", at: place, reason: .wrongType)
        }
        for entry in rules.entries {
            let place = place.appending(entry.key)
            let value = object[place].flatMap { $0.isNull ? nil : $0 }
            guard let (found, reason) = entry.rule.fault(of: value) else { continue }
            if let old, old[place].flatMap({ $0.isNull ? nil : $0 }) == value { continue }
            reader.find(found, entry.rule.wanted, at: place, reason: reason)
        }
    }

    /// What the cluster lives on, and what is asked and not kept.
    private static var housekeeping: [KindPattern] {
        [
            "coordination.k8s.io/*", "/Event", "events.k8s.io/*", "/Node", "/Endpoints", "discovery.k8s.io/*",
            "authentication.k8s.io/*", "authorization.k8s.io/*", "certificates.k8s.io/*", "apps/ControllerRevision",
        ].map { KindPattern($0) }
    }

    private static var clusterUsers: [NamePattern] {
        [
            "system:apiserver", "system:kube-controller-manager", "system:kube-scheduler", "system:node:*",
            "system:serviceaccount:kube-system:*",
        ].map { NamePattern($0) }
    }
}

/// What a label or an annotation must be.
struct MetadataRule: ParameterObject, ParameterValue {
    @Parameter("Its values: one of these must stand for it; any but the empty one, unless some are named.")
    var values: [NamePattern] = []

    @Parameter("It must be there; otherwise it is judged only where it is.")
    var required = true

    @Parameter("The value that is filled in where there is none.")
    var defaultValue: String? = nil

    var problems: [ParameterProblem] {
        guard let defaultValue, !allows(defaultValue) else { return [] }
        return [ParameterProblem("defaultValue", "\"\(defaultValue)\" is none of the values.")]
    }

    /// What is wanted, in words.
    var wanted: String { values.isEmpty ? "must be set" : "must be \(values.listed)" }

    /// What is wrong with a value, if anything is.
    func fault(of value: JSON?) -> (found: String, reason: Finding.Reason)? {
        guard let value else { return required ? ("is missing", .required) : nil }
        guard let text = value.string else { return ("is \(value.typeName)", .wrongType) }
        return allows(text) ? nil : (text.isEmpty ? "is empty" : "is \"\(text)\"", .invalid)
    }

    private func allows(_ text: String) -> Bool { values.isEmpty ? !text.isEmpty : values.matches(text) }
}

/// Rules by the keys of labels or annotations, in the order of the keys.
struct MetadataRules: ParameterValue {
    /// What one label or annotation must be.
    struct Entry {
        /// `team`, `example.com/owner`.
        let key: String
        let rule: MetadataRule
    }

    /// In the order of the keys.
    let entries: [Entry]

    init(_ rules: [String: MetadataRule] = [:]) {
        entries = rules.sorted { $0.key < $1.key }.map(Entry.init(key:rule:))
    }

    static var shape: ParameterShape { [String: MetadataRule].shape }

    static func read(_ json: JSON, _ reader: ParameterReader) -> MetadataRules? {
        guard let rules = [String: MetadataRule].read(json, reader) else { return nil }
        for key in rules.keys.sorted() where !isLabelKey(key) {
            reader.descend(key) {
                reader.complainOfKey("\"\(key)\" is no key; wanted is one such as team or example.com/owner.")
            }
        }
        return MetadataRules(rules)
    }

    var json: JSONValue { .object(entries.map { .init($0.key, $0.rule.json) }) }
}

extension Request {
    /// The request makes the pod template, or changes it and may.
    fileprivate var mayChangeTemplate: Bool { changeablePod != nil && !isPodUnchanged }
}
