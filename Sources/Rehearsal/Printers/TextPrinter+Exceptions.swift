import Admission
import Documents

/// What exceptions let pass.
extension TextPrinter {
    /// A line for each exception with its numbers, below a heading; nothing where none let anything pass.
    func exceptions(_ exceptions: [Report.Summary.Exception]) -> String {
        guard !exceptions.isEmpty else { return "" }
        return "Let pass by exceptions:\n"
            + exceptions.map { exception in
                let end = exception.expiry.seconds == nil ? "never ends" : "until \(exception.expiry)"
                let counts = [
                    exception.findings > 0 ? counted(exception.findings, "finding") : nil,
                    exception.kept > 0 ? "\(counted(exception.kept, "object")) not changed" : nil,
                ]
                return "  \(exception.name) (owner \(exception.owner.printable), \(end)): "
                    + counts.compactMap(\.self).joined(separator: ", ") + "\n"
            }.joined()
    }

    /// What is let pass of one object, a line each.
    func exceptions(_ entry: Report.Entry) -> String {
        entry.excepted.map { excepted in
            "  \(entry.manifest.title(of: excepted.remark.location).printable): let pass by \(excepted.exception.title.printable) "
                + "from \(excepted.remark.policy): \(excepted.remark.message.printable)\n"
        }.joined()
            + entry.kept.map { "  not changed by \($0.policy), for \($0.exception.title.printable)\n" }.joined()
    }
}

extension Report.Entry {
    /// No binding has anything to say of it, and no exception keeps one from saying it.
    var isUnspoken: Bool { remarks.isEmpty && excepted.isEmpty && kept.isEmpty }
}
