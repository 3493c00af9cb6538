package import Telemetry
package import Transport

extension MetricsText {
    /// The families of a listener's connections and requests.
    package mutating func write(_ numbers: TransportNumbers) {
        writeConnections(numbers)
        writeRequests(numbers)
        one("sekisho_received_bytes_total", .counter, "Bytes read from sockets.", numbers.receivedBytes)
        one("sekisho_sent_bytes_total", .counter, "Bytes written to sockets.", numbers.sentBytes)
    }

    private mutating func writeConnections(_ numbers: TransportNumbers) {
        one("sekisho_connections_total", .counter, "Connections accepted.", numbers.acceptedConnections)
        one("sekisho_connections_open", .gauge, "Connections open now.", numbers.openConnections)
        family("sekisho_connections_ended_total", .counter, "Connections that the server ended, by reason.")
        for (reason, count) in [
            ("too-many", numbers.refusedConnections), ("made-room", numbers.evictedConnections),
            ("idle", numbers.idleConnections),
            ("age", numbers.agedConnections), ("unread-answers", numbers.stuckConnections),
        ] {
            sample("sekisho_connections_ended_total", ["reason": reason], count)
        }
        one("sekisho_accept_errors_total", .counter, "Connections that could not be accepted.", numbers.acceptErrors)
        one("sekisho_tls_handshakes_total", .counter, "TLS handshakes finished.", numbers.handshakes)
        family("sekisho_tls_failures_total", .counter, "TLS handshakes that failed and sessions that broke, by reason.")
        for (reason, count) in numbers.handshakeFailures.sorted(by: { $0.key < $1.key }) {
            sample("sekisho_tls_failures_total", ["reason": reason], count)
        }
    }

    private mutating func writeRequests(_ numbers: TransportNumbers) {
        one("sekisho_requests_total", .counter, "HTTP requests read.", numbers.requests)
        one("sekisho_requests_in_flight", .gauge, "HTTP requests being answered now.", numbers.requestsInFlight)
        one(
            "sekisho_requests_offloaded_total", .counter, "HTTP requests answered on a thread of their own.",
            numbers.offloadedRequests)
        family("sekisho_responses_total", .counter, "HTTP answers, by status code.")
        for (code, count) in numbers.answers.sorted(by: { $0.key < $1.key }) {
            sample("sekisho_responses_total", ["code": String(code)], count)
        }
        one("sekisho_requests_shed_total", .counter, "HTTP requests answered 429 under load.", numbers.shedRequests)
        one("sekisho_requests_slow_total", .counter, "HTTP requests answered 408.", numbers.slowRequests)
        one("sekisho_requests_refused_total", .counter, "Malformed HTTP requests refused.", numbers.refusedRequests)
        one(
            "sekisho_requests_truncated_total", .counter, "Connections that ended within a request.",
            numbers.truncatedRequests)
        one("sekisho_body_bytes_in_flight", .gauge, "Bytes of bodies held now.", numbers.bodyBytesInFlight)
    }

    /// A family of one sample without labels.
    mutating func one(_ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger) {
        family(name, kind, help)
        sample(name, [:], value)
    }
}
