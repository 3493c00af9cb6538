package import Admission
package import HTTP

/// Where a review is to go: a stage, and all gates or one of them.
package struct ReviewRoute: Sendable, Equatable {
    /// `/validate` or `/mutate`.
    package let stages: Stages
    /// The gate's name, or nil for all of them.
    package let gate: String?

    package init(stages: Stages, gate: String? = nil) {
        self.stages = stages
        self.gate = gate
    }

    /// Reads the route of a request, and sees that it can be a review at all.
    package init(_ request: HTTPRequest) throws(Refusal) {
        try self.init(path: request.path)
        guard request.method == .post else { throw .wrongMethod(allowed: "POST") }
        guard request.fields.hasMediaType("application/json") else {
            throw .wrongMediaType(request.fields.values(of: "Content-Type"))
        }
        // The API server never compresses what it sends.
        guard !request.fields.has("Content-Encoding") else {
            throw .encoded(request.fields.values(of: "Content-Encoding"))
        }
    }

    /// `/validate`, `/mutate`, or a gate's name below one of them.
    package init(path: String) throws(Refusal) {
        let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].isEmpty else { throw .unknownPath(path) }
        switch parts[1] {
        case "validate": stages = .validating
        case "mutate": stages = .mutating
        default: throw .unknownPath(path)
        }
        gate = parts.count > 2 && !parts[2].isEmpty ? String(parts[2]) : nil
    }
}
