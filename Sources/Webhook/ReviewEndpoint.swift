package import Admission
import Configuration
package import Documents
package import HTTP
import Kubernetes
package import Telemetry
package import Transport

/// Answers reviews: the pipeline from a request's body to the bytes of its answer.
package struct ReviewEndpoint: Sendable {
    private let policies: Published<ActivePolicies>
    private let inventory: any Inventory
    private let limits: JSON.Limits
    private let witnesses: Witnesses
    private let convergence: ConvergenceCheck?

    /// Answers by whatever policies are in force when a request comes.
    package init(
        _ policies: Published<ActivePolicies>, inventory: any Inventory, limits: JSON.Limits = JSON.Limits()
    ) {
        self.init(policies, inventory: inventory, limits: limits, witnesses: .none, convergence: nil)
    }

    /// Tells the witnesses of each decision, and has mended objects checked.
    init(
        _ policies: Published<ActivePolicies>, inventory: any Inventory, limits: JSON.Limits = JSON.Limits(),
        witnesses: Witnesses, convergence: ConvergenceCheck?
    ) {
        self.witnesses = witnesses
        self.convergence = convergence
        self.policies = policies
        self.inventory = inventory
        self.limits = limits
    }

    /// The answer to one HTTP request.
    package func answer(_ request: HTTPRequest, _ context: RequestContext) -> HTTPResponse {
        do throws(Refusal) {
            let route = try ReviewRoute(request)
            let body = try review(request.body, by: route, deadline: context.deadline, since: context.arrival)
            return HTTPResponse(.ok, fields: Self.json, body: body)
        } catch {
            return error.response
        }
    }

    /// The answer to one review: a whole AdmissionReview, as JSON.
    ///
    /// - Parameters:
    ///   - deadline: when the answer must be there.
    ///   - arrival: when the request for it came.
    package func review(
        _ body: [UInt8], by route: ReviewRoute, deadline: ContinuousClock.Instant? = nil,
        since arrival: ContinuousClock.Instant = .now
    ) throws(Refusal) -> [UInt8] {
        let active = policies.current
        let gate = try active.gate(route)
        let review = try Self.parse(body, limits)
        let start = ContinuousClock.now
        let decision = gate.decide(
            review.request, route.stages, inventory: inventory, deadline: deadline, now: gate.moment)
        let decided = ContinuousClock.now
        var writer = JSONWriter(capacity: 512)
        let response = decision.response
        response.write(to: &writer, version: review.version)
        let end = ContinuousClock.now
        active.metrics.record(
            decision, route.stages,
            .init(request: end - arrival, decision: decided - start, isLate: deadline.map { end > $0 } ?? false))
        if witnesses.isAnybodyThere {
            let account = Account(
                decision, route.stages, gate: route.gate, policySet: active.set.hash,
                warnings: response.warnings.count, duration: end - start)
            witnesses.note(account, by: gate)
        }
        if !decision.patch.isEmpty {
            convergence?.offer(
                decision, gate, inventory: inventory, bodyBytes: body.count, metrics: active.metrics)
        }
        return writer.bytes
    }

    /// How the answer to one review comes about. Nothing is counted, and nobody is told.
    package func trace(_ body: [UInt8], by route: ReviewRoute) throws(Refusal) -> Trace {
        let active = policies.current
        let gate = try active.gate(route)
        let review = try Self.parse(body, limits)
        let start = ContinuousClock.now
        let decision = gate.decide(review.request, route.stages, inventory: inventory, now: gate.moment)
        let account = Account(
            decision, route.stages, gate: route.gate, policySet: active.set.hash, duration: .now - start)
        return Trace(account, bindings: gate.bindings)
    }

    private static func parse(_ body: [UInt8], _ limits: JSON.Limits) throws(Refusal) -> AdmissionReview {
        do throws(ReviewError) {
            return try AdmissionReview(parsing: body, limits: limits)
        } catch {
            throw .badReview(error)
        }
    }

    private static let json: Fields = ["Content-Type": "application/json"]
}
