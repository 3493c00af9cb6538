import Documents

/// An object while a JSON Patch is applied to it: members in order, found by name at once.
struct PatchObject {
    /// The members' nodes; those of removed members are nothing.
    var nodes: [PatchNode]
    /// The members' names; nil for removed ones.
    private var names: [String?]
    private var positions: [ExactName: Int]

    init(_ members: [JSONValue.Member]) {
        nodes = members.map { PatchNode($0.value) }
        names = members.map { $0.name }
        positions = Dictionary(minimumCapacity: members.count)
        for (position, member) in members.enumerated() { positions[ExactName(text: member.name)] = position }
    }

    /// Members.
    var count: Int { positions.count }

    /// The position of a member among the nodes.
    func position(of name: String) -> Int? { positions[ExactName(text: name)] }

    /// Puts a member in the place of one that is there, or behind all others.
    mutating func set(_ name: String, _ node: PatchNode) {
        if let position = position(of: name) {
            nodes[position] = node
            return
        }
        positions[ExactName(text: name)] = nodes.count
        nodes.append(node)
        names.append(name)
    }

    /// Removes a member, if it is there.
    mutating func remove(_ name: String) -> PatchNode? {
        guard let position = positions.removeValue(forKey: ExactName(text: name)) else { return nil }
        let removed = nodes[position]
        nodes[position] = .nothing
        names[position] = nil
        return removed
    }

    /// The members as a document has them.
    var members: [JSONValue.Member] {
        zip(names, nodes).compactMap { name, node in name.map { JSONValue.Member($0, node.document) } }
    }
}

/// A name that equals another only with the same bytes.
private struct ExactName: Hashable {
    let text: String

    static func == (left: ExactName, right: ExactName) -> Bool {
        left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) { text.hash(into: &hasher) }
}

/// Positions of an array as patches write them: negative ones count from the end.
enum ArrayPlace {
    /// The position of an element that is there.
    static func of(_ token: String, count: Int) throws(PatchLack) -> Int {
        let number = try number(token)
        guard number < count, number >= -count else {
            throw PatchLack(reason: "Unable to access invalid index: \(number): invalid index referenced")
        }
        return number < 0 ? number + count : number
    }

    /// The position of an element that is to come.
    static func new(_ token: String, count: Int) throws(PatchLack) -> Int {
        if token == "-" { return count }
        do throws(PatchLack) {
            _ = try number(token)
        } catch {
            throw PatchLack(reason: "value was not a proper array index: '\(token)': \(error.reason)")
        }
        return try of(token, count: count + 1)
    }

    /// What Go's `strconv.Atoi` reads.
    private static func number(_ token: String) throws(PatchLack) -> Int {
        if let number = Int(token) { return number }
        let digits = token.utf8.first == 0x2B || token.utf8.first == 0x2D ? token.utf8.dropFirst() : token.utf8[...]
        let isNumber = !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
        let fault = isNumber ? "value out of range" : "invalid syntax"
        throw PatchLack(reason: "strconv.Atoi: parsing \"\(token)\": \(fault)")
    }
}
