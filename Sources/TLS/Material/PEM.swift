/// Text that holds certificates and keys between BEGIN and END lines (RFC 7468).
package enum PEM {
    /// One BEGIN line, its END line and all between.
    package struct Block: Sendable, Equatable {
        /// What the block says it holds, such as `CERTIFICATE` or `EC PRIVATE KEY`.
        package let label: String

        /// The whole block with its BEGIN and END lines.
        package let text: [UInt8]

        /// The 1-based line of the BEGIN line in the text that the block comes from.
        package let line: Int
    }

    /// The blocks of `text` in their order. Other lines, such as comments, are passed over.
    ///
    /// - Throws: `.malformedPEM` when there is no block, or a block is not closed by its own END line.
    package static func blocks(in text: [UInt8]) throws(TLSError) -> [Block] {
        var found: [Block] = []
        var open: (label: String, start: Int, line: Int)?
        for line in lines(of: text) {
            if let label = label(of: line, in: text, after: "-----BEGIN ") {
                if let open { throw unclosed(open.label, open.line) }
                open = (label, line.range.lowerBound, line.number)
            } else if let label = label(of: line, in: text, after: "-----END ") {
                guard let opened = open, opened.label == label else { throw stray(label, line.number, in: open?.label) }
                let bytes = Array(text[opened.start..<line.range.upperBound]) + [UInt8(ascii: "\n")]
                found.append(Block(label: label, text: bytes, line: opened.line))
                open = nil
            }
        }
        if let open { throw unclosed(open.label, open.line) }
        guard !found.isEmpty else { throw empty(text) }
        return found
    }
}

extension PEM {
    /// A line of text: where it is, without its line ending, and its 1-based number.
    private struct Line {
        let range: Range<Int>
        let number: Int
    }

    private static func lines(of text: [UInt8]) -> [Line] {
        let pieces = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return pieces.enumerated().map { Line(range: $1.indices, number: $0 + 1) }
    }

    /// The label of a boundary line, or nil when the line is not one.
    private static func label(of line: Line, in text: [UInt8], after opening: String) -> String? {
        let content = String(decoding: text[line.range], as: UTF8.self).trimmingEnd()
        guard content.hasPrefix(opening), content.hasSuffix("-----"), content.count > opening.count + 5 else {
            return nil
        }
        return String(content.dropFirst(opening.count).dropLast(5))
    }

    private static func unclosed(_ label: String, _ line: Int) -> TLSError {
        TLSError(
            .malformedPEM,
            "The PEM block that begins on line \(line) has no line \"-----END \(label.printable)-----\".")
    }

    private static func stray(_ label: String, _ line: Int, in open: String?) -> TLSError {
        let place = open.map { "closes a block that began as \"\($0.printable)\"" } ?? "closes no block"
        return TLSError(.malformedPEM, "Line \(line), \"-----END \(label.printable)-----\", \(place).")
    }

    /// Says what the text is instead of PEM.
    private static func empty(_ text: [UInt8]) -> TLSError {
        let wanted = "wanted PEM text with a line such as \"-----BEGIN CERTIFICATE-----\""
        guard let first = text.first else { return TLSError(.malformedPEM, "There is nothing here; \(wanted).") }
        // 0x30 opens the DER form of every certificate and key: a SEQUENCE (X.690, section 8.9).
        let isDER = first == 0x30 && text.count > 1 && text[1] >= 0x80
        let found = isDER ? "This looks like DER (binary)" : "There is no PEM block in these \(text.count) bytes"
        return TLSError(.malformedPEM, "\(found); \(wanted).")
    }
}

extension String {
    /// Without blanks and carriage returns at its end.
    fileprivate func trimmingEnd() -> Substring {
        var rest = self[...]
        while let last = rest.last, last == " " || last == "\t" || last == "\r" { rest.removeLast() }
        return rest
    }

    /// Fit for a line of a log: control characters escaped, and cut when long.
    var printable: String {
        String(clipped.debugDescription.dropFirst().dropLast())
    }

    /// At most 200 characters and an ellipsis.
    var clipped: String {
        let start = prefix(200)
        return start.endIndex == endIndex ? self : "\(start)…"
    }
}
