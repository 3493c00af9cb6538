package import Documents

/// Why an object is no NetworkPolicy.
package struct NetworkPolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The place of the fault.
    package let pointer: Pointer
    /// What is wanted, without the place.
    package let reason: String

    /// A sentence that starts with the field.
    package var description: String {
        pointer.tokens.isEmpty ? "The NetworkPolicy \(reason)." : "\(pointer.field) \(reason)."
    }
}

/// A part of a NetworkPolicy, and where it stands.
struct PolicyNode {
    let json: JSON
    let pointer: Pointer

    init(_ json: JSON, at pointer: Pointer = Pointer()) {
        self.json = json
        self.pointer = pointer
    }

    /// Continues a sentence that starts with this place.
    func error(_ reason: String) -> NetworkPolicyError { NetworkPolicyError(pointer: pointer, reason: reason) }

    func checkObject() throws(NetworkPolicyError) {
        guard json.kind == .object else { throw error("is \(json.typeName), and must be an object") }
    }

    /// A member that is an object; nil where it is missing or null.
    func object(_ name: StaticString) throws(NetworkPolicyError) -> PolicyNode? {
        guard let member = json[name], !member.isNull else { return nil }
        let node = PolicyNode(member, at: pointer.appending("\(name)"))
        try node.checkObject()
        return node
    }

    /// The elements of a list; none where it is missing or null.
    func list(_ name: StaticString) throws(NetworkPolicyError) -> [PolicyNode] {
        guard let member = json[name], !member.isNull else { return [] }
        let place = pointer.appending("\(name)")
        guard member.kind == .array else {
            throw PolicyNode(member, at: place).error("is \(member.typeName), and must be a list")
        }
        return member.elements.enumerated().map { PolicyNode($1, at: place.appending($0)) }
    }

    /// A label selector; nil where it is missing or null.
    func selector(_ name: StaticString) throws(NetworkPolicyError) -> LabelSelector? {
        guard let node = try object(name) else { return nil }
        do throws(LabelSelectorError) {
            return try LabelSelector(node.json, at: node.pointer)
        } catch {
            throw NetworkPolicyError(pointer: error.pointer, reason: error.reason)
        }
    }
}
