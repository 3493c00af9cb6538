import Admission
import Documents

extension Report {
    /// What a report comes to in numbers.
    package struct Summary: Sendable, Equatable {
        /// Numbers of one binding.
        package struct Policy: Sendable, Equatable {
            /// The binding's name.
            package let name: String
            /// Findings that deny.
            package fileprivate(set) var denied = 0
            /// Findings that warn.
            package fileprivate(set) var warned = 0
            /// Findings for the audit log.
            package fileprivate(set) var audited = 0
            /// Objects that it changes.
            package fileprivate(set) var mutated = 0
        }

        /// Numbers of one namespace.
        package struct Namespace: Sendable, Equatable {
            /// Its name; empty for what is outside of namespaces.
            package let name: String
            /// Objects judged.
            package fileprivate(set) var objects = 0
            /// Objects that would be denied.
            package fileprivate(set) var denied = 0
            /// Objects that would be allowed with a warning.
            package fileprivate(set) var warned = 0
            /// Objects that would be allowed with a note in the audit log and nothing else.
            package fileprivate(set) var audited = 0
            /// Objects that would be changed.
            package fileprivate(set) var mutated = 0
        }

        /// Objects judged.
        package let objects: Int
        /// Objects that would be denied.
        package let denied: Int
        /// Objects that would be allowed with a warning.
        package let warned: Int
        /// Objects that would be allowed with a note in the audit log and nothing else.
        package let audited: Int
        /// Objects that would be changed; these are among the others too.
        package let mutated: Int
        /// Findings whose mend is known.
        package let mendable: Int
        /// The bindings that had something to say or to change, in the order in which they did.
        package let policies: [Policy]
        /// The namespaces that have objects, by name.
        package let namespaces: [Namespace]
        /// The exceptions that let something pass, in the order in which they did.
        package let exceptions: [Exception]
    }

    /// The report in numbers.
    package var summary: Summary {
        Summary(
            objects: entries.count,
            denied: entries.count { $0.severity == .denied },
            warned: entries.count { $0.severity == .warned },
            audited: entries.count { $0.severity == .audited },
            mutated: entries.count { !$0.editors.isEmpty },
            mendable: entries.reduce(0) { $0 + $1.remarks.count { !$0.mend.isEmpty } },
            policies: policies, namespaces: namespaces, exceptions: exceptions)
    }

    private var namespaces: [Summary.Namespace] {
        Dictionary(grouping: entries, by: \.namespace).map { name, entries in
            var namespace = Summary.Namespace(name: name, objects: entries.count)
            namespace.denied = entries.count { $0.severity == .denied }
            namespace.warned = entries.count { $0.severity == .warned }
            namespace.audited = entries.count { $0.severity == .audited }
            namespace.mutated = entries.count { !$0.editors.isEmpty }
            return namespace
        }.sorted { $0.name < $1.name }
    }

    private var policies: [Summary.Policy] {
        var table = PolicyTable()
        for entry in entries {
            for name in entry.editors { table.count(name, \.mutated) }
            for remark in entry.remarks {
                switch remark.severity {
                case .denied: table.count(remark.policy, \.denied)
                case .warned: table.count(remark.policy, \.warned)
                case .audited: table.count(remark.policy, \.audited)
                }
            }
        }
        return table.rows
    }
}

/// Counts by policy, in the order of first mention.
private struct PolicyTable {
    private(set) var rows: [Report.Summary.Policy] = []
    private var positions: [String: Int] = [:]

    mutating func count(_ name: String, _ number: WritableKeyPath<Report.Summary.Policy, Int>) {
        let position = positions[name] ?? rows.count
        if position == rows.count {
            rows.append(Report.Summary.Policy(name: name))
            positions[name] = position
        }
        rows[position][keyPath: number] += 1
    }
}
