import Documents
package import Kubernetes

/// The one place that decides: a value with one method, no I/O, and an answer to every request.
package struct Gate: Sendable {
    /// The bindings, in the order in which they work.
    package let bindings: [Binding]
    /// Where kinds keep their pods.
    package let templates: PodTemplates
    private let index: BindingIndex

    /// Compiles the bindings, so that a request costs what its matching bindings cost.
    package init(_ bindings: [Binding] = [], templates: PodTemplates = PodTemplates()) {
        self.bindings = bindings
        self.templates = templates
        index = BindingIndex(bindings, templates: templates)
    }

    /// Runs a request through the stages: first the mending, then the judging of what came out.
    ///
    /// Past the deadline the bindings that are left follow their `onError`.
    package func decide(
        _ request: AdmissionRequest, _ stages: Stages, inventory: some Inventory = EmptyInventory(),
        deadline: ContinuousClock.Instant? = nil
    ) -> Decision {
        var hearing = Hearing(request, templates: templates, inventory: inventory, deadline: deadline)
        let candidates = index.candidates(for: request)
        guard let object = request.object ?? request.oldObject, candidates.contains(where: { $0.works(in: stages) })
        else { return hearing.decision }
        hearing.request = Request(request, object: object, templates: templates, inventory: inventory)
        if stages.contains(.mutating), request.isMutable { hearing.mutate(candidates) }
        if stages.contains(.validating) { hearing.validate(candidates) }
        return hearing.decision
    }
}

extension AdmissionRequest {
    /// A patch may be answered: on DELETE and CONNECT the API server refuses one.
    fileprivate var isMutable: Bool { object != nil && (operation == .create || operation == .update) }
}
