package import Documents

extension Quantity {
    /// Parses the text of a quantity as `resource.ParseQuantity` does: a sign, digits with a point, and a suffix, each
    /// of which may be missing, though not all.
    ///
    /// An amount finer than a billionth is rounded away from zero. Binary amounts past 2^63-1 become that; others are
    /// an error past 1.7e29.
    package init(parsing text: String) throws(QuantityError) {
        guard !text.isEmpty else { throw QuantityError(text, .malformed) }
        let bytes = text.utf8.span
        let number = QuantityNumber(bytes)
        guard let suffix = QuantitySuffix(bytes.extracting(last: bytes.count - number.end)) else {
            throw QuantityError(text, .malformed)
        }
        guard let magnitude = suffix.capped(number.nanos(suffix, in: bytes)) else {
            throw QuantityError(text, .outOfRange)
        }
        let isBelowOne = magnitude > 0 && magnitude < nanosPerUnit
        self.init(
            nanos: number.isNegative ? -magnitude : magnitude,
            format: isBelowOne && suffix.format == .binary ? .decimal : suffix.format)
    }

    /// Reads a quantity as the API server does: a string, around which spaces don't count, or a number.
    package init(_ json: JSON) throws(QuantityError) {
        switch json.kind {
        case .string: try self.init(parsing: (json.string ?? "").withoutSpaceAround)
        case .integer, .number: try self.init(parsing: json.literal)
        case .null, .false, .true, .array, .object: throw QuantityError(json.compactText, .wrongType(json.typeName))
        }
    }
}

extension Quantity: CustomStringConvertible {
    /// The canonical form (`Quantity.String`): no fraction, the largest suffix of the format that loses nothing.
    ///
    /// Binary amounts below 1024 or with a fraction are written as decimal ones; what no decimal suffix reaches gets an
    /// exponent.
    package var description: String {
        if isZero { return "0" }
        if format == .binary, nanos.magnitude >= 1024 * nanosPerUnit.magnitude, nanos % nanosPerUnit == 0 {
            let (value, steps) = (nanos / nanosPerUnit).divided(by: 1024, atMost: 6)
            return String(value) + ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][steps]
        }
        let (value, steps) = nanos.divided(by: 1000, atMost: 12)
        let suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
        if format != .exponent, steps < suffixes.count { return String(value) + suffixes[steps] }
        return String(value) + (steps == 3 ? "" : "e\(steps * 3 - 9)")
    }
}

extension Int128 {
    /// This number divided as often as it goes without a remainder.
    fileprivate func divided(by divisor: Int128, atMost limit: Int) -> (Int128, steps: Int) {
        var value = self
        var steps = 0
        while steps < limit, value % divisor == 0 {
            value /= divisor
            steps += 1
        }
        return (value, steps)
    }
}

extension String {
    fileprivate var withoutSpaceAround: String {
        if let first = utf8.first, let last = utf8.last, (0x21..<0x7F).contains(first), (0x21..<0x7F).contains(last) {
            return self
        }
        guard let first = unicodeScalars.first, let last = unicodeScalars.last,
            first.properties.isWhitespace || last.properties.isWhitespace
        else { return self }
        let tail = unicodeScalars.drop { $0.properties.isWhitespace }
        let end = tail.lastIndex { !$0.properties.isWhitespace }
        return end.map { String(String.UnicodeScalarView(tail[...$0])) } ?? ""
    }
}

/// Why a text or value is no quantity.
package struct QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Hashable, Sendable {
        /// The text is of another form.
        case malformed
        /// The amount is too large.
        case outOfRange
        /// The value is neither a string nor a number; says what it is.
        case wrongType(String)
    }

    /// The quantity as it was found.
    package let text: String
    /// What is wrong.
    package let reason: Reason

    init(_ text: String, _ reason: Reason) {
        self.text = text
        self.reason = reason
    }

    /// A sentence: what was found, and what is wanted.
    package var description: String {
        switch reason {
        case .malformed:
            "\"\(text)\" is no quantity, which is a number and perhaps one of n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, "
                + "Pi, Ei or an exponent such as e3."
        case .outOfRange: "The quantity \"\(text)\" is too large."
        case .wrongType(let found): "A quantity must be a string or a number, and this is \(found)."
        }
    }
}
