import Admission
import Documents

extension PolicySet {
    /// Seconds before an exception's end in which it is warned of: 14 days.
    package static let exceptionNotice: Int64 = 14 * 86_400

    /// What is to be said of exceptions at a moment, in seconds since 1970: those that are over and ignored, and those that
    /// end soon; in the order of the files and the documents in them.
    package func exceptionWarnings(at now: Int64) -> [Complaint] {
        exceptionDocuments.compactMap { document in
            let exception = document.exception
            guard let end = exception.expiry.seconds else { return nil }
            let subject = "The exception \"\(exception.name)\" (owner \(exception.owner))"
            guard !exception.expiry.isOver(at: now) else {
                let sentence = "\(subject) has ended, \(exception.expiry), and is ignored; remove or renew it."
                return document.complaint(["spec", "expires"], sentence)
            }
            guard now >= end - Self.exceptionNotice else { return nil }
            let days = (end - now) / 86_400
            let time = days == 0 ? "within a day" : days == 1 ? "in a day" : "in \(days) days"
            return document.complaint(["spec", "expires"], "\(subject) ends \(time), \(exception.expiry).")
        }
    }
}

/// Complaints of exceptions that are well formed each by itself.
func conflicts(_ exceptions: [ExceptionDocument]) -> [Complaint] {
    var first: [String: ExceptionDocument] = [:]
    return exceptions.compactMap { document in
        let name = document.exception.name
        guard !name.isEmpty else { return nil }
        guard let other = first[name] else {
            first[name] = document
            return nil
        }
        return document.complaint(
            ["metadata", "name"], "The exception \"\(name)\" is there already, at \(other.title); rename one.")
    }
}
