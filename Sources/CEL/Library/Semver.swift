extension Library {
    /// Versions of semver.org 2.0.0 (`library.SemverLib`).
    static let semver = Library(
        "semver", types: [Version.typeName: .opaque(Version.typeName)],
        [
            Function(
                "A version of its text; normalised, it may start with v, have leading zeros and lack its last numbers.",
                examples: ["semver('1.2.3').major() == 1", "semver('v1.2', true) == semver('1.2.0')"],
                [
                    Overload("semver(string) -> Semver", cost: .traversal(), .of { version($0, false) }),
                    Overload("semver(string, bool) -> Semver", cost: .traversal(), .of { version($0, $1) }),
                ]),
            Function(
                "The text is a version.",
                examples: ["isSemver('1.0.0')", "!isSemver('v1.0.0')", "isSemver('v1.0', true)"],
                [
                    Overload(
                        "isSemver(string) -> bool", cost: .traversal(),
                        .of { (text: String) in .bool(Version(text) != nil) }),
                    Overload(
                        "isSemver(string, bool) -> bool", cost: .traversal(),
                        .of { (text: String, isNormalised: Bool) in
                            .bool(Version(text, isNormalised: isNormalised) != nil)
                        }),
                ]),
            Function(
                "The first number.", examples: ["semver('1.2.3').major() == 1"],
                [
                    Overload(
                        "Semver.major() -> int", .of { (version: Version) in .int(Int64(clamping: version.numbers[0])) }
                    )
                ]),
            Function(
                "The second number.", examples: ["semver('1.2.3').minor() == 2"],
                [
                    Overload(
                        "Semver.minor() -> int", .of { (version: Version) in .int(Int64(clamping: version.numbers[1])) }
                    )
                ]),
            Function(
                "The third number.", examples: ["semver('1.2.3').patch() == 3"],
                [
                    Overload(
                        "Semver.patch() -> int", .of { (version: Version) in .int(Int64(clamping: version.numbers[2])) }
                    )
                ]),
            Function(
                "The version comes before another.", examples: ["semver('1.0.0-rc.1').isLessThan(semver('1.0.0'))"],
                [
                    Overload(
                        "Semver.isLessThan(Semver) -> bool",
                        .of { (left: Version, right: Version) in .bool(left.compare(right) < 0) })
                ]),
            Function(
                "The version comes after another.", examples: ["semver('1.10.0').isGreaterThan(semver('1.9.0'))"],
                [
                    Overload(
                        "Semver.isGreaterThan(Semver) -> bool",
                        .of { (left: Version, right: Version) in .bool(left.compare(right) > 0) })
                ]),
            Function(
                "-1, 0 or 1 when the version comes before, is the same, or comes after.",
                examples: ["semver('1.0.0').compareTo(semver('1.2.3')) == -1"],
                [
                    Overload(
                        "Semver.compareTo(Semver) -> int",
                        .of { (left: Version, right: Version) in .int(Int64(left.compare(right))) })
                ]),
        ])

    private static func version(_ text: String, _ isNormalised: Bool) -> Value {
        Version(text, isNormalised: isNormalised).map { .opaque($0) }
            ?? .failure(Version.fault(isNormalised ? Version.normalised(text) ?? text : text))
    }
}

/// A version: three numbers, and what a pre-release is called.
final class Version: OpaqueValue, Argument {
    /// Major, minor, patch.
    let numbers: [UInt64]
    private let prerelease: [String]

    static var typeName: String { "kubernetes.Semver" }

    /// Nil when the text is no version.
    init?(_ text: String, isNormalised: Bool = false) {
        guard let text = isNormalised ? Self.normalised(text) : text else { return nil }
        let main = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = (main.first ?? "").split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false).map {
            Self.number($0)
        }
        guard numbers.count == 3 else { return nil }
        self.numbers = numbers.compactMap { $0 }
        prerelease = parts.count > 1 ? Self.identifiers(parts[1]) : []
        let build = main.count > 1 ? Self.identifiers(main[1]) : []
        guard self.numbers.count == 3, (prerelease + build).allSatisfy(Self.isIdentifier),
            prerelease.allSatisfy({ !$0.utf8.allSatisfy(isDigit) || Self.number($0[...]) != nil })
        else { return nil }
    }

    var extent: Int { prerelease.count * 8 }

    var source: String? {
        let release = numbers.map { String($0) }.joined(separator: ".")
        return prerelease.isEmpty ? release : release + "-" + prerelease.joined(separator: ".")
    }

    private static func identifiers(_ text: Substring) -> [String] {
        text.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    }

    private static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                isDigit($0) || $0 == UInt8(ascii: "-") || isLetter($0) && $0 != UInt8(ascii: "_")
            }
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard text.utf8.allSatisfy(isDigit), text.utf8.count == 1 || text.utf8.first != 0x30 else { return nil }
        return UInt64(text)
    }

    /// Without a leading v, without leading zeros, and with three numbers; nil when there is too much to fill in.
    static func normalised(_ text: String) -> String? {
        var parts = text.dropFirst(text.hasPrefix("v") ? 1 : 0)
            .split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false).map { String($0) }
        for (position, part) in parts.enumerated() where part.utf8.count > 1 {
            let rest = String(part.drop { $0 == "0" })
            parts[position] = rest.utf8.first.map(isDigit) == true ? rest : "0" + rest
        }
        guard parts.count < 3 else { return parts.joined(separator: ".") }
        if parts.last.map({ $0.contains("+") || $0.contains("-") }) == true { return nil }
        return (parts + Array(repeating: "0", count: 3 - parts.count)).joined(separator: ".")
    }

    /// Negative, zero or positive as this comes before, is the same as, or comes after another (section 11).
    func compare(_ other: Version) -> Int {
        for (left, right) in zip(numbers, other.numbers) where left != right { return left < right ? -1 : 1 }
        if prerelease.isEmpty || other.prerelease.isEmpty {
            return (prerelease.isEmpty ? 1 : 0) - (other.prerelease.isEmpty ? 1 : 0)
        }
        for (left, right) in zip(prerelease, other.prerelease) where left != right {
            switch (UInt64(left), UInt64(right)) {
            case (let left?, let right?): return left < right ? -1 : 1
            case (_?, nil): return -1
            case (nil, _?): return 1
            case (nil, nil): return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
            }
        }
        return (prerelease.count - other.prerelease.count).signum()
    }

    func isEqual(to other: any OpaqueValue) -> Bool { (other as? Version).map { compare($0) == 0 } ?? false }
}
