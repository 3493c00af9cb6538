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
    /// The file that a program made the object from: of `helm template` the template, by its comment `# Source:`; of
    /// `kustomize build` the resource, by its origin annotation. Nil when nothing says so.
    package let source: String?
    private let document: YAMLDocument
    /// Leads from the document to the object.
    let place: Pointer

    init(
        _ object: JSON, kind: GroupVersionKind, file: String, documentNumber: Int, document: YAMLDocument,
        place: Pointer = [], source: String? = nil
    ) {
        self.object = object
        self.kind = kind
        self.file = file
        self.documentNumber = documentNumber
        self.document = document
        self.place = place
        self.source = source
    }

    /// The same with another object in it, such as one with defaults.
    func holding(_ object: JSON) -> Manifest {
        Manifest(
            object, kind: kind, file: file, documentNumber: documentNumber, document: document, place: place,
            source: source)
    }

    /// `metadata.name`, or `generateName` with a star for what the API server adds, or empty.
    package var name: String {
        let view = ObjectView(object)
        guard view.name.isEmpty else { return view.name }
        return view.metadata?["generateName"]?.string.map { $0 + "*" } ?? ""
    }

    /// A place of the file for people: `FILE:3:1`, and what made the object where that is known, as in
    /// `standard input:3:1 (chart/templates/web.yaml)`.
    package func title(of location: SourceLocation) -> String {
        "\(file):\(location)" + (source.map { " (\($0))" } ?? "")
    }

    /// Where the object starts in its file.
    package var location: SourceLocation { location(at: []) }

    /// Where a part of the object stands in its file: the key of a member, the start of an element; for a part that is
    /// not there, the nearest one above it.
    package func location(at pointer: Pointer) -> SourceLocation {
        document.location(at: place.appending(pointer))
    }
}
