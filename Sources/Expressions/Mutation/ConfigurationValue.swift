import CEL
import Documents
import Kubernetes

/// The value of an `applyConfiguration` expression as a document (`dynamic.ObjectVal` in the API server).
enum ConfigurationValue {
    /// The `Object` that an expression came to; the types of the objects in it must be named after where they stand.
    static func document(_ value: Value) throws(MutationError) -> JSONValue {
        guard case .map(let object) = value, let root = object.typeName else {
            throw MutationError("unsupported return type from ApplyConfiguration expression: \(value.typeName)")
        }
        let problems = misnamed(value, below: root == "Object" ? [root] : ["Object"])
        guard problems.isEmpty else { throw MutationError("type mismatch: " + problems.joined(separator: "\n")) }
        return try ValueDocument.document(value, .configuration)
    }

    private static let limit = 20

    /// The objects in a value that are not named after where they stand, a sentence each.
    static func misnamed(_ value: Value, below path: [String]) -> [String] {
        var problems: [String] = []
        var room = ValueDocument.limit
        checkNames(value, path: path, &problems, &room)
        return problems
    }

    /// Lists and maps in between have no names and add nothing to the path.
    private static func checkNames(_ value: Value, path: [String], _ problems: inout [String], _ room: inout Int) {
        room -= 1
        guard problems.count < limit, room > 0 else { return }
        switch value {
        case .map(let map):
            if let name = map.typeName { checkName(name, path, &problems) }
            for (key, value) in zip(map.keys, map.values) {
                let name = map.typeName == nil ? nil : key.text
                checkNames(value, path: name.map { path + [$0] } ?? path, &problems, &room)
            }
        case .list(let elements):
            for element in elements { checkNames(element, path: path, &problems, &room) }
        case .optional(let optional):
            if let value = optional.value { checkNames(value, path: path, &problems, &room) }
        default: return
        }
    }

    private static func checkName(_ name: String, _ path: [String], _ problems: inout [String]) {
        let expected = path.joined(separator: ".")
        if name == expected { return }
        problems.append(
            "unexpected type name \"\(name)\", expected \"\(expected)\", which matches field name path from root Object type"
        )
    }
}

/// Values of expressions as documents.
struct ValueDocument {
    /// What becomes of values that JSON does not know.
    enum Purpose {
        /// Part of an apply configuration: times, durations and bytes are none of the types that fields have.
        case configuration
        /// The value of a JSON Patch, which is written as protobuf writes JSON.
        case patch
    }

    /// Values in one document. An expression can name the same list many times over, in lists of such lists, and a
    /// document has all of them by themselves.
    static let limit = 1_000_000

    private let purpose: Purpose
    private var room = limit

    private init(_ purpose: Purpose) { self.purpose = purpose }

    /// The value as a document.
    static func document(_ value: Value, _ purpose: Purpose) throws(MutationError) -> JSONValue {
        var document = ValueDocument(purpose)
        return try document.document(value)
    }

    private mutating func document(_ value: Value) throws(MutationError) -> JSONValue {
        room -= 1
        guard room > 0 else { throw MutationError("the value has more than \(Self.limit) values in it") }
        switch value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return integer(value)
        case .uint(let value): return try unsigned(value)
        case .double(let value): return try number(value)
        case .string(let value): return .string(value)
        case .json(let json):
            room -= json.weight
            return .json(json)
        case .list(let elements): return try list(elements)
        case .map(let map): return try object(map)
        case .optional(let optional):
            if let value = optional.value { return try document(value) }
            // A configuration is made of native values, and to those none is nil (`dynamic.ObjectVal`).
            guard purpose == .patch else { return .null }
            throw MutationError("optional.none() dereference")
        case .error(let failure): throw MutationError(failure.message)
        case .bytes, .timestamp, .duration, .type, .opaque:
            guard purpose == .patch, let text = protobufText(value) else {
                throw MutationError("a value of type \(value.typeName) can't be written as JSON")
            }
            return .string(text)
        }
    }

    private mutating func list(_ elements: [Value]) throws(MutationError) -> JSONValue {
        var result: [JSONValue] = []
        result.reserveCapacity(elements.count)
        for element in elements { result.append(try document(element)) }
        return .array(result)
    }

    private mutating func object(_ map: MapValue) throws(MutationError) -> JSONValue {
        var members: [JSONValue.Member] = []
        members.reserveCapacity(map.count)
        for (key, value) in zip(map.keys, map.values) {
            guard let name = key.text else {
                throw MutationError("a map's key is of type \(key.typeName), not string")
            }
            members.append(.init(name, try document(value)))
        }
        return .object(members)
    }

    /// Protobuf's numbers are doubles: integers that those can't hold are written as strings.
    private func integer(_ value: Int64) -> JSONValue {
        purpose == .patch && value.magnitude > Self.largestExactInteger ? .string(String(value)) : .int(value)
    }

    private func unsigned(_ value: UInt64) throws(MutationError) -> JSONValue {
        if purpose == .patch, value > Self.largestExactInteger { return .string(String(value)) }
        if let int = Int64(exactly: value) { return .int(int) }
        return try parsed(Array(String(value).utf8))
    }

    private static let largestExactInteger: UInt64 = 1 << 53 - 1

    private func number(_ value: Double) throws(MutationError) -> JSONValue {
        guard value.isFinite else { throw MutationError("\(value) can't be written as JSON") }
        var writer = JSONWriter(capacity: 32)
        writer.double(value)
        return try parsed(writer.bytes)
    }

    private func parsed(_ text: [UInt8]) throws(MutationError) -> JSONValue {
        do throws(JSONError) {
            return .json(try JSON(parsing: text))
        } catch {
            throw MutationError("the number can't be written as JSON: \(error)")
        }
    }

    /// Bytes as base64, times as RFC 3339, durations in seconds.
    private func protobufText(_ value: Value) -> String? {
        switch value {
        case .bytes(let bytes): base64(bytes)
        case .timestamp(let time): time.description
        case .duration(let nanoseconds): seconds(nanoseconds)
        default: nil
        }
    }

    private func seconds(_ nanoseconds: Int64) -> String {
        let magnitude = nanoseconds.magnitude
        let fraction = String(magnitude % 1_000_000_000)
        var digits = String(repeating: "0", count: max(0, 9 - fraction.utf8.count)) + fraction
        while digits.last == "0" { digits.removeLast() }
        let sign = nanoseconds < 0 ? "-" : ""
        return sign + String(magnitude / 1_000_000_000) + (digits.isEmpty ? "" : "." + digits) + "s"
    }
}
