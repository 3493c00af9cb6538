import Admission
package import Telemetry

/// What the server tells of its decisions besides the metrics; all of it is off unless asked for.
package struct Reporting: Sendable {
    /// Decisions that the server's log tells of.
    package var decisions = DecisionVerbosity.none
    /// The file of the audit log, or `-` for standard output; nil for none.
    package var auditLog: String?
    /// How many of the last decisions can be asked for on the admin port; nil for none.
    package var traces: Int?

    package init() {}
}

/// Those who are told of each decision after its answer is made.
struct Witnesses: Sendable {
    /// A line for every decision.
    let audit: LineLog?
    /// Lines in the server's log, on its own descriptor.
    let log: LineLog?
    /// The last decisions.
    let traces: TraceRing?
    private let verbosity: DecisionVerbosity
    private let format: LogLine.Format

    /// Nobody.
    static let none = Witnesses()

    private init() {
        (audit, log, traces, verbosity, format) = (nil, nil, nil, .none, .json)
    }

    /// Opens what is asked for.
    ///
    /// - Throws: a sentence, when the audit log can't be opened.
    init(_ reporting: Reporting, journal: Journal) throws(LineLog.OpenError) {
        verbosity = reporting.decisions
        format = journal.format
        traces = reporting.traces.map { TraceRing(capacity: $0) }
        if let path = reporting.auditLog {
            audit = try LineLog(path == "-" ? .descriptor(1) : .file(path)) { journal.report($0, of: "the audit log") }
        } else {
            audit = nil
        }
        if verbosity == .none {
            log = nil
        } else {
            log = try LineLog(.descriptor(2)) { journal.report($0, of: "the log of decisions") }
        }
    }

    /// Somebody wants to be told.
    var isAnybodyThere: Bool { audit != nil || log != nil || traces != nil }

    /// Tells of one decision; nobody is waited for.
    func note(_ account: Account, by gate: Gate) {
        audit?.write(AuditLine(account).bytes)
        if let log, verbosity.includes(account.decision) { log.write(LogLine.decision(account, format)) }
        traces?.add(Trace(account, bindings: gate.bindings))
    }

    /// Goes on in the file that is at the audit log's path now.
    func reopen() { audit?.reopen() }

    /// Writes what is left.
    func close() async {
        await audit?.close()
        await log?.close()
    }
}

extension MetricsText {
    /// The families of lines that are written of decisions.
    mutating func write(_ witnesses: Witnesses) {
        let logs = [("audit", witnesses.audit), ("decisions", witnesses.log)].compactMap { name, log in
            log.map { (name, $0) }
        }
        // Families that could have no sample stay away.
        for (family, number) in logs.isEmpty
            ? []
            : [
                (MetricFamily.auditLines, \LineLog.written), (.auditDrops, \.dropped), (.auditErrors, \.failures),
            ]
        {
            self.family(family)
            for (name, log) in logs { sample(family, ["log": name], log[keyPath: number]) }
        }
    }
}
