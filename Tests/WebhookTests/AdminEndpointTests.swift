import HTTP
import Telemetry
import Testing
import Webhook

@Suite("The admin endpoint")
struct AdminEndpointTests {
    private func answer(_ method: Method, _ path: String, isReady: Bool = true) -> HTTPResponse {
        let endpoint = AdminEndpoint(
            isReady: { isReady },
            metrics: {
                var page = MetricsText()
                page.sample("a", [:], 1)
                return page
            })
        return endpoint.answer(HTTPRequest(method, path), Fixtures.context)
    }

    @Test("is alive and ready", arguments: ["/livez", "/readyz"], [Method.get, .head])
    func health(path: String, method: Method) {
        #expect(answer(method, path).status == .ok)
    }

    @Test("is alive but not ready while it drains")
    func draining() {
        #expect(answer(.get, "/livez", isReady: false).status == .ok)
        #expect(answer(.get, "/readyz", isReady: false).status == .serviceUnavailable)
    }

    @Test("prints metrics in Prometheus' format")
    func metrics() {
        let response = answer(.get, "/metrics")
        #expect(response.fields["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(String(decoding: response.body, as: UTF8.self) == "a 1\n")
    }

    @Test("names the pages that there are, /explain where decisions are kept", arguments: [false, true])
    func pages(isKept: Bool) {
        let traces = isKept ? TraceRing(capacity: 1) : nil
        let endpoint = AdminEndpoint(isReady: { true }, metrics: { MetricsText() }, traces: traces)
        let text = String(decoding: endpoint.answer(HTTPRequest(.get, "/"), Fixtures.context).body, as: UTF8.self)
        #expect(text.contains("/explain") == isKept)
        #expect(text.contains("/metrics"))
    }

    @Test("serves nothing else", arguments: ["/", "/healthz", "/metrics/", "/validate"])
    func elsewhere(path: String) {
        #expect(answer(.get, path).status == .notFound)
    }

    @Test("takes GET and HEAD only", arguments: [Method.post, .put, .delete, .patch, .options])
    func methods(method: Method) {
        let response = answer(method, "/metrics")
        #expect(response.status == .methodNotAllowed)
        #expect(response.fields["Allow"] == "GET, HEAD")
    }
}
