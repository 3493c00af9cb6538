/// Why a text is not YAML that Kubernetes reads, and where.
package struct YAMLError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong at the place.
    package enum Reason: Equatable, Sendable {
        /// libyaml's words: the problem, and what it was reading from where on.
        case syntax(problem: String, found: String, reading: String, since: SourceLocation)
        case badUTF8
        case controlCharacter(UInt32)
        case unknownAnchor(String)
        case anchorInsideItself
        case duplicateKey(String, first: SourceLocation)
        case mergedKeyTaken(String, first: SourceLocation)
        case mergeOfNoMapping
        case nullKey
        case collectionKey
        case largeKey(String)
        case noJSONNumber(String)
        case largeInteger(String)
        case badTag(String, text: String)
        case badBase64
        case tooDeep(limit: Int)
        case tooManyAliased(limit: Int)
        case tooLarge(limit: Int)
        /// The text starts as JSON does, and is neither JSON nor YAML.
        case json(JSONError.Reason)
    }

    /// Where, from line 1 and column 1.
    package let location: SourceLocation
    /// What is wrong there.
    package let reason: Reason

    package init(location: SourceLocation, reason: Reason) {
        self.location = location
        self.reason = reason
    }

    package var description: String {
        let format = if case .json = reason { "JSON" } else { "YAML" }
        return "Not valid \(format) at \(location): \(reason.sentence)"
    }
}

extension YAMLError.Reason {
    /// What was found and what is wanted, as a sentence.
    package var sentence: String {
        switch self {
        case .syntax(let problem, let found, let reading, let since):
            Self.sentence(problem, found: found, reading: reading, since: since)
        case .badUTF8: "the bytes are not UTF-8."
        case .controlCharacter(let value):
            "the control character U+\(Self.hexadecimal(value)) may not stand in YAML; write an escape in double quotes."
        case .unknownAnchor(let name): "the alias *\(shortened(name)) has no anchor &\(shortened(name)) before it."
        case .anchorInsideItself: "the alias stands inside the value of its own anchor."
        case .duplicateKey(let key, let first):
            "the key \"\(shortened(key))\" stands twice in one mapping; it is already at \(first)."
        case .mergedKeyTaken(let key, let first):
            "this merge brings the key \"\(shortened(key))\", which already stands at \(first); put << before the keys that override it."
        case .mergeOfNoMapping: "<< merges mappings; wanted is an alias of a mapping, or a list of them."
        case .nullKey: "the key is null; wanted is a string."
        case .collectionKey: "the key is a list or a mapping; wanted is a string."
        case .largeKey(let key): "the key \(shortened(key)) does not fit a 64-bit integer; put it in quotes."
        case .noJSONNumber(let text): "\(shortened(text)) has no form in JSON; wanted is a finite number, or quotes."
        case .largeInteger(let text): "\(shortened(text)) does not fit 64 bits; put it in quotes if it is no number."
        case .badTag(let tag, let text): "\"\(shortened(text))\" can't be read as \(tag)."
        case .badBase64: "the !!binary value is not base64."
        case .tooDeep(let limit): "values are nested deeper than \(limit) levels."
        case .tooManyAliased(let limit): "aliases repeat more than \(limit) values."
        case .tooLarge(let limit): "the text is larger than \(limit) bytes."
        case .json(let reason): reason.sentence
        }
    }

    private static func sentence(_ problem: String, found: String, reading: String, since: SourceLocation) -> String {
        let context = reading.isEmpty || reading.hasSuffix("next token") ? "" : " \(reading) that starts at \(since)"
        return problem + (found.isEmpty ? "" : " (\(found))") + context + hint(problem, found: found) + "."
    }

    /// What people mostly did who see one of libyaml's problems.
    private static func hint(_ problem: String, found: String) -> String {
        switch problem {
        case _ where found == "a tab" || problem.contains("tab character"): "; indent with spaces, not with tabs"
        case "mapping values are not allowed in this context":
            "; a text with a colon and a space in it wants quotes, or the indentation is wrong"
        case "did not find expected key", "did not find expected '-' indicator": "; look at the indentation"
        case "found character that cannot start any token": "; put the text in quotes"
        case "could not find expected ':'": "; a key wants a colon and a space"
        default: ""
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
