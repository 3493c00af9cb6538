/// Why policies could not be loaded: everything that is wrong with all files, at once.
package struct LoadError: Error, Sendable, Equatable, CustomStringConvertible {
    /// By file and place; never empty.
    package let complaints: [Complaint]

    /// Complaints that `description` spells out.
    package static let shown = 100

    package init(_ complaints: [Complaint]) { self.complaints = complaints.sorted() }

    /// The complaints as a compiler prints them, and how many there are.
    package var description: String {
        let blocks = complaints.prefix(Self.shown).map(\.description)
        return (blocks + [summary]).joined(separator: "\n")
    }

    /// How many complaints there are, a sentence.
    package var summary: String {
        let files = Set(complaints.map(\.file)).count
        let rest = complaints.count > Self.shown ? ", of which the first \(Self.shown) are shown" : ""
        let fault = complaints.count == 1 ? "1 error" : "\(complaints.count) errors in \(Self.count(files, "file"))"
        return "\(fault)\(rest)."
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }
}
