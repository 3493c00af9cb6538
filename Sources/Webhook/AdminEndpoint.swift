package import HTTP
package import Telemetry
package import Transport

/// The second port, for the kubelet and for Prometheus: health and metrics.
package struct AdminEndpoint: Sendable {
    private let isReady: @Sendable () -> Bool
    private let metrics: @Sendable () -> MetricsText

    /// Both closures are called for each request that needs them.
    package init(isReady: @escaping @Sendable () -> Bool, metrics: @escaping @Sendable () -> MetricsText) {
        self.isReady = isReady
        self.metrics = metrics
    }

    /// The answer to one HTTP request.
    package func answer(_ request: HTTPRequest, _ context: RequestContext) -> HTTPResponse {
        guard let page = page(request.path) else {
            return HTTPResponse(
                .notFound, text: "There is nothing at \(request.path); try /livez, /readyz or /metrics.")
        }
        guard request.method == .get || request.method == .head else {
            return Refusal.wrongMethod(allowed: "GET, HEAD").response
        }
        return page
    }

    private func page(_ path: String) -> HTTPResponse? {
        switch path {
        case "/livez": HTTPResponse(.ok, text: "ok")
        case "/readyz":
            isReady() ? HTTPResponse(.ok, text: "ok") : HTTPResponse(.serviceUnavailable, text: "draining")
        case "/metrics":
            HTTPResponse(.ok, fields: ["Content-Type": MetricsText.mediaType], body: Array(metrics().text.utf8))
        default: nil
        }
    }
}
