package import Admission
package import Documents

extension Complaint {
    /// A complaint of a reader, at its place in the document that was read: the value, or the key where the key is
    /// meant or there is no value.
    package init(_ complaint: ParameterReader.Complaint, in document: YAMLDocument, of source: SourceText) {
        let value = document.json[complaint.pointer].flatMap { $0.isNull || complaint.isAboutKey ? nil : $0 }
        self.init(
            source, at: value.map(document.location(of:)) ?? document.location(at: complaint.pointer),
            complaint.message, suggestion: complaint.suggestion)
    }
}
