/// The nodes of one YAML document, each at an index; children are indices, so that nothing recurses.
struct YAMLTree {
    /// A node, and where it starts.
    struct Node {
        var content: Content
        var location: SourceLocation
    }

    enum Content {
        case scalar(YAMLScalar)
        case sequence([Int])
        /// Keys and values in turn.
        case mapping([Int])
        /// Another node, by its anchor.
        case alias(Int)
    }

    private(set) var nodes: [Node] = []
    private var isExplicitlyEnded = false
    private var anchors: [[UInt8]: Int] = [:]
    private var open: [Int] = []
    private let depthLimit: Int

    /// The node of the whole document.
    static let root = 0

    /// Composes the document whose start event has just come, up to its end event.
    init(_ events: inout YAMLEvents, depthLimit: Int) throws(YAMLError) {
        self.depthLimit = depthLimit
        while true {
            let (event, location) = try events.next()
            switch event {
            case .documentEnd(let isExplicit):
                isExplicitlyEnded = isExplicit
                return
            case .streamEnd, .documentStart: return
            case .collectionEnd: _ = open.popLast()
            case .scalar(let scalar, let anchor): try append(.scalar(scalar), anchor, location)
            case .sequenceStart(let anchor): try begin(.sequence([]), anchor, location)
            case .mappingStart(let anchor): try begin(.mapping([]), anchor, location)
            case .alias(let name): try append(.alias(target(name, location)), nil, location)
            }
        }
    }

    /// There is nothing between the document's markers, and no `...` that ends it.
    var isBlank: Bool {
        guard nodes.count == 1, case .scalar(let scalar) = nodes[Self.root].content else { return false }
        return scalar.text.isEmpty && scalar.isPlain && !isExplicitlyEnded
    }

    /// The node that an alias leads to, or the node itself.
    func dereferenced(_ index: Int) -> Int {
        if case .alias(let target) = nodes[index].content { target } else { index }
    }

    private mutating func begin(
        _ content: Content, _ anchor: String?, _ location: SourceLocation
    ) throws(YAMLError) {
        guard open.count < depthLimit else { throw YAMLError(location: location, reason: .tooDeep(limit: depthLimit)) }
        let index = nodes.count
        try append(content, anchor, location)
        open.append(index)
    }

    private mutating func append(
        _ content: Content, _ anchor: String?, _ location: SourceLocation
    ) throws(YAMLError) {
        let index = nodes.count
        nodes.append(Node(content: content, location: location))
        if let anchor { anchors[Array(anchor.utf8)] = index }
        guard let parent = open.last else { return }
        switch nodes[parent].content {
        case .sequence(var children):
            // Emptied first, so that the children grow in place.
            nodes[parent].content = .alias(parent)
            children.append(index)
            nodes[parent].content = .sequence(children)
        case .mapping(var children):
            nodes[parent].content = .alias(parent)
            children.append(index)
            nodes[parent].content = .mapping(children)
        case .scalar, .alias: break
        }
    }

    private func target(_ name: String, _ location: SourceLocation) throws(YAMLError) -> Int {
        guard let index = anchors[Array(name.utf8)] else {
            throw YAMLError(location: location, reason: .unknownAnchor(name))
        }
        guard !open.contains(index) else { throw YAMLError(location: location, reason: .anchorInsideItself) }
        return index
    }
}
