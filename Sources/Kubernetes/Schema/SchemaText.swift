/// Reads schemas from a compact text.
///
///     = apps/v1 apps
///     kind Deployment: spec DeploymentSpec, status DeploymentStatus
///     DeploymentSpec: paused bool, replicas int, selector LabelSelector, template PodTemplateSpec,
///       strategy DeploymentStrategy
///
/// A section names a package and version, and the API group. A `kind` has `apiVersion`, `kind` and `metadata` as well.
/// `Name!:` is merged as a whole. A type is a word (`string`, `int`, …), the name of an object type in this section, in
/// `core/v1` or in `meta/v1` (others with their section before a point), `[T]` with `set` or `map(KEYS)` behind it for
/// lists that are not merged as a whole, `{T}` for maps, `{T}!` for those that are. A key is followed by `?` where
/// elements must have it and by `=VALUE` where another value than the type's zero stands for a missing one.
struct SchemaText {
    private var objects: [ObjectSchema] = []
    private var kinds: [GroupVersionKind: Int] = [:]
    private var positions: [String: Int] = [:]
    /// The fields' text by object, until all names are known.
    private var fields: [(section: String, text: Substring)] = []

    private var section = ""
    private var group = ""

    /// Reads all sections of a text.
    mutating func read(_ text: String) {
        var entry = ""
        for line in text.split(separator: "\n") {
            if line.utf8.first == UInt8(ascii: " ") {
                entry += line.dropFirst()
                continue
            }
            add(entry)
            entry = String(line)
        }
        add(entry)
    }

    private mutating func add(_ entry: String) {
        if entry.hasPrefix("= ") {
            let words = entry.split(separator: " ")
            section = words.count > 1 ? String(words[1]) : ""
            group = words.count > 2 ? String(words[2]) : ""
            return
        }
        guard let colon = entry.firstIndex(of: ":") else { return }
        let isKind = entry.hasPrefix("kind ")
        let head = entry[..<colon].dropFirst(isKind ? 5 : 0)
        let isAtomic = head.last == "!"
        let name = String(head.dropLast(isAtomic ? 1 : 0))
        if isKind {
            let version = section.split(separator: "/").last.map(String.init) ?? ""
            kinds[GroupVersionKind(group: group, version: version, kind: name)] = objects.count
        }
        positions["\(section).\(name)"] = objects.count
        objects.append(ObjectSchema(name: "\(section).\(name)", isAtomic: isAtomic))
        let shared = isKind ? "apiVersion string, kind string, metadata ObjectMeta," : ""
        fields.append((section, shared + entry[entry.index(after: colon)...]))
    }

    /// The objects with their fields, and the positions of kinds among them.
    func resolved() -> (objects: [ObjectSchema], kinds: [GroupVersionKind: Int]) {
        var resolved = objects
        for (position, entry) in fields.enumerated() {
            var scanner = SchemaScanner(entry.text, section: entry.section, positions: positions)
            resolved[position].fields = scanner.fields()
        }
        let keyed = resolved
        for position in resolved.indices {
            resolved[position].fields = resolved[position].fields.mapValues { $0.completingKeys(keyed) }
        }
        return (resolved, kinds)
    }
}

extension SchemaType {
    /// Keys of numbers have 0 for a missing one, which shows only when the elements' fields are known.
    fileprivate func completingKeys(_ objects: [ObjectSchema]) -> SchemaType {
        guard case .list(.object(let position), .keyed(let keys)) = self, objects.indices.contains(position) else {
            return self
        }
        let fields = objects[position].fields
        return .list(
            .object(position),
            .keyed(
                keys.map { key in
                    guard fields[key.name] == .int, key.missing == .string("") else { return key }
                    return ListKey(name: key.name, missing: .int(0))
                }))
    }
}

/// Reads the fields of one object type.
private struct SchemaScanner {
    private var rest: Substring.UTF8View
    private let section: String
    private let positions: [String: Int]

    init(_ text: Substring, section: String, positions: [String: Int]) {
        rest = text.utf8
        self.section = section
        self.positions = positions
    }

    mutating func fields() -> [String: SchemaType] {
        var fields: [String: SchemaType] = [:]
        while true {
            let name = word()
            if name.isEmpty { return fields }
            fields[name] = type()
            _ = take(",")
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        blanks()
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func blanks() {
        while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
    }

    private mutating func word() -> String {
        blanks()
        let end = rest.firstIndex { !Self.isWord($0) } ?? rest.endIndex
        defer { rest = rest[end...] }
        return String(Substring(rest[..<end]))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "$"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private mutating func type() -> SchemaType {
        if take("[") {
            let element = type()
            _ = take("]")
            return .list(element, merging())
        }
        if take("{") {
            let value = type()
            _ = take("}")
            return .map(value, isAtomic: take("!"))
        }
        return named(word())
    }

    private mutating func merging() -> ListMerging {
        let start = rest
        switch word() {
        case "set": return .set
        case "map":
            guard take("(") else { return .atomic }
            var keys: [ListKey] = []
            while !take(")"), !rest.isEmpty { keys.append(key()) }
            return .keyed(keys)
        default:
            rest = start
            return .atomic
        }
    }

    private mutating func key() -> ListKey {
        let name = word()
        if take("?") { return ListKey(name: name, missing: nil) }
        return ListKey(name: name, missing: .string(take("=") ? word() : ""))
    }

    private static let words: [String: SchemaType] = [
        "string": .string, "int": .int, "number": .number, "bool": .bool, "bytes": .bytes, "time": .time,
        "intOrString": .intOrString, "quantity": .quantity, "any": .any, "atomic": .atomic,
    ]

    /// A name that stands for nothing is anything, since a gap in the text must not deny requests.
    private func named(_ name: String) -> SchemaType {
        if let type = Self.words[name] { return type }
        for candidate in ["\(section).\(name)", "core/v1.\(name)", "meta/v1.\(name)", name] {
            if let position = positions[candidate] { return .object(position) }
        }
        return .any
    }
}
