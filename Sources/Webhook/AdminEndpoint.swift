package import HTTP
package import Telemetry
package import Transport

/// The second port, for the kubelet and for Prometheus: health and metrics, and how decisions came about.
package struct AdminEndpoint: Sendable {
    private let isReady: @Sendable () -> Bool
    private let metrics: @Sendable () -> MetricsText
    private let traces: TraceRing?

    /// Both closures are called for each request that needs them. Without `traces` there is no `/explain`.
    package init(
        isReady: @escaping @Sendable () -> Bool, metrics: @escaping @Sendable () -> MetricsText,
        traces: TraceRing? = nil
    ) {
        self.traces = traces
        self.isReady = isReady
        self.metrics = metrics
    }

    /// The answer to one HTTP request.
    package func answer(_ request: HTTPRequest, _ context: RequestContext) -> HTTPResponse {
        guard let page = page(request) else {
            let pages = traces == nil ? "/livez, /readyz or /metrics" : "/livez, /readyz, /metrics or /explain"
            return HTTPResponse(.notFound, text: "There is nothing at \(request.path); try \(pages).")
        }
        guard request.method == .get || request.method == .head else {
            return Refusal.wrongMethod(allowed: "GET, HEAD").response
        }
        return page
    }

    private func page(_ request: HTTPRequest) -> HTTPResponse? {
        switch request.path {
        case "/livez": HTTPResponse(.ok, text: "ok")
        case "/readyz":
            isReady() ? HTTPResponse(.ok, text: "ok") : HTTPResponse(.serviceUnavailable, text: "draining")
        case "/metrics":
            HTTPResponse(.ok, fields: ["Content-Type": MetricsText.mediaType], body: Array(metrics().text.utf8))
        case "/explain": explain(request.parameter("uid"))
        default: nil
        }
    }

    /// The traces of a request, or all that there are, as `{"traces":[…]}`, the newest first.
    private func explain(_ uid: String?) -> HTTPResponse {
        guard let traces else {
            return HTTPResponse(
                .notFound, text: "Decisions are not kept; start the server with --explain to have them.")
        }
        let found = traces.traces(uid: uid)
        if found.isEmpty, let uid {
            return HTTPResponse(.notFound, text: "No decision on a request \(uid) is kept; only the last ones are.")
        }
        let body = Array(#"{"traces":["#.utf8) + found.joined(separator: [UInt8(ascii: ",")]) + Array("]}\n".utf8)
        return HTTPResponse(.ok, fields: ["Content-Type": "application/json"], body: body)
    }
}
