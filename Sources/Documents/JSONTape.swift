/// One value of a parsed document, in document order.
///
/// An object's children alternate key, value; a key is a string node whose value follows it at once.
struct JSONNode {
    /// What the value is.
    var kind: JSON.Kind
    /// A string that holds at least one escape, so that its text is not its bytes.
    var isEscaped: Bool
    /// A string with an escape that has another spelling (`\/` and `\uXXXX`): its bytes say nothing on equality.
    var isLoose: Bool
    /// Byte offset of the value's text; for a string, of the first byte after the quote.
    var offset: UInt32
    /// Bytes of a scalar's text (a string's without its quotes); the number of elements or members of a container.
    var length: UInt32
    /// Index of the node after this value's whole subtree. While a container is open, the index of its parent.
    var next: UInt32
}

/// The immutable store behind every `JSON` of one document: its bytes and its nodes.
///
/// `@unchecked Sendable` is safe: nothing is written after `init`, and the nodes are freed only by `deinit`.
final class JSONTape: @unchecked Sendable {
    /// Keeps what `text` points to.
    private let bytes: [UInt8]
    /// The bytes, for as long as the tape lives: the array is never changed, and so never moves. Reading through it
    /// costs no reference count, as reading through the array would at each look-up.
    let text: UnsafeBufferPointer<UInt8>
    let nodes: UnsafeMutablePointer<JSONNode>
    let count: Int
    /// Levels of nesting of the whole document.
    let depth: Int

    /// Takes ownership of `nodes`, which holds `count` nodes that refer to `bytes`.
    init(bytes: [UInt8], nodes: UnsafeMutablePointer<JSONNode>, count: Int, depth: Int) {
        self.bytes = bytes
        text = self.bytes.withUnsafeBufferPointer { $0 }
        self.nodes = nodes
        self.count = count
        self.depth = depth
    }

    deinit { nodes.deallocate() }

    /// The bytes of a scalar's text.
    @inline(__always)
    func withText<Result, Failure: Error>(
        of node: JSONNode, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = Int(node.offset)
        return try body(UnsafeBufferPointer(rebasing: text[start..<start + Int(node.length)]))
    }
}
