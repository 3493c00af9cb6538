extension Substring {
    /// What stands before and after the first such byte, which is ASCII; nil after it when there is none.
    func splitOnce(at byte: UInt8) -> (Substring, Substring?) {
        guard let position = utf8.firstIndex(of: byte) else { return (self, nil) }
        return (self[..<position], self[utf8.index(after: position)...])
    }
}
