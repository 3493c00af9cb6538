package import Documents

/// One thing that is wrong with the configuration: where, what was found, what is wanted, and what was probably meant.
package struct Complaint: Sendable, Hashable {
    /// The file's name, as reached from the path that the user gave.
    package let file: String
    /// The place in the file; nil when the file as a whole is meant, or can't be read.
    package let location: SourceLocation?
    /// What was found and what is wanted, a sentence.
    package let message: String
    /// What was probably meant.
    package let suggestion: String?
    /// The source line with its number, and a caret under the place; empty without a place.
    package let excerpt: String

    /// Complains of a place in a file.
    package init(_ source: SourceText, at location: SourceLocation, _ message: String, suggestion: String? = nil) {
        file = source.name
        self.location = location
        self.message = message
        self.suggestion = suggestion
        excerpt = source.excerpt(at: location)
    }

    /// Complains of a file or directory as a whole.
    package init(file: String, _ message: String) {
        self.file = file
        location = nil
        self.message = message
        suggestion = nil
        excerpt = ""
    }
}

extension Complaint: CustomStringConvertible {
    /// `policies/guide.yaml:12:9`.
    package var place: String { location.map { "\(file):\($0)" } ?? file }

    /// As compilers print it, so that editors find the place:
    ///
    ///     policies/guide.yaml:12:9: error: The key "parametres" is unknown here; … Did you mean "parameters"?
    ///       12 |         parametres:
    ///          |         ^
    package var description: String {
        let question = suggestion.map { " Did you mean \"\($0)\"?" } ?? ""
        return "\(place): error: \(message)\(question)" + (excerpt.isEmpty ? "" : "\n" + excerpt)
    }
}

extension Complaint: Comparable {
    /// By file, then by place; what concerns the whole file comes first.
    package static func < (left: Complaint, right: Complaint) -> Bool {
        guard left.file.utf8.elementsEqual(right.file.utf8) else {
            return left.file.utf8.lexicographicallyPrecedes(right.file.utf8)
        }
        return switch (left.location, right.location) {
        case (.some(let first), .some(let second)): first < second
        case (nil, .some): true
        case (_, nil): false
        }
    }
}
