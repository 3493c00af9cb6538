import Admission
import Configuration
import Documents
import Kubernetes

/// Prints a report for programs: one JSON document, in which members may come but never go or change their meaning.
package struct JSONPrinter: Sendable {
    package init() {}

    /// The whole report, every object in it, and a line's end.
    package func text(_ report: Report) -> String {
        var writer = JSONWriter(capacity: 4096)
        writer.object { writer in
            writer.member("apiVersion", "sekisho.dev/v1alpha1")
            writer.member("kind", "Report")
            writer.key("summary")
            report.summary.write(to: &writer)
            writer.array("objects", report.entries) { $0.write(to: &$1) }
            writer.array("warnings", report.warnings) { $0.write(to: &$1) }
        }
        return writer.text + "\n"
    }
}

extension Complaint {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("file", file)
            if let location { writer.member(location) }
            writer.member("message", message)
        }
    }
}

extension Report.Summary {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("objects", objects)
            writer.member("denied", denied)
            writer.member("warned", warned)
            writer.member("audited", audited)
            writer.member("mutated", mutated)
            writer.member("mendable", mendable)
            writer.array("policies", policies) { $0.write(to: &$1) }
            writer.array("namespaces", namespaces) { $0.write(to: &$1) }
            if !exceptions.isEmpty { writer.array("exceptions", exceptions) { $0.write(to: &$1) } }
        }
    }
}

extension Report.Summary.Exception {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("owner", owner)
            writer.member("expires", expiry.description)
            writer.member("findings", findings)
            writer.member("kept", kept)
        }
    }
}

extension Report.Excepted {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("exception", exception.name)
            writer.member("owner", exception.owner)
            writer.member("reason", exception.reason)
            writer.member("expires", exception.expiry.description)
            writer.key("remark")
            remark.write(to: &writer)
        }
    }
}

extension Report.Kept {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("exception", exception.name)
            writer.member("policy", policy)
            writer.member("operations", edits)
        }
    }
}

extension Report.Summary.Namespace {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("objects", objects)
            writer.member("denied", denied)
            writer.member("warned", warned)
            writer.member("audited", audited)
            writer.member("mutated", mutated)
        }
    }
}

extension Report.Summary.Policy {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("denied", denied)
            writer.member("warned", warned)
            writer.member("audited", audited)
            writer.member("mutated", mutated)
        }
    }
}

extension Report.Entry {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("apiVersion", manifest.kind.apiVersion)
            writer.member("kind", manifest.kind.kind)
            writer.member("namespace", namespace)
            writer.member("name", manifest.name)
            writer.member("file", manifest.file)
            if let source = manifest.source { writer.member("source", source) }
            writer.member("document", manifest.documentNumber)
            writer.member(manifest.location)
            writer.key("allowed")
            writer.bool(decision.isAllowed)
            writer.array("remarks", remarks) { $0.write(to: &$1) }
            if !excepted.isEmpty { writer.array("excepted", excepted) { $0.write(to: &$1) } }
            if !kept.isEmpty { writer.array("kept", kept) { $0.write(to: &$1) } }
            if !notes.isEmpty { writer.array("notes", notes) { $0.write(to: &$1) } }
            writer.array("mutatedBy", editors) { $1.string($0) }
            writer.key("patch")
            change.patch.write(to: &writer)
            writer.array("defaults", filled) { $1.string($0.description) }
        }
    }
}

extension Report.AuditNote {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("policy", policy)
            writer.member("key", key)
            writer.member("value", value)
        }
    }
}

extension Report.Remark {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("severity", severity.rawValue)
            writer.member("policy", policy)
            writer.member("policyID", about.id)
            writer.member(location)
            if let finding {
                writer.member("pointer", finding.pointer.description)
                writer.member("field", finding.pointer.field)
                writer.member("reason", finding.reason.rawValue)
                if let container = finding.container { writer.member("container", container) }
                if let place = finding.rule?.place { writer.member("rule", place) }
                if let rule = finding.rule { writer.member("binding", rule.binding) }
            }
            writer.member("message", message)
            writer.key("byDefault")
            writer.bool(isByDefault)
            if let fix { writer.member("fix", fix) }
            guard !mend.isEmpty else { return }
            writer.key("mend")
            mend.write(to: &writer)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func object(_ members: (inout JSONWriter) -> Void) {
        beginObject()
        members(&self)
        endObject()
    }

    fileprivate mutating func array<Element>(
        _ name: String, _ elements: [Element], _ write: (Element, inout JSONWriter) -> Void
    ) {
        key(name)
        beginArray()
        for element in elements { write(element, &self) }
        endArray()
    }

    fileprivate mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    fileprivate mutating func member(_ name: String, _ value: Int) {
        key(name)
        int(Int64(value))
    }

    fileprivate mutating func member(_ location: SourceLocation) {
        member("line", location.line)
        member("column", location.column)
    }
}
