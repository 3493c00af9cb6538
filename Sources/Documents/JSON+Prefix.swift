extension JSON {
    /// This is a string that begins with `prefix`, byte by byte.
    package func hasPrefix(_ prefix: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
        return withUTF8 { $0.count >= wanted.count && sameBytes($0, at: 0, wanted) } ?? false
    }
}
