/// A family of metrics: its name, what kind of number it holds, and what it says. All that the server has stand here.
package struct MetricFamily: Sendable, Equatable {
    /// As Prometheus wants names: the unit and `_total` at the end.
    package let name: String
    package let kind: MetricsText.Kind
    /// A sentence for people who look at the page or write an alert.
    package let help: String

    init(_ name: String, _ kind: MetricsText.Kind, _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }
}

/// Decisions.
extension MetricFamily {
    static let reviews = Self(
        "sekisho_reviews_total", .counter,
        "Admission reviews answered. Kinds that Kubernetes doesn't have are counted as \"other\".")
    static let requestDuration = Self(
        "sekisho_request_duration_seconds", .histogram,
        "Time from the head of a request to its answer, with the body's coming and all waiting in between.")
    static let decisionDuration = Self(
        "sekisho_decision_duration_seconds", .histogram, "Time that the policies took for a review, all together.")
    static let patchOperations = Self(
        "sekisho_patch_operations_total", .counter, "Operations of the patches that were answered.")
    static let deadlineMisses = Self(
        "sekisho_deadline_misses_total", .counter,
        "Reviews answered after their deadline; bindings that had no time left followed their onError.")
    static let policyOutcomes = Self(
        "sekisho_policy_outcomes_total", .counter, "What came out of each policy binding.")
    static let policyDuration = Self(
        "sekisho_policy_duration_seconds", .histogram, "Time that each policy binding took for a review.")
    static let policyRepeatedEdits = Self(
        "sekisho_policy_repeated_edits_total", .counter,
        "Checks in which a binding changed an object that the mutating policies had just mended; should stay 0.")
    package static let convergenceChecks = Self(
        "sekisho_convergence_checks_total", .counter,
        "Mended objects that were mended a second time, to see that nothing is left to change.")
    package static let convergenceSkips = Self(
        "sekisho_convergence_skips_total", .counter, "Mended objects that were not checked, for lack of time.")
}

/// The policies in force.
extension MetricFamily {
    package static let policySet = Self("sekisho_policy_set_info", .gauge, "1, with the hash of the policies in force.")
    package static let policyBindings = Self("sekisho_policy_bindings", .gauge, "Policy bindings in force.")
    package static let policyReloads = Self(
        "sekisho_policy_reloads_total", .counter, "Policy sets taken over, the first one included.")
    package static let policyReloadFailures = Self(
        "sekisho_policy_reload_failures_total", .counter, "Policy sets refused; the old one stayed.")
    package static let policyReloadTime = Self(
        "sekisho_policy_last_reload_timestamp_seconds", .gauge,
        "When the policies in force were taken over, in seconds since 1970.")
    package static let policyRefused = Self(
        "sekisho_policy_set_refused", .gauge, "1 while the newest policies are refused and older ones stay in force.")
}

/// Exceptions.
extension MetricFamily {
    package static let exceptionExpiry = Self(
        "sekisho_exception_expiry_seconds", .gauge,
        "When each exception from policies ends, in seconds since 1970; +Inf for one that never does.")
}

/// Certificates and TLS.
extension MetricFamily {
    package static let certificateExpiry = Self(
        "sekisho_certificate_expiry_seconds", .gauge, "When the serving certificate ends, in seconds since 1970.")
    package static let authorityExpiry = Self(
        "sekisho_certificate_authority_expiry_seconds", .gauge,
        "When the authority ends with which the server issues its own certificates, in seconds since 1970.")
    package static let certificateReloads = Self(
        "sekisho_certificate_reloads_total", .counter, "Certificates taken over after the first.")
    package static let certificateReloadFailures = Self(
        "sekisho_certificate_reload_failures_total", .counter, "Certificates refused; the old one stayed.")
    package static let certificateReloadTime = Self(
        "sekisho_certificate_last_reload_timestamp_seconds", .gauge,
        "When the serving certificate was taken over, in seconds since 1970.")
    package static let handshakes = Self("sekisho_tls_handshakes_total", .counter, "TLS handshakes finished.")
    package static let tlsFailures = Self(
        "sekisho_tls_failures_total", .counter, "TLS handshakes that failed and sessions that broke, by reason.")
}

/// Connections.
extension MetricFamily {
    package static let connections = Self("sekisho_connections_total", .counter, "Connections accepted.")
    package static let openConnections = Self("sekisho_connections_open", .gauge, "Connections open now.")
    package static let endedConnections = Self(
        "sekisho_connections_ended_total", .counter, "Connections that the server ended, by reason.")
    package static let acceptErrors = Self(
        "sekisho_accept_errors_total", .counter, "Connections that could not be accepted.")
    package static let receivedBytes = Self("sekisho_received_bytes_total", .counter, "Bytes read from sockets.")
    package static let sentBytes = Self("sekisho_sent_bytes_total", .counter, "Bytes written to sockets.")
}

/// HTTP.
extension MetricFamily {
    package static let requests = Self("sekisho_requests_total", .counter, "HTTP requests read.")
    package static let requestsInFlight = Self(
        "sekisho_requests_in_flight", .gauge, "HTTP requests being answered now.")
    package static let requestsOffloaded = Self(
        "sekisho_requests_offloaded_total", .counter, "HTTP requests answered on a thread of their own.")
    package static let responses = Self("sekisho_responses_total", .counter, "HTTP answers, by status code.")
    package static let requestsShed = Self(
        "sekisho_requests_shed_total", .counter, "HTTP requests answered 429 under load.")
    package static let requestsSlow = Self(
        "sekisho_requests_slow_total", .counter, "HTTP requests answered 408, since they came too slowly.")
    package static let requestsRefused = Self(
        "sekisho_requests_refused_total", .counter, "Malformed HTTP requests refused.")
    package static let requestsTruncated = Self(
        "sekisho_requests_truncated_total", .counter, "Connections that ended within a request.")
    package static let bodyBytesInFlight = Self("sekisho_body_bytes_in_flight", .gauge, "Bytes of bodies held now.")
}

/// Lines that are written of decisions.
extension MetricFamily {
    package static let auditLines = Self(
        "sekisho_audit_lines_total", .counter, "Lines of decisions handed to the system, by log.")
    package static let auditDrops = Self(
        "sekisho_audit_dropped_total", .counter,
        "Lines of decisions that were lost, by log: the queue was full, or the file was cut within a line.")
    package static let auditErrors = Self(
        "sekisho_audit_write_errors_total", .counter, "Attempts to write decisions that failed, by log.")
}

/// The process; names as Prometheus' own clients have them.
extension MetricFamily {
    package static let build = Self("sekisho_build_info", .gauge, "1, with the version of the server.")
    package static let draining = Self("sekisho_draining", .gauge, "1 while the server takes its leave.")
    package static let processorTime = Self(
        "process_cpu_seconds_total", .counter, "CPU time of the process, user and system, in seconds.")
    package static let residentMemory = Self(
        "process_resident_memory_bytes", .gauge, "Memory of the process that is resident.")
    package static let virtualMemory = Self("process_virtual_memory_bytes", .gauge, "Address space of the process.")
    package static let openFiles = Self("process_open_fds", .gauge, "File descriptors that the process has open.")
    package static let maximumFiles = Self(
        "process_max_fds", .gauge, "File descriptors that the process may have open.")
    package static let startTime = Self(
        "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.")
    package static let threads = Self("process_threads", .gauge, "Threads of the process.")
}
