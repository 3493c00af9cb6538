package import Documents

extension ParameterObject {
    /// Reads the parameters from an object; those that are missing or malformed keep their defaults.
    ///
    /// All that is wrong goes to the reader: unknown keys, wrong types, and the type's own `problems`.
    package static func read(_ json: JSON?, _ reader: ParameterReader) -> Self {
        let standard = Self()
        let slots = parameterSlots(of: standard)
        guard let json, !json.isNull else { return standard.judged(reader) }
        reader.expect(json, keys: slots.map(\.name))
        let decoder = ParameterDecoder(json: json, slots: slots, reader: reader)
        // Decoding fails only for a stored property that is no parameter; the catalogue's test finds those.
        let object = (try? Self(from: decoder)) ?? standard
        return object.judged(reader)
    }

    private func judged(_ reader: ParameterReader) -> Self {
        // What can't be read stands at its default here, of which nobody needs to hear.
        for problem in problems
        where !([problem.name] + problem.alternatives).contains(where: reader.hasComplaint(below:)) {
            reader.descend(problem.name) { reader.complain(problem.message) }
        }
        return self
    }

    /// The parameters as they are, by name, in the order of their declarations.
    var parameterValues: [JSONValue.Member] {
        parameterSlots(of: self).map { .init($0.name, $0.slot.standard) }
    }

    /// What the reference says of this type's parameters, in the order of their declarations.
    package static var parameterReferences: [ParameterReference] {
        parameterSlots(of: Self()).map { name, slot in
            ParameterReference(name: name, help: slot.help, shape: slot.shape, standard: slot.standard)
        }
    }
}

/// A parameter without its type.
private protocol ParameterSlot {
    var help: String { get }
    var shape: ParameterShape { get }
    var standard: JSONValue { get }
    func reading(_ json: JSON, _ reader: ParameterReader) -> any ParameterSlot
}

extension Parameter: ParameterSlot {
    fileprivate var shape: ParameterShape { Value.shape }
    fileprivate var standard: JSONValue { wrappedValue.json }
    fileprivate func reading(_ json: JSON, _ reader: ParameterReader) -> any ParameterSlot {
        var parameter = self
        if let value = Value.read(json, reader) { parameter.wrappedValue = value }
        return parameter
    }
}

private typealias NamedSlot = (name: String, slot: any ParameterSlot)

/// The parameters of a value; the storage of a wrapped property is named after it, with an underscore.
private func parameterSlots(of object: some ParameterObject) -> [NamedSlot] {
    Mirror(reflecting: object).children.compactMap { label, value in
        guard let label, let slot = value as? any ParameterSlot else { return nil }
        return (String(label.drop { $0 == "_" }), slot)
    }
}

/// Hands the synthesised `init(from:)` each parameter with its default, help and the configured value.
private struct ParameterDecoder: Decoder {
    let json: JSON
    let slots: [NamedSlot]
    let reader: ParameterReader
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ParameterContainer<Key>(decoder: self))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw unsupported }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw unsupported }

    var unsupported: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "Only parameters by name can be read."))
    }
}

private struct ParameterContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ParameterDecoder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { decoder.slots.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { decoder.slots.contains { $0.name == key.stringValue } }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        guard let slot = decoder.slots.first(where: { $0.name == key.stringValue })?.slot else {
            throw decoder.unsupported
        }
        let member = decoder.json.member(key.stringValue)
        let read = member.map { json in
            decoder.reader.descend(key.stringValue) { slot.reading(json, decoder.reader) }
        }
        guard let value = (read ?? slot) as? T else { throw decoder.unsupported }
        return value
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw decoder.unsupported }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw decoder.unsupported }
    func superDecoder() throws -> any Decoder { throw decoder.unsupported }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw decoder.unsupported }
}
