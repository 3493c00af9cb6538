/// A place in a source file, as people and editors count: both from 1, columns in Unicode scalars.
package struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Line, from 1.
    package var line: Int
    /// Column, from 1.
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// `12:5`.
    package var description: String { "\(line):\(column)" }

    package static func < (left: SourceLocation, right: SourceLocation) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

extension SourceLocation {
    /// The first place of a file.
    package static let start = SourceLocation(line: 1, column: 1)
}
