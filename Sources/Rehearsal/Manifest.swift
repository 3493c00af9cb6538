package import Documents
package import Kubernetes

/// One object of a manifest file, and where it stands there.
package struct Manifest: Sendable {
    /// The object as it is written.
    package let object: JSON
    /// What it is. Items of a typed list (`PodList`) that leave this out have their list's.
    package let kind: GroupVersionKind
    /// The file as the user named it, or `standard input`.
    package let file: String
    /// Position of its document in the file, from 1; empty documents count.
    package let documentNumber: Int
    private let document: YAMLDocument
    /// Leads from the document to the object.
    let place: Pointer

    init(
        _ object: JSON, kind: GroupVersionKind, file: String, documentNumber: Int, document: YAMLDocument,
        place: Pointer = []
    ) {
        self.object = object
        self.kind = kind
        self.file = file
        self.documentNumber = documentNumber
        self.document = document
        self.place = place
    }

    /// The same with another object in it, such as one with defaults.
    func holding(_ object: JSON) -> Manifest {
        Manifest(
            object, kind: kind, file: file, documentNumber: documentNumber, document: document, place: place)
    }

    /// `metadata.name`, or `generateName` with a star for what the API server adds, or empty.
    package var name: String {
        let view = ObjectView(object)
        guard view.name.isEmpty else { return view.name }
        return view.metadata?["generateName"]?.string.map { $0 + "*" } ?? ""
    }

    /// Where the object starts in its file.
    package var location: SourceLocation { location(at: []) }

    /// Where a part of the object stands in its file: the key of a member, the start of an element; for a part that is
    /// not there, the nearest one above it.
    package func location(at pointer: Pointer) -> SourceLocation {
        document.location(at: place.appending(pointer))
    }
}
