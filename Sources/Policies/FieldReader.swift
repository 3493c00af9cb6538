import Admission
import Documents
import Kubernetes

/// Reads the fields of one object; each that is of the wrong type is a finding, and then counts as absent.
struct FieldReader {
    /// What was found so far.
    var findings: [Finding] = []

    /// The value of a field.
    mutating func read<Value>(_ field: FieldValue<Value>, _ place: Pointer) -> Value? {
        if case .malformed(let found, let wanted) = field {
            findings.append(Finding(Malformation(pointer: place, found: found, wanted: wanted)))
        }
        return field.value
    }

    /// Adds a finding.
    mutating func find(
        _ found: String, _ wanted: String, at place: Pointer, fix: String? = nil,
        reason: Finding.Reason = .forbidden
    ) {
        findings.append(Finding(place, found: found, wanted: wanted, fix: fix, reason: reason))
    }

    /// The elements of a list, by position.
    mutating func elements(_ field: FieldValue<JSON>, _ place: Pointer) -> [(position: Int, json: JSON)] {
        guard let list = read(field, place) else { return [] }
        return list.elements.enumerated().map { (position: $0.offset, json: $0.element) }
    }

    /// The objects of a list, by position.
    mutating func objects(_ field: FieldValue<JSON>, _ place: Pointer) -> [(position: Int, json: JSON)] {
        elements(field, place).filter { position, json in
            if json.kind == .object { return true }
            complain(json, place.appending(position), "an object")
            return false
        }
    }

    /// The texts of a list, by position.
    mutating func texts(_ field: FieldValue<JSON>, _ place: Pointer) -> [(position: Int, text: String)] {
        elements(field, place).compactMap { position, json in
            if let text = json.string { return (position: position, text: text) }
            complain(json, place.appending(position), "a string")
            return nil
        }
    }

    private mutating func complain(_ json: JSON, _ place: Pointer, _ wanted: String) {
        findings.append(Finding(Malformation(pointer: place, found: "is \(json.typeName)", wanted: wanted)))
    }
}
