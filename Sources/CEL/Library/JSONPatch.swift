extension Library {
    /// What expressions of JSON Patches need (`library.JSONPatch`).
    static let jsonPatch = Library(
        "jsonpatch",
        [
            Function(
                "A name as a part of a JSON Pointer (RFC 6901).",
                examples: ["jsonpatch.escapeKey('a/b~c') == 'a~1b~0c'"],
                [
                    Overload(
                        "jsonpatch.escapeKey(string) -> string", cost: .traversal(),
                        .of { (name: String) in
                            .string(
                                name.unicodeScalars.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined())
                        })
                ])
        ])
}
