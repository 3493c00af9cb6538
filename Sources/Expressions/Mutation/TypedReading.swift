import CEL
import Documents
import Kubernetes

/// Reading an object as the Go type of its kind: what the schemas let pass, and the type does not.
struct TypedReading {
    /// What reads the object.
    enum Decoder {
        /// What reads a merged object (apimachinery, `runtime.DefaultUnstructuredConverter`).
        case converter
        /// What reads a patched object (`encoding/json`).
        case json
    }

    private let schemas: KindSchemas
    private let decoder: Decoder

    /// Why the parts that a configuration sets can't be read, in the words of the API server; nil when they can.
    static func fault(
        in configuration: JSONValue, of kind: GroupVersionKind?, schemas: KindSchemas = .builtIn
    ) -> String? {
        guard let kind, let type = schemas.type(of: kind) else { return nil }
        return TypedReading(schemas: schemas, decoder: .converter).fault(configuration, type).map { fault in
            "unable to convert unstructured object to \(kind.group)/\(kind.version), Kind=\(kind.kind): \(fault)"
        }
    }

    /// Why a patched object can't be read, where what it was before can.
    static func fault(in object: JSONValue, before: JSONValue, _ type: SchemaType, _ schemas: KindSchemas) -> String? {
        let reading = TypedReading(schemas: schemas, decoder: .json)
        guard let fault = reading.fault(object, type), reading.fault(before, type) == nil else { return nil }
        return fault
    }

    private func fault(_ value: JSONValue, _ type: SchemaType) -> String? {
        if value.isNull { return nil }
        switch type {
        case .any, .atomic, .string, .bool, .number: return nil
        case .int: return int(value)
        case .bytes: return bytes(value.string ?? "")
        case .time: return time(value)
        case .intOrString: return intOrString(value)
        case .quantity: return quantity(value)
        case .list(let element, _):
            guard case .array(let elements) = value.opened else { return nil }
            return Self.first(elements) { fault($0, element) }
        case .map(let element, _):
            guard case .object(let members) = value.opened else { return nil }
            return Self.first(members) { fault($0.value, element) }
        case .object:
            guard case .object(let members) = value.opened, let schema = schemas.object(type) else { return nil }
            return Self.first(members) { member in schema.fields[member.name].flatMap { fault(member.value, $0) } }
        }
    }

    private static func first<Element>(_ elements: [Element], _ fault: (Element) -> String?) -> String? {
        for element in elements {
            if let fault = fault(element) { return fault }
        }
        return nil
    }

    private func int(_ value: JSONValue) -> String? {
        if value.isWhole { return nil }
        return decoder == .converter
            ? "cannot convert float64 to int32"
            : "json: cannot unmarshal number \(value.text) into Go value of type int32"
    }

    /// Where Go's decoder gives up: at the first byte that is no digit, or at digits that are no four.
    private func bytes(_ text: String) -> String? {
        guard decodeBase64(text) == nil else { return nil }
        let digits = text.utf8.prefix { byte in
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2B, 0x2F, 0x0A, 0x0D: true
            default: false
            }
        }
        let isAllDigits = digits.count == text.utf8.count
        let position = isAllDigits ? digits.count - digits.count % 4 : digits.count
        let context = decoder == .converter ? "error decoding from json: " : ""
        return context + "illegal base64 data at input byte \(position)"
    }

    private func time(_ value: JSONValue) -> String? {
        guard let text = value.string else { return mismatch(value, "string") }
        guard Timestamp(text) == nil else { return nil }
        return "parsing time \(value.text) as \"2006-01-02T15:04:05Z07:00\": cannot parse \(value.text) as \"2006\""
    }

    private func intOrString(_ value: JSONValue) -> String? {
        if value.sort == .string { return nil }
        guard value.sort == .number else { return mismatch(value, "int32") }
        if Int32(value.text) != nil || value.isWhole && Int32(value.identity) != nil { return nil }
        return "json: cannot unmarshal number \(value.text) into Go value of type int32"
    }

    private func quantity(_ value: JSONValue) -> String? {
        let isQuantity =
            switch value {
            case .int: true
            case .json(let json): (try? Quantity(json)) != nil
            case .string(let text): (try? Quantity(parsing: text)) != nil
            case .null, .bool, .array, .object: false
            }
        return isQuantity
            ? nil : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    }

    private func mismatch(_ value: JSONValue, _ type: String) -> String {
        let name =
            switch value.sort {
            case .map: "object"
            case .list: "array"
            case .null, .bool, .number, .string: value.sort.rawValue
            }
        return "json: cannot unmarshal \(name) into Go value of type \(type)"
    }
}

extension JSONValue {
    /// A number without a fraction, or what is no number.
    fileprivate var isWhole: Bool {
        guard sort == .number, case .json(let json) = self, json.int == nil, let double = json.double else {
            return true
        }
        return double == double.rounded(.towardZero)
    }
}
