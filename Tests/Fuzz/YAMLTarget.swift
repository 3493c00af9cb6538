import Documents

extension Target {
    /// The YAML loader: what it accepts is JSON, and every place that it names is in the text.
    static let yaml = Target(
        name: "yaml",
        corpus: [
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a # comment\nspec:\n  containers:\n  - name: c\n    image: \"nginx\"\n---\nkind: List\nitems: []\n",
            "a: &x {b: 1, c: [*y, 2]}\n",
            "base: &b\n  k: v\nother:\n  <<: *b\n  l: w\nlist:\n- *b\n- <<: [*b, {m: 1}]\n",
            "t: |\n  line\n   more\n\nf: >-\n  folded\n  text\nq: 'it''s'\nd: \"\\x41\\u263a\\n\"\n",
            "[0x1F, 0o17, 017, 0b101, 1_000, .5, 1e3, -.inf, .nan, yes, No, ~, 2001-01-01, 12:30:45, +1, 08]\n",
            "? complex\n: value\n!!str 1: !!int \"2\"\nbin: !!binary aGVsbG8=\n",
            "%YAML 1.1\n---\na\n...\n---\n- - - x\n",
            "{\"json\": [1, 2.0, {\"a\": null}]}\n", "\u{FEFF}a: b\r\nc:\r\n- d\r\n",
        ],
        tokens: [
            "- ", ": ", "? ", "\n", "\n  ", "\t", "---\n", "...\n", "&a ", "*a", "<<: ", "!!int ", "!!str ", "!!float ",
            "|\n ",
            ">\n ", "'", "\"", "[", "]", "{", "}", ",", "#", "%TAG ! x\n", "~", "null", "yes", "0x", "1e9", "_", ".inf",
            "é",
            "\u{2028}", "\u{85}", "\r", "{a: ", "[*a,", "&a [",
        ],
        check: checkYAML)
}

@Sendable
private func checkYAML(_ input: [UInt8]) throws(Violation) -> Bool {
    let limits = YAMLReader.Limits(bytes: 1 << 20, depth: 100, aliasedValues: 5000)
    let source = SourceText(name: "input", bytes: input)
    _ = try? YAMLReader(limits: limits, duplicateKeys: .lastCounts).documents(in: input)
    _ = try? YAMLReader(limits: limits).documents(in: input, as: .json)
    let documents: [YAMLDocument]
    do throws(YAMLError) {
        documents = try YAMLReader(limits: limits).documents(in: input)
    } catch {
        try checkPlace(error.location, in: source, "\(error)")
        return false
    }
    for document in documents {
        try checkRoundTrip(document.json)
        try checkPlaces(of: document.json, in: document, source)
    }
    return true
}

private func checkPlaces(of json: JSON, in document: YAMLDocument, _ source: SourceText) throws(Violation) {
    try checkPlace(document.location(of: json), in: source, json.literal)
    for element in json.elements { try checkPlaces(of: element, in: document, source) }
    for member in json.members {
        try checkPlace(document.location(of: member.key), in: source, member.name)
        try checkPlaces(of: member.value, in: document, source)
    }
}

/// A place is on a line of the text, at most one column past its end.
private func checkPlace(_ place: SourceLocation, in source: SourceText, _ what: String) throws(Violation) {
    guard let line = source.line(place.line) else { throw Violation("line \(place.line) is not in the text: \(what)") }
    try require(place.column >= 1, "column \(place.column) is before the line: \(what)")
    try require(place.column <= line.unicodeScalars.count + 1, "column \(place.column) is past the line: \(what)")
    try require(!source.excerpt(at: place).isEmpty, "there is no excerpt at \(place)")
}
