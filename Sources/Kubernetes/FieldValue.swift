package import Documents

/// A field as it was found: fields of the wrong type are neither absent nor a value.
package enum FieldValue<Value: Sendable>: Sendable {
    /// Missing, or null.
    case absent
    /// There, and of the type that the schema has.
    case found(Value)
    /// There, but of another type; says what was found and what is wanted, as in "is a string", "a boolean".
    case malformed(found: String, wanted: String)

    /// The value, or nil.
    package var value: Value? {
        if case .found(let value) = self { value } else { nil }
    }
}

extension FieldValue: Equatable where Value: Equatable {}

extension JSON {
    /// What this is in words: `a string`, `null`.
    package var typeName: String {
        switch kind {
        case .null: "null"
        case .true, .false: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// A member that is a boolean.
    package func boolField(_ name: StaticString) -> FieldValue<Bool> {
        field(name, wanted: "a boolean") { $0.bool }
    }

    /// A member that is a 64-bit integer.
    package func intField(_ name: StaticString) -> FieldValue<Int64> {
        field(name, wanted: "an integer") { $0.int }
    }

    /// A member that is a string.
    package func stringField(_ name: StaticString) -> FieldValue<String> {
        field(name, wanted: "a string") { $0.string }
    }

    /// A member that is an object.
    package func objectField(_ name: StaticString) -> FieldValue<JSON> {
        field(name, wanted: "an object") { $0.kind == .object ? $0 : nil }
    }

    /// A member that is a list.
    package func listField(_ name: StaticString) -> FieldValue<JSON> {
        field(name, wanted: "a list") { $0.kind == .array ? $0 : nil }
    }

    @inline(__always)
    private func field<Value>(
        _ name: StaticString, wanted: String, _ read: (JSON) -> Value?
    ) -> FieldValue<Value> {
        guard let member = self[name], !member.isNull else { return .absent }
        return read(member).map { .found($0) } ?? .malformed(found: "is \(member.typeName)", wanted: wanted)
    }
}
