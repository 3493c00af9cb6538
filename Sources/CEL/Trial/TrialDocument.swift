package import Documents

/// Why a file is no document that an expression can look at.
package struct TrialDocumentError: Error, Sendable, CustomStringConvertible {
    /// A sentence with the file's name.
    package let description: String
}

/// A file of YAML or JSON as the value of a variable.
package struct TrialDocument: Sendable {
    /// The variables that a file can give a value.
    package enum Variable: String, CaseIterable, Sendable {
        case object, oldObject, params, request, namespaceObject
    }

    /// The document.
    package let json: JSON

    /// Reads the one document of a file; blank ones don't count.
    package init(_ bytes: [UInt8], file: String) throws(TrialDocumentError) {
        let documents: [YAMLDocument]
        do throws(YAMLError) {
            documents = try YAMLReader().documents(in: bytes).filter { !$0.isBlank }
        } catch {
            throw TrialDocumentError(description: "\(file): \(error)")
        }
        guard let document = documents.first else {
            throw TrialDocumentError(description: "\(file) has no document; wanted is one, as YAML or JSON.")
        }
        guard documents.count == 1 else {
            throw TrialDocumentError(
                description: "\(file) has \(documents.count) documents; wanted is one, since a variable has one value.")
        }
        json = document.json
    }

    /// The request in an AdmissionReview; nil for any other document.
    var reviewed: JSON? {
        json["kind"]?.string == "AdmissionReview" ? json["request"] : nil
    }
}
