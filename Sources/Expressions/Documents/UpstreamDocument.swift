package import Admission
package import Documents
package import Kubernetes

/// A document of a policy directory that comes from Kubernetes itself, or is a parameter of one that does.
package enum UpstreamDocument: Sendable {
    case policy(PolicyDocument)
    case binding(PolicyBindingDocument)
    /// Any other object: a parameter, if a binding refers to it.
    case parameter(ParameterDocument)

    /// Where it stands; nil for a binding that no document describes.
    package var place: DocumentPlace? {
        switch self {
        case .policy(let policy): policy.place
        case .binding(let binding): binding.place
        case .parameter(let parameter): parameter.place
        }
    }

    /// The API group of policies and their bindings.
    package static let group = "admissionregistration.k8s.io"
    /// The group's versions that are read; their documents look the same.
    package static let versions = ["v1", "v1beta1", "v1alpha1"]

    /// Reads a document; nil for one that is none of these, which the reader has been told. All that is wrong goes to the
    /// reader.
    package init?(_ place: DocumentPlace, as implied: GroupVersionKind? = nil, _ reader: ParameterReader) {
        guard let type = GroupVersionKind(object: place.json) ?? implied else {
            reader.complain("This is no object of Kubernetes; wanted are apiVersion and kind.")
            return nil
        }
        guard type.group == Self.group else {
            self = .parameter(ParameterDocument(type, place, reader))
            return
        }
        guard Self.versions.contains(type.version) else {
            reader.descend("apiVersion") {
                reader.complain(
                    "\"\(type.apiVersion)\" is unknown; wanted is one of \(Self.versions.joined(separator: ", ")).",
                    suggestion: Self.group + "/v1")
            }
            return nil
        }
        self.init(kind: type.kind, place, reader)
    }

    private init?(kind: String, _ place: DocumentPlace, _ reader: ParameterReader) {
        let suffix = "Binding"
        if let policy = PolicyDocument.Kind(rawValue: kind) {
            self = .policy(PolicyDocument(policy, place, reader))
        } else if kind.hasSuffix(suffix),
            let policy = PolicyDocument.Kind(rawValue: String(kind.dropLast(suffix.count)))
        {
            self = .binding(PolicyBindingDocument(policy, place, reader))
        } else {
            Self.complain(ofKind: kind, reader)
            return nil
        }
    }

    private static func complain(ofKind kind: String, _ reader: ParameterReader) {
        let known = [PolicyDocument.Kind.validating, .mutating].flatMap { [$0.rawValue, $0.rawValue + "Binding"] }
        reader.descend("kind") {
            reader.complain(
                "\"\(kind)\" of \(group) is none of \(known.joined(separator: ", ")).",
                suggestion: Spelling.nearest(to: kind, among: known))
        }
    }
}

/// An object that policies may take their parameters from.
package struct ParameterDocument: Sendable {
    /// Group, version and kind.
    package let type: GroupVersionKind
    /// `metadata.name`.
    package let name: String
    /// `metadata.namespace`; empty where it has none.
    package let namespace: String
    /// The file and the document in it.
    package let place: DocumentPlace

    /// The object.
    package var json: JSON { place.json }

    init(_ type: GroupVersionKind, _ place: DocumentPlace, _ reader: ParameterReader) {
        self.type = type
        name = reader.name(of: place.json)
        namespace = ObjectView(place.json).namespace
        self.place = place
    }
}

/// A document and the file that it stands in.
package struct DocumentPlace: Sendable {
    /// The file.
    package let source: SourceText
    /// The document.
    package let document: YAMLDocument

    package init(_ source: SourceText, _ document: YAMLDocument) {
        self.source = source
        self.document = document
    }

    /// The document's value.
    package var json: JSON { document.json }

    /// Where the value stands that a pointer leads to: the value itself, or the nearest above it that is there.
    package func location(of pointer: Pointer) -> SourceLocation {
        document.json[pointer].map(document.location(of:)) ?? document.location(at: pointer)
    }
}
