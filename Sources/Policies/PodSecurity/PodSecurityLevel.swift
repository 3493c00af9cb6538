package import Admission
package import Documents

/// How much the Pod Security Standards let a pod do: each level is stricter than the one before.
package enum PodSecurityLevel: String, Sendable, CaseIterable, Comparable {
    /// Everything.
    case privileged
    /// What raises no known privileges.
    case baseline
    /// What is hardened by today's best practices.
    case restricted

    /// The stricter level is the greater one.
    package static func < (left: PodSecurityLevel, right: PodSecurityLevel) -> Bool { left.rank < right.rank }

    var rank: Int {
        switch self {
        case .privileged: 0
        case .baseline: 1
        case .restricted: 2
        }
    }
}

extension PodSecurityLevel: ParameterValue {}

/// A version of the Pod Security Standards, which is one of Kubernetes: `v1.0`, `v1.1`, …, `latest`.
package struct PodSecurityVersion: Sendable, Equatable, CustomStringConvertible {
    /// The minor version; nil is the latest.
    package let minor: Int?

    package static let latest = PodSecurityVersion(minor: nil)
    /// The newest version that changed something or is known not to have.
    package static let newest = 37

    package init(minor: Int?) { self.minor = minor }

    /// Parses the text of a label, byte by byte as the API server does: no leading zeros; nil when it is no version.
    package init?(_ text: String) {
        if text == "latest" {
            minor = nil
            return
        }
        guard text.hasPrefix("v1.") else { return nil }
        let digits = text.utf8.dropFirst(3)
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard digits.count == 1 || digits.first != 0x30, let minor = Int(String(text.dropFirst(3))) else { return nil }
        self.minor = minor
    }

    /// The version whose rules hold: versions above the newest known are as it is.
    package var effective: Int { min(max(minor ?? Self.newest, 0), Self.newest) }

    package var description: String { minor.map { "v1.\($0)" } ?? "latest" }
}

extension PodSecurityVersion: ParameterValue {
    package static var shape: ParameterShape { .text("latest, or a version such as v1.29") }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> PodSecurityVersion? {
        guard let text = String.read(json, reader) else { return nil }
        if let version = PodSecurityVersion(text) { return version }
        reader.complain("\"\(text)\" is no version; wanted is latest, or one such as v1.29.")
        return nil
    }
    package var json: JSONValue { .string(description) }
}

/// A level in one of its versions.
struct PodSecurityStandard: Equatable {
    /// The level.
    var level: PodSecurityLevel
    /// The version.
    var version: PodSecurityVersion

    /// `restricted:v1.29`, as messages have it.
    var text: String { "\(level.rawValue):\(version)" }
}

/// A level and a version, as parameters have them.
struct PodSecurityStandardEntry: ParameterObject, ParameterValue {
    @Parameter("The level: privileged lets everything pass, restricted the least.")
    var level = PodSecurityLevel.privileged

    @Parameter(
        "The version: latest, or that of a Kubernetes such as v1.29; those that are not known yet are as latest.")
    var version = PodSecurityVersion.latest

    init() {}

    var standard: PodSecurityStandard { PodSecurityStandard(level: level, version: version) }
}
