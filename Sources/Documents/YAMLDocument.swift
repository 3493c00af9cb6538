/// One document of a YAML or JSON file: its value as JSON, and where each part of it stands in the file.
package struct YAMLDocument: Sendable {
    /// The whole value; null for an empty document.
    package let json: JSON
    /// Where the document's value starts.
    package let start: SourceLocation
    /// Nothing stands between the document's markers: kubectl skips it, as it does a `---` at the end of a file.
    package let isBlank: Bool
    /// Keys that stand twice, where the reader lets the last one count.
    package let warnings: [YAMLError]
    private let places: Places

    /// Where values stand, by their ordinal or by their offset.
    enum Places: Sendable {
        case table([SourceLocation])
        case offsets(SourceText)
    }

    init(json: JSON, start: SourceLocation, isBlank: Bool = false, warnings: [YAMLError] = [], places: Places) {
        self.json = json
        self.start = start
        self.isBlank = isBlank
        self.warnings = warnings
        self.places = places
    }

    /// A part of the document as a document of its own, such as an item of a list: its places are those in the file.
    package func part(_ value: JSON) -> YAMLDocument {
        YAMLDocument(json: value, start: location(of: value), places: places)
    }

    /// Where a value or key of this document starts. What an alias repeats is where its anchor is.
    package func location(of value: JSON) -> SourceLocation {
        switch places {
        case .table(let locations): locations.indices.contains(value.ordinal) ? locations[value.ordinal] : start
        case .offsets(let source): source.location(ofByte: value.kind == .string ? value.offset - 1 : value.offset)
        }
    }

    /// Where a pointer leads: the key of a member, the start of an element; for a place that is not there, the nearest
    /// one above it that is.
    package func location(at pointer: Pointer) -> SourceLocation {
        var value = json
        var place = value
        for token in pointer.tokens {
            guard let (key, child) = value.child(token) else { break }
            place = key
            value = child
        }
        return location(of: place)
    }
}

extension JSON {
    /// The member or element that a token names, and what names it in the text: a member's key, or the element itself.
    fileprivate func child(_ token: String) -> (place: JSON, value: JSON)? {
        if kind == .array { return Pointer.index(token).flatMap { self[$0] }.map { ($0, $0) } }
        return members.first { $0.key.equals(token) }.map { ($0.key, $0.value) }
    }
}
