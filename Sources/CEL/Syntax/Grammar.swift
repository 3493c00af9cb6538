/// What an environment turns on or off in the syntax, and its limits.
package struct Grammar: Sendable {
    /// Macros are expanded; without them `has` and the like are functions.
    package var hasMacros = true
    /// `a.?b`, `a[?k]`, `[?x]`, `{?k: v}`, `optMap`, `optFlatMap`.
    package var hasOptionals = true
    /// The macros of two variables.
    package var hasTwoVariables = true
    /// `sortBy`.
    package var hasSortBy = true
    /// Levels of brackets at most.
    package var nesting = 100
    /// Levels of the tree at most; chains of operators count.
    package var depth = 400
    /// Bytes of the text at most.
    package var size = 100_000

    package init() {}
}
