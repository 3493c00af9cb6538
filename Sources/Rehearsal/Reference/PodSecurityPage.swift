import Policies

/// What a level of the Pod Security Standards forbids in a version, and what the version changed.
package struct PodSecurityPage: Sendable {
    /// The page.
    package let text: String

    /// A level or version that there is none of; says which there are.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Controls in force, in their order.
    private typealias Controls = [(control: PodSecurityControl, step: PodSecurityControl.Step)]

    /// Writes the page.
    ///
    /// - Parameters:
    ///   - level: `privileged`, `baseline` or `restricted`; the strictest unless given.
    ///   - version: `latest` or `v1.29`; the latest unless given.
    package init(
        level: String? = nil, version: String? = nil, _ style: Style = Style(isColored: false)
    ) throws(Problem) {
        let level = try Self.level(level ?? PodSecurityLevel.restricted.rawValue)
        let version = try Self.version(version ?? "latest")
        let controls = PodSecurityControls.inForce(level, version)
        text =
            style.paint("Pod Security Standards: \(level.rawValue), \(version)", .heading) + "\n"
            + Self.note(version) + (controls.isEmpty ? "\nNothing is forbidden.\n" : "")
            + controls.map { "\n" + Self.text($0, style) }.joined() + Self.changes(level, version, controls, style)
    }

    private static func level(_ text: String) throws(Problem) -> PodSecurityLevel {
        if let level = PodSecurityLevel(rawValue: text) { return level }
        let names = PodSecurityLevel.allCases.map(\.rawValue).joined(separator: ", ")
        throw Problem(description: "There is no level \"\(text.printable)\"; there are \(names).")
    }

    private static func version(_ text: String) throws(Problem) -> PodSecurityVersion {
        if let version = PodSecurityVersion(text) { return version }
        throw Problem(
            description:
                "There is no version \"\(text.printable)\"; wanted is latest, or one from v1.0 to \(newest), such as v1.29."
        )
    }

    private static let newest = PodSecurityVersion(minor: PodSecurityVersion.newest)

    /// What is not to be seen of the version's name.
    private static func note(_ version: PodSecurityVersion) -> String {
        guard let minor = version.minor else { return "The latest version that is known here is \(newest).\n" }
        guard minor > PodSecurityVersion.newest else { return "" }
        return "\(version) is newer than what is known here; what follows is \(newest), as the policy has it.\n"
    }

    private static func text(
        _ entry: (control: PodSecurityControl, step: PodSecurityControl.Step), _ style: Style
    ) -> String {
        let control = entry.control
        let first = control.steps.first?.since ?? 0
        let since = first > 0 ? ", since v1.\(first)" : ""
        let form = entry.step.since > first ? ", in this form since v1.\(entry.step.since)" : ""
        let place = control.replaces.map { ", in the place of \($0)" } ?? ""
        return style.paint(control.id, .note) + " (\(control.level.rawValue)\(since)\(form)\(place))\n"
            + wrapped(control.summary, indent: 2)
            + labelled("fields", control.fields.joined(separator: ", "))
            + labelled("allowed", entry.step.allowed)
    }

    private static func labelled(_ label: String, _ text: String) -> String {
        let lines = wrapped(text, indent: 12)
        return "  \(label):" + lines.dropFirst(label.count + 3)
    }
}

extension PodSecurityPage {
    /// What the version has that the one before had not.
    private static func changes(
        _ level: PodSecurityLevel, _ version: PodSecurityVersion, _ controls: Controls, _ style: Style
    ) -> String {
        guard level > .privileged else { return "" }
        guard version.effective > 0 else { return "\nThis is the first version.\n" }
        let before = PodSecurityVersion(minor: version.effective - 1)
        let old = PodSecurityControls.inForce(level, before)
        let lines = controls.compactMap { change(to: $0, old) }
        let heading = style.paint("Changes since \(before)", .heading)
        return "\n\(heading)\n" + (lines.isEmpty ? ["None."] : lines).map { wrapped($0, indent: 2) }.joined()
    }

    private static func change(
        to entry: (control: PodSecurityControl, step: PodSecurityControl.Step), _ old: Controls
    ) -> String? {
        guard let before = old.first(where: { $0.control.id == entry.control.id }) else {
            let replaced = entry.control.replaces.map { ", in the place of \($0)" } ?? ""
            return "\(entry.control.id) is new\(replaced)."
        }
        guard before.step.since != entry.step.since else { return nil }
        let (known, allowed) = (parts(before.step.allowed), parts(entry.step.allowed))
        guard known.allSatisfy(allowed.contains) else {
            return "\(entry.control.id) allows \(entry.step.allowed); it was \(before.step.allowed)."
        }
        let added = allowed.filter { !known.contains($0) }
        return "\(entry.control.id) allows \(added.joined(separator: ", ")) as well."
    }

    /// What is allowed, thing by thing.
    private static func parts(_ allowed: String) -> [String] {
        allowed.split(separator: "; ").flatMap { $0.split(separator: ", ") }.map(String.init)
    }
}
