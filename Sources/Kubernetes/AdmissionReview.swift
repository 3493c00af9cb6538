package import Documents

/// What the API server posts: `admission.k8s.io`, AdmissionReview, v1 and v1beta1.
package struct AdmissionReview: Sendable {
    /// The version that it came in, and that the answer goes out in.
    package enum Version: String, Sendable, CaseIterable {
        case v1 = "admission.k8s.io/v1"
        case v1beta1 = "admission.k8s.io/v1beta1"

        fileprivate init?(_ json: JSON) {
            if json.equals("admission.k8s.io/v1") {
                self = .v1
            } else if json.equals("admission.k8s.io/v1beta1") {
                self = .v1beta1
            } else {
                return nil
            }
        }
    }

    /// The version that it came in.
    package let version: Version
    /// The question.
    package let request: AdmissionRequest

    /// Reads a review from the body of a POST; takes the bytes without a copy.
    package init(parsing body: [UInt8], limits: JSON.Limits = JSON.Limits()) throws(ReviewError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: body, limits: limits)
        } catch {
            throw .notJSON(error)
        }
        try self.init(json)
    }

    /// Reads a review from a parsed document.
    package init(_ json: JSON) throws(ReviewError) {
        guard let kind = json["kind"], kind.equals("AdmissionReview") else {
            throw .notAReview(found: json["kind"]?.string)
        }
        guard let version = json["apiVersion"].flatMap(Version.init) else {
            throw .unknownVersion(json["apiVersion"]?.string ?? "")
        }
        guard let request = json["request"], !request.isNull else { throw .missing("request") }
        guard request.kind == .object else { throw .wrongType("request", wanted: "an object") }
        self.version = version
        self.request = try AdmissionRequest(request)
    }
}

/// Why a document is no review that can be answered: the sender's fault, HTTP status 400.
package enum ReviewError: Error, Sendable, Equatable, CustomStringConvertible {
    case notJSON(JSONError)
    case notAReview(found: String?)
    case unknownVersion(String)
    case missing(String)
    case wrongType(String, wanted: String)
    case unknownOperation(String)
    case tooLong(String, limit: Int)

    /// A sentence: what was found, where, and what is wanted.
    package var description: String {
        switch self {
        case .notJSON(let error): error.description
        case .notAReview(let found):
            "An AdmissionReview is wanted, but the document's kind is \(found.map { "\"\(Self.shown($0))\"" } ?? "missing")."
        case .unknownVersion(let version):
            "apiVersion is \"\(Self.shown(version))\"; wanted is admission.k8s.io/v1 or admission.k8s.io/v1beta1."
        case .missing(let field): "The review lacks \(field)."
        case .tooLong(let field, let limit): "\(field) is longer than \(limit) bytes."
        case .wrongType(let field, let wanted): "\(field) must be \(wanted)."
        case .unknownOperation(let name):
            "request.operation is \"\(Self.shown(name))\"; wanted is CREATE, UPDATE, DELETE or CONNECT."
        }
    }

    /// A text of the sender's, which may be of any length.
    private static func shown(_ text: String) -> String { warningText(text, limit: 80) }
}
