/// Why bytes are not a JSON document, and where.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong at the offset.
    package enum Reason: Equatable, Sendable {
        case empty
        case expectedValue
        case expectedKey
        case expectedColon
        case expectedCommaOrEnd(of: JSON.Kind)
        case trailingComma
        case badLiteral
        case badNumber
        case badEscape
        case loneSurrogate
        case controlCharacter
        case badUTF8
        case byteOrderMark
        case unterminatedString
        case unterminated(JSON.Kind)
        case duplicateKey(String)
        case trailingData
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
    }

    /// Byte offset, from 0.
    package let offset: Int
    /// What is wrong there.
    package let reason: Reason

    package init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    package var description: String { "Not valid JSON at byte \(offset): \(reason.sentence)" }
}

extension JSONError.Reason {
    /// What was found and what is wanted, as a sentence.
    package var sentence: String {
        switch self {
        case .empty: "the document is empty; one JSON value is wanted."
        case .expectedValue: "a value is wanted here (an object, array, string, number, true, false or null)."
        case .expectedKey: "a key in double quotes is wanted here."
        case .expectedColon: "a colon is wanted after the key."
        case .expectedCommaOrEnd(let kind):
            "a comma or `\(kind == .object ? "}" : "]")` is wanted here."
        case .trailingComma: "a comma stands before the closing bracket; remove it."
        case .badLiteral: "only true, false and null may stand without quotes."
        case .badNumber: "the number is malformed; RFC 8259 allows no leading zeros, plus signs or bare points."
        case .badEscape: #"the escape is unknown; allowed are \" \\ \/ \b \f \n \r \t and \uXXXX."#
        case .loneSurrogate: "half of a surrogate pair stands alone."
        case .controlCharacter: "a control character stands in a string; escape it."
        case .badUTF8: "the bytes are not UTF-8."
        case .byteOrderMark: "the document starts with a byte order mark; remove it."
        case .unterminatedString: "the string never ends."
        case .unterminated(let kind): "the \(kind == .object ? "object" : "array") never ends."
        case .duplicateKey(let key): "the key \"\(shortened(key))\" stands twice in one object."
        case .trailingData: "more follows after the end of the value."
        case .tooDeep(let limit): "values are nested deeper than \(limit) levels."
        case .tooLarge(let limit): "the document is larger than \(limit) bytes."
        }
    }
}

/// A text of the input as messages quote it: its first scalars, so that a hostile one does not fill the log.
func shortened(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(80)
    return start.endIndex == text.unicodeScalars.endIndex ? text : String(start) + "…"
}
