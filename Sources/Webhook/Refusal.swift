package import HTTP
package import Kubernetes

/// Why a request to the webhook has no review for an answer; each case knows its status, and so whose fault it is.
package enum Refusal: Error, Sendable, Equatable {
    case unknownPath(String)
    case unknownGate(String, known: [String])
    case wrongMethod(allowed: String)
    case wrongMediaType(String?)
    case badReview(ReviewError)

    /// The status: all of them are the client's fault.
    package var status: Status {
        switch self {
        case .unknownPath, .unknownGate: .notFound
        case .wrongMethod: .methodNotAllowed
        case .wrongMediaType: .unsupportedMediaType
        case .badReview: .badRequest
        }
    }

    /// What was found and what is wanted.
    package var sentence: String {
        switch self {
        case .unknownPath(let path):
            "There is nothing at \(path); reviews are posted to /validate or /mutate, or below them by the name of a Gate."
        case .unknownGate(let name, let known):
            "There is no Gate named \"\(name)\"; there \(known.isEmpty ? "is none" : "is \(known.joined(separator: ", "))")."
        case .wrongMethod(let allowed): "Only \(allowed) is served here."
        case .wrongMediaType(let found):
            "Content-Type is \(found.map { "\"\($0)\"" } ?? "missing"); wanted is application/json."
        case .badReview(let error): error.description
        }
    }

    /// The answer, a sentence for the person who reads the API server's log.
    package var response: HTTPResponse {
        var response = HTTPResponse(status, text: sentence)
        if case .wrongMethod(let allowed) = self { response.fields.append("Allow", allowed) }
        return response
    }
}
