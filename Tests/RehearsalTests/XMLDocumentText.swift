import Foundation

/// Checks XML by a reader that is not ours.
enum XMLDocumentText {
    /// Why a text is no XML.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Throws unless the text is well formed: each end tag fits its start tag, and nothing stands bare that must be
    /// escaped.
    static func check(_ text: String) throws {
        var open: [Substring] = []
        var rest = text[...]
        while let tag = rest.firstMatch(of: /<(\/?)([?A-Za-z][^\s\/>]*)((?:\s+[A-Za-z]+="[^"<]*")*)\s*(\/|\?)?>/) {
            let before = rest[..<tag.range.lowerBound]
            guard !before.contains("<"), !before.contains("&") || before.contains(/&(amp|lt|gt|quot|#[0-9]+);/) else {
                throw Failure(description: "Something is not escaped: \(before)")
            }
            switch (tag.1.isEmpty, tag.4) {
            case (true, nil): open.append(tag.2)
            case (true, _): break
            case (false, _):
                guard open.popLast() == tag.2 else { throw Failure(description: "\(tag.2) was not open.") }
            }
            rest = rest[tag.range.upperBound...]
        }
        guard open.isEmpty, rest.allSatisfy(\.isWhitespace) else { throw Failure(description: "It ends too early.") }
    }
}
