package import HTTP
package import Kubernetes

/// Why a request to the webhook has no review for an answer; each case knows its status, and so whose fault it is.
package enum Refusal: Error, Sendable, Equatable {
    case unknownPath(String)
    case unknownGate(String, known: [String])
    case wrongMethod(allowed: String)
    /// With every Content-Type that there is.
    case wrongMediaType([String])
    /// With every Content-Encoding that there is.
    case encoded([String])
    case badReview(ReviewError)

    /// The status: all of them are the client's fault.
    package var status: Status {
        switch self {
        case .unknownPath, .unknownGate: .notFound
        case .wrongMethod: .methodNotAllowed
        case .wrongMediaType, .encoded: .unsupportedMediaType
        case .badReview: .badRequest
        }
    }

    /// What was found and what is wanted.
    package var sentence: String {
        switch self {
        case .unknownPath(let path):
            "There is nothing at \(path); reviews are posted to /validate or /mutate, or below them by the name of a Gate."
        case .unknownGate(let name, let known):
            "There is no Gate named \"\(name)\"; \(Self.list(known))."
        case .wrongMethod(let allowed): "Only \(allowed) is served here."
        case .wrongMediaType(let found): "Content-Type is \(Self.quoted(found)); wanted is application/json."
        case .encoded(let found): "Content-Encoding is \(Self.quoted(found)); wanted is a body as it is, without one."
        case .badReview(let error): error.description
        }
    }

    private static func list(_ names: [String]) -> String {
        switch names.count {
        case 0: "there is none"
        case 1: "there is only \(names[0])"
        default: "there are \(names.joined(separator: ", "))"
        }
    }

    /// The values of a field, which should be there once.
    private static func quoted(_ values: [String]) -> String {
        let quoted = values.prefix(4).map { "\"\($0)\"" }.joined(separator: ", ")
        switch values.count {
        case 0: return "missing"
        case 1: return quoted
        default: return "repeated (\(quoted))"
        }
    }

    /// The answer, a sentence for the person who reads the API server's log.
    package var response: HTTPResponse {
        var response = HTTPResponse(status, text: sentence)
        if case .wrongMethod(let allowed) = self { response.fields.append("Allow", allowed) }
        return response
    }
}
