package import Documents

/// Which labels an object must have: `meta/v1`, LabelSelector.
///
/// An empty selector selects everything. What a missing one means is up to the field that would hold it: callers keep
/// an optional.
package struct LabelSelector: Hashable, Sendable {
    /// One condition on one label.
    package enum Requirement: Hashable, Sendable {
        /// The label is there and has one of the values.
        case isIn(key: String, values: [String])
        /// The label is missing or has none of the values.
        case isNotIn(key: String, values: [String])
        /// The label is there.
        case exists(key: String)
        /// The label is missing.
        case doesNotExist(key: String)
    }

    /// All of them must hold.
    package let requirements: [Requirement]

    /// A selector of these requirements; none select everything.
    package init(_ requirements: [Requirement] = []) { self.requirements = requirements }

    /// Selects every object.
    package static let everything = LabelSelector()

    /// There is no condition, so everything is selected.
    package var isEmpty: Bool { requirements.isEmpty }

    /// The labels, an object's `metadata.labels`, meet all requirements. Labels that are missing or no object are none.
    package func matches(_ labels: JSON?) -> Bool {
        for requirement in requirements where !requirement.isMet(by: labels) { return false }
        return true
    }
}

extension LabelSelector.Requirement: CustomStringConvertible {
    /// `tier in (back, front)`, as kubectl writes it.
    package var description: String {
        switch self {
        case .isIn(let key, let values): "\(key) in (\(values.joined(separator: ", ")))"
        case .isNotIn(let key, let values): "\(key) notin (\(values.joined(separator: ", ")))"
        case .exists(let key): key
        case .doesNotExist(let key): "!\(key)"
        }
    }

    fileprivate func isMet(by labels: JSON?) -> Bool {
        switch self {
        case .isIn(let key, let values): labels?.member(key).map { $0.isAny(of: values) } ?? false
        case .isNotIn(let key, let values): !(labels?.member(key).map { $0.isAny(of: values) } ?? false)
        case .exists(let key): labels?.member(key) != nil
        case .doesNotExist(let key): labels?.member(key) == nil
        }
    }
}

extension JSON {
    fileprivate func isAny(of texts: [String]) -> Bool {
        for text in texts where equals(text) { return true }
        return false
    }
}

extension LabelSelector: CustomStringConvertible {
    /// `app in (web),!legacy`; `everything` for an empty selector.
    package var description: String {
        isEmpty ? "everything" : requirements.map(\.description).joined(separator: ",")
    }
}
