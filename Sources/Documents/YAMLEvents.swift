internal import CLibYAML

/// One step of libyaml's parser through a text.
enum YAMLEvent {
    case documentStart
    /// The end of a document; explicit when `...` stands there.
    case documentEnd(isExplicit: Bool)
    case scalar(YAMLScalar, anchor: String?)
    case alias(String)
    case sequenceStart(anchor: String?)
    case mappingStart(anchor: String?)
    case collectionEnd
    case streamEnd
}

/// A scalar as the text has it, unresolved.
struct YAMLScalar {
    /// The text, quotes and escapes resolved.
    var text: String
    /// The tag in full, `tag:yaml.org,2002:int`; empty when there is none.
    var tag: String
    /// No quotes and no tag say that this is a string.
    var isPlain: Bool
}

/// The events of libyaml over a text that outlives this value.
///
/// Events and no tree of nodes, since one that hashes keys through aliases, or recurses over them, takes hours or the stack
/// with hostile anchors. All unsafe code of the YAML reader is here.
struct YAMLEvents: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: SourceText
    /// libyaml lets the end of a text stand on a line of its own, which the text may not have.
    private let end: SourceLocation
    private let depthLimit: Int

    /// libyaml's own bound on nesting (`MAX_NESTING_LEVEL`).
    private static let deepest = 1000

    init(_ text: UnsafeBufferPointer<UInt8>, depthLimit: Int) throws(YAMLError) {
        self.depthLimit = min(depthLimit, Self.deepest)
        source = SourceText(name: "", bytes: Array(text))
        end = source.end
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else { throw Self.outOfMemory }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress ?? nothing, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event and where it starts; nothing may be asked after the stream's end or an error.
    mutating func next() throws(YAMLError) -> (event: YAMLEvent, location: SourceLocation) {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
            defer { yaml_event_delete(&event) }
            if let found = Self.event(event) { return (found, location(event.start_mark)) }
        }
    }

    private static func event(_ event: yaml_event_t) -> YAMLEvent? {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_DOCUMENT_END_EVENT: .documentEnd(isExplicit: event.data.document_end.implicit == 0)
        case YAML_ALIAS_EVENT: .alias(string(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT: .scalar(scalar(event), anchor: string(event.data.scalar.anchor))
        case YAML_SEQUENCE_START_EVENT: .sequenceStart(anchor: string(event.data.sequence_start.anchor))
        case YAML_MAPPING_START_EVENT: .mappingStart(anchor: string(event.data.mapping_start.anchor))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .collectionEnd
        case YAML_STREAM_END_EVENT: .streamEnd
        default: nil
        }
    }

    private static func scalar(_ event: yaml_event_t) -> YAMLScalar {
        let text = UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length)
        return YAMLScalar(
            text: String(decoding: text, as: UTF8.self), tag: string(event.data.scalar.tag) ?? "",
            isPlain: event.data.scalar.plain_implicit != 0)
    }

    private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        text.map { String(cString: $0) }
    }

    private func location(_ mark: yaml_mark_t) -> SourceLocation {
        min(end, SourceLocation(line: Int(clamping: mark.line) &+ 1, column: Int(clamping: mark.column) &+ 1))
    }

    private static var outOfMemory: YAMLError {
        YAMLError(
            location: SourceLocation(line: 1, column: 1),
            reason: .syntax(problem: "no memory is left", found: "", reading: "", since: .start))
    }

    private func failure() -> YAMLError {
        switch parser.pointee.error {
        case YAML_READER_ERROR:
            let value = parser.pointee.problem_value
            let problem = parser.pointee.problem.map { String(cString: $0) } ?? ""
            return YAMLError(
                location: source.location(ofByte: Int(clamping: parser.pointee.problem_offset)),
                reason: problem.contains("control") ? .controlCharacter(UInt32(clamping: value)) : .badUTF8)
        case YAML_SCANNER_ERROR, YAML_PARSER_ERROR: return syntaxError()
        default: return Self.outOfMemory
        }
    }

    private func syntaxError() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the text is not YAML"
        let context = parser.pointee.context.map { String(cString: $0) } ?? ""
        let location = location(parser.pointee.problem_mark)
        guard !problem.hasPrefix("Maximum nesting") else {
            return YAMLError(location: location, reason: .tooDeep(limit: depthLimit))
        }
        let found = problem.contains("cannot start any token") ? source.scalar(at: location).map(Self.name) : nil
        return YAMLError(
            location: location,
            reason: .syntax(
                problem: problem, found: found ?? "", reading: context.hasPrefix("while") ? context : "",
                since: self.location(parser.pointee.context_mark)))
    }

    private static func name(_ scalar: Unicode.Scalar) -> String { scalar == "\t" ? "a tab" : "`\(scalar)`" }
}
