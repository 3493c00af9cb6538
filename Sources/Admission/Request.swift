package import Documents
package import Kubernetes

/// A request as policies see it: the object, its pod if it has one, and what else is there.
///
/// Made once for each state of the object and handed to every policy: a reference, since its parts are many.
package final class Request: Sendable {
    /// The question as it came.
    package let admission: AdmissionRequest
    /// The object to judge: with the edits of the stages before, and on DELETE the object that goes.
    package let object: JSON
    /// The pod or pod template of the object, if it has one.
    package let pod: PodView?
    /// The kind's entry in the table of pod templates, if it has one.
    package let template: PodTemplates.Entry?
    /// Other objects.
    package let inventory: any Inventory
    /// When the answer is due, for rules that may compute for long; nil for whenever.
    package let deadline: ContinuousClock.Instant?

    /// All containers of the pod: init, ordinary, ephemeral, in this order; empty without a pod.
    package var containers: [ContainerView] { pod?.containers ?? [] }
    /// The namespace that the object lives in, or empty.
    package var namespace: String { admission.namespace }
    /// The object's shared parts.
    package var view: ObjectView { ObjectView(object) }

    package init(
        _ admission: AdmissionRequest, object: JSON, templates: PodTemplates, inventory: any Inventory,
        deadline: ContinuousClock.Instant? = nil
    ) {
        self.admission = admission
        self.object = object
        self.inventory = inventory
        self.deadline = deadline
        template = templates.entry(group: admission.kind.group, kind: admission.kind.kind)
        pod = template.flatMap { PodView(of: object, at: $0.pod) }
    }

    /// The same request with another state of its object.
    package convenience init(_ other: Request, object: JSON) { self.init(other, other.admission, object: object) }

    /// The same request in another version of the API.
    ///
    /// - Parameters:
    ///   - admission: the question, in that version.
    ///   - object: the object to judge, in that version.
    package init(_ other: Request, _ admission: AdmissionRequest, object: JSON) {
        self.admission = admission
        self.object = object
        inventory = other.inventory
        deadline = other.deadline
        template = other.template
        pod = template.flatMap { PodView(of: object, at: $0.pod) }
    }
}

extension Request {
    /// An update that leaves a pod's spec, or a pod template, as it was.
    ///
    /// Labels and annotations count in templates only: new pods get them, while those of a pod that is there are written
    /// by many.
    package var isPodUnchanged: Bool {
        guard admission.operation == .update, let template, let old = admission.oldObject, let pod else { return false }
        guard let oldPod = old[template.pod] else { return false }
        return template.pod.tokens.isEmpty ? oldPod["spec"] == pod.json["spec"] : oldPod == pod.json
    }

    /// An update that leaves the object's own labels as they were.
    package var areLabelsUnchanged: Bool {
        guard admission.operation == .update, let old = admission.oldObject else { return false }
        return ObjectView(old).labels == view.labels
    }
}
