import Documents
package import Kubernetes

/// The one place that decides: a value with one method, no I/O, and an answer to every request.
package struct Gate: Sendable {
    /// The bindings, in the order in which they work.
    package let bindings: [Binding]
    /// Where kinds keep their pods.
    package let templates: PodTemplates
    private let index: BindingIndex
    private let exceptions: ExceptionIndex

    /// Compiles the bindings, so that a request costs what its matching bindings cost.
    ///
    /// - Parameter exceptions: those from the bindings, of which a request looks only at those that could let pass what
    ///   is found.
    package init(
        _ bindings: [Binding] = [], templates: PodTemplates = PodTemplates(),
        exceptions: ExceptionIndex = ExceptionIndex()
    ) {
        self.bindings = bindings
        self.templates = templates
        self.exceptions = exceptions
        index = BindingIndex(bindings, templates: templates)
    }

    /// There are exceptions, for which the gate wants to know the time.
    package var hasExceptions: Bool { !exceptions.isEmpty }

    /// The same gate with further exceptions.
    package func excepting(_ others: [Exception]) -> Gate {
        var exceptions = exceptions
        for exception in others { exceptions.add(exception, from: bindings) }
        return Gate(bindings, templates: templates, exceptions: exceptions)
    }

    /// Runs a request through the stages: first the mending, then the judging of what came out.
    ///
    /// Past the deadline the bindings that are left follow their `onError`.
    ///
    /// - Parameter now: when this is, in seconds since 1970. Without it no exception holds that ends some day.
    package func decide(
        _ request: AdmissionRequest, _ stages: Stages, inventory: some Inventory = EmptyInventory(),
        deadline: ContinuousClock.Instant? = nil, now: Int64? = nil
    ) -> Decision {
        var hearing = Hearing(request, templates: templates, inventory: inventory, deadline: deadline)
        if !exceptions.isEmpty { hearing.admit(exceptions, at: now) }
        let candidates = index.candidates(for: request)
        guard let object = request.object ?? request.oldObject, candidates.contains(where: { $0.works(in: stages) })
        else { return hearing.decision }
        hearing.request = Request(
            request, object: object, templates: templates, inventory: inventory, deadline: deadline)
        if stages.contains(.mutating), request.isMutable {
            hearing.mutate(candidates, isJudgedNext: stages.contains(.validating))
        }
        if stages.contains(.validating) { hearing.validate(candidates) }
        return hearing.decision
    }
}

extension AdmissionRequest {
    /// A patch may be answered: without an object, as on DELETE, the API server refuses one.
    fileprivate var isMutable: Bool { object != nil && operation != .delete }
}
