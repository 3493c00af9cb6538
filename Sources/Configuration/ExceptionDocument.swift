package import Admission
package import Documents
import Kubernetes

/// An `Exception` document of a file, read.
package struct ExceptionDocument: Sendable {
    /// What it says.
    package let exception: Exception
    /// The gate whose policies are meant; nil for those of all gates.
    package let gate: String?
    /// The document as compact JSON.
    let content: [UInt8]
    private let document: YAMLDocument
    private let source: SourceText

    /// Reads a document; all that is wrong goes to the reader.
    init(_ document: YAMLDocument, of source: SourceText, _ reader: ParameterReader) {
        let entry = ExceptionEntry.read(document.json, reader)
        Self.complainOfLack(document.json, reader)
        exception = entry.exception
        gate = entry.spec.gate
        var writer = JSONWriter(capacity: 1024)
        writer.json(document.json)
        content = writer.bytes
        self.document = document
        self.source = source
    }

    /// Reads an exception that stands elsewhere than in a policy directory, so that the gate that it names means nothing;
    /// nil, and at least one complaint, when something is wrong.
    package static func exception(_ json: JSON, _ reader: ParameterReader) -> Exception? {
        guard json.kind == .object else {
            reader.complain(json, wanted: "an exception, as a policy directory has it")
            return nil
        }
        let count = reader.complaints.count
        let entry = ExceptionEntry.read(json, reader)
        complainOfLack(json, reader)
        return reader.complaints.count == count ? entry.exception : nil
    }

    /// What is missing altogether has no one to complain of it but the document.
    private static func complainOfLack(_ json: JSON, _ reader: ParameterReader) {
        if json.member("metadata") == nil {
            reader.complainMissing("metadata", wanted: "an object with the exception's name")
        }
        guard let spec = json.member("spec") else {
            return reader.complainMissing("spec", wanted: "an object with \"policies\", \"scope\" and more")
        }
        guard spec.kind == .object else { return }
        let scope = spec.member("scope")
        guard scope.map({ $0.isNull || $0.kind == .object && $0.count == 0 }) ?? true else { return }
        reader.descend("spec") {
            reader.descend("scope") {
                reader.complain(
                    "The scope is missing, and the exception would hold for everything; wanted is a part of it, such as "
                        + "\"namespaces\".")
            }
        }
    }

    /// Where its name stands, for people.
    var title: String { source.title(of: location(["metadata", "name"])) }

    /// A complaint of a value of the document, or of its key where there is no value.
    func complaint(_ place: Pointer, _ message: String, suggestion: String? = nil) -> Complaint {
        Complaint(source, at: location(place), message, suggestion: suggestion)
    }

    private func location(_ place: Pointer) -> SourceLocation {
        document.json[place].map { document.location(of: $0) } ?? document.location(at: place)
    }
}

extension ExceptionEntry {
    /// The exception that this describes.
    fileprivate var exception: Exception {
        Exception(
            metadata.name, policies: spec.policies.map(\.name), scope: spec.scope.scope,
            containers: spec.containers.elements.map(\.name), images: spec.images.elements, reason: spec.reason,
            owner: spec.owner, expiry: spec.expires ?? .never)
    }
}
