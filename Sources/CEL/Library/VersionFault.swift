extension Version {
    /// Why a text is no version, in the words of the parser that the API server reads versions with.
    static func fault(_ text: String) -> String {
        if text.isEmpty { return "Version string empty" }
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return "No Major.Minor.Patch elements found" }
        let patch = parts[2].prefix { $0 != "+" && $0 != "-" }
        for (name, part) in [("Major", parts[0]), ("Minor", parts[1]), ("Patch", patch)] {
            if let fault = fault(name, part) { return fault }
        }
        return label(parts[2].dropFirst(patch.count))
    }

    private static func fault(_ name: String, _ part: Substring) -> String? {
        let text = Library.quoted(String(part)).escaped
        if !part.utf8.allSatisfy(isDigit) { return "Invalid character(s) found in \(name.lowercased()) number \(text)" }
        if part.utf8.count > 1, part.first == "0" { return "\(name) number must not contain leading zeroes \(text)" }
        guard UInt64(part) == nil else { return nil }
        return "strconv.ParseUint: parsing \(text): \(part.isEmpty ? "invalid syntax" : "value out of range")"
    }

    /// What is wrong with the names of a pre-release or a build.
    private static func label(_ text: Substring) -> String {
        let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        for name in (parts.first ?? "").dropFirst().split(separator: ".", omittingEmptySubsequences: false) {
            let text = Library.quoted(String(name)).escaped
            if name.isEmpty { return "Prerelease is empty" }
            if name.utf8.count > 1, name.utf8.allSatisfy(isDigit), name.first == "0" {
                return "Numeric PreRelease version must not contain leading zeroes \(text)"
            }
            if !name.utf8.allSatisfy(isNameByte) { return "Invalid character(s) found in prerelease \(text)" }
        }
        for name in (parts.count > 1 ? parts[1] : "").split(separator: ".", omittingEmptySubsequences: false) {
            if name.isEmpty { return "Build meta data is empty" }
            if !name.utf8.allSatisfy(isNameByte) {
                return "Invalid character(s) found in build meta data \(Library.quoted(String(name)).escaped)"
            }
        }
        return "Version \(Library.quoted(String(text)).escaped) is invalid"
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == 0x2D || byte != 0x5F && isLetter(byte)
    }
}
