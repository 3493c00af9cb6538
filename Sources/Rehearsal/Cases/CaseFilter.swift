import Admission

/// Chooses cases by name.
package struct CaseFilter: Sendable {
    private let patterns: [NamePattern]

    /// Chooses the cases that one of the texts is a part of, in whatever case of letters: of the policy's id or the gate's name, or of what
    /// the case shows, or of both as in `run-as-non-root: A container`. `*` stands for any run of characters. Without
    /// texts every case is chosen.
    package init(_ texts: [String] = []) {
        patterns = texts.map { NamePattern("*\($0.lowercased())*") }
    }

    /// The case is one of those.
    func chooses(_ theCase: CaseFile.Case) -> Bool {
        guard !patterns.isEmpty else { return true }
        let title = theCase.title.lowercased()
        return patterns.contains { $0.matches(title) }
    }
}

extension CaseFile.Case {
    /// `run-as-non-root: A container without runAsNonRoot is denied`.
    package var title: String { "\(subject.name): \(name)" }
}
