/// Reads files of YAML or JSON documents as Kubernetes does (sigs.k8s.io/yaml, and kubectl's choice between the two).
package struct YAMLReader: Sendable {
    /// What a text may ask of the reader.
    package struct Limits: Sendable {
        /// Bytes of the whole text.
        package var bytes: Int
        /// Levels of nesting, aliases followed.
        package var depth: Int
        /// Values that aliases may repeat in one document, against documents that double with each line. Long strings
        /// count as a value for each 64 bytes.
        package var aliasedValues: Int

        package init(bytes: Int = 64 << 20, depth: Int = 512, aliasedValues: Int = 100_000) {
            self.bytes = bytes
            self.depth = depth
            self.aliasedValues = aliasedValues
        }
    }

    /// What a file is read as.
    package enum Format: Sendable {
        /// JSON where the text starts with a brace and is JSON, YAML otherwise.
        case any
        /// JSON values, one after the other.
        case json
    }

    /// What happens to a key that stands twice in one mapping.
    package enum DuplicateKeys: Sendable {
        /// An error, as in Kubernetes' strict reading.
        case refused
        /// The last one counts, as kubectl has it; the document carries a warning.
        case lastCounts
    }

    /// What texts may ask for.
    package var limits: Limits
    /// What happens to a key that stands twice.
    package var duplicateKeys: DuplicateKeys

    package init(limits: Limits = Limits(), duplicateKeys: DuplicateKeys = .refused) {
        self.limits = limits
        self.duplicateKeys = duplicateKeys
    }

    /// All documents of a text in order; those that are empty between two markers are null.
    package func documents(in bytes: [UInt8], as format: Format = .any) throws(YAMLError) -> [YAMLDocument] {
        guard bytes.count <= limits.bytes else {
            throw YAMLError(location: .start, reason: .tooLarge(limit: limits.bytes))
        }
        guard format == .json || Self.startsLikeJSON(bytes) else { return try yaml(bytes) }
        let refusal: YAMLError
        do throws(YAMLError) { return try json(bytes) } catch { refusal = error }
        guard format == .any else { throw refusal }
        do throws(YAMLError) { return try yaml(bytes) } catch { throw Self.isMeantAsJSON(bytes) ? refusal : error }
    }

    /// All documents of the UTF-8 text of `text`.
    package func documents(in text: String, as format: Format = .any) throws(YAMLError) -> [YAMLDocument] {
        try documents(in: Array(text.utf8), as: format)
    }

    /// The first byte that is no space is a brace, as kubectl looks for it.
    private static func startsLikeJSON(_ bytes: [UInt8]) -> Bool {
        bytes.first { !isSpace($0) } == UInt8(ascii: "{")
    }

    /// A quote or a brace follows on the first brace, so that the JSON reader's complaint is the one that helps.
    private static func isMeantAsJSON(_ bytes: [UInt8]) -> Bool {
        let next = bytes.drop(while: isSpace).dropFirst().first { !isSpace($0) }
        return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private func json(_ bytes: [UInt8]) throws(YAMLError) -> [YAMLDocument] {
        let source = SourceText(name: "", bytes: bytes)
        let values: [JSON]
        do throws(JSONError) {
            values = try JSON.sequence(parsing: bytes, limits: JSON.Limits(depth: limits.depth))
        } catch {
            throw YAMLError(location: source.location(ofByte: error.offset), reason: .json(error.reason))
        }
        return values.map {
            YAMLDocument(json: $0, start: source.location(ofByte: $0.offset), places: .offsets(source))
        }
    }

    private func yaml(_ bytes: [UInt8]) throws(YAMLError) -> [YAMLDocument] {
        try bytes.withUnsafeBufferPointer { text throws(YAMLError) in
            // libyaml counts a byte order mark as a column.
            let hasMark = text.starts(with: [0xEF, 0xBB, 0xBF])
            var events = try YAMLEvents(
                UnsafeBufferPointer(rebasing: text.dropFirst(hasMark ? 3 : 0)), depthLimit: limits.depth)
            var documents: [YAMLDocument] = []
            while true {
                switch try events.next().event {
                case .streamEnd: return documents
                case .documentStart:
                    let tree = try YAMLTree(&events, depthLimit: limits.depth)
                    var conversion = YAMLConversion(tree, limits: limits, duplicateKeys: duplicateKeys)
                    documents.append(try conversion.document())
                default: break
                }
            }
        }
    }
}
