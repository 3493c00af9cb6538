import Admission
import Documents
import Kubernetes

/// What the API server refuses of policies that can be read (kubernetes, pkg/apis/admissionregistration/validation).
extension PolicyDocument {
    /// Variables that need each other are evaluated within each other, for which there must be room.
    private static let mostVariables = 512
    /// Conditions and annotations that the API server takes, and bytes of an annotation's expression.
    private static let (mostConditions, mostAnnotations, longestAnnotation) = (64, 20, 5 * 1024)

    /// Complains of all that the types of the fields don't say and without which a policy can't be put to work.
    func complain(_ reader: ParameterReader) {
        paramKind?.complain(reader)
        reader.complainOfRepetitions(matchConditions.map(\.name), at: ["spec", "matchConditions"], key: "name")
        reader.complainOfRepetitions(auditAnnotations.map(\.key), at: ["spec", "auditAnnotations"], key: "key")
        complainOfVariables(reader)
        for (position, validation) in validations.enumerated() {
            guard let expression = validation.messageExpression, !expression.isEmpty, expression.isBlank else {
                continue
            }
            reader.descend(["spec", "validations", String(position), "messageExpression"]) {
                reader.complain("The expression is missing; remove the key where the message is enough.")
            }
        }
    }

    private func complainOfVariables(_ reader: ParameterReader) {
        let pointer: Pointer = ["spec", "variables"]
        reader.complainOfNumber(variables.count, most: Self.mostVariables, at: pointer)
        reader.complainOfRepetitions(variables.map(\.name), at: pointer, key: "name")
        for (position, variable) in variables.enumerated() where !variable.name.isEmpty && !variable.name.isIdentifier {
            reader.descend(pointer.appending(position).appending("name")) {
                reader.complain("\"\(variable.name)\" can't name a variable; wanted is an identifier of CEL.")
            }
        }
    }

    /// Objects to what can be put to work here, though an API server would refuse the policy for it.
    func object(_ reader: ParameterReader) {
        reader.descend(["metadata", "name"]) { reader.judge(name: name) }
        reader.judgeRules(
            of: place.json["spec"]?["matchConstraints"], at: ["spec", "matchConstraints"],
            isMutating: kind == .mutating)
        if kind == .mutating, place.json["spec"]?["reinvocationPolicy"].map(\.isNull) ?? true {
            reader.descend("spec") { reader.complainMissing("reinvocationPolicy", wanted: "Never or IfNeeded") }
        }
        objectToConditions(reader)
        objectToMessages(reader)
        objectToAnnotations(reader)
    }

    private func objectToConditions(_ reader: ParameterReader) {
        let pointer: Pointer = ["spec", "matchConditions"]
        reader.complainOfNumber(matchConditions.count, most: Self.mostConditions, at: pointer)
        for (position, condition) in matchConditions.enumerated() where !condition.name.isEmpty {
            reader.descend(pointer.appending(position).appending("name")) {
                reader.judge(key: condition.name, written: condition.name)
            }
        }
    }

    private func objectToMessages(_ reader: ParameterReader) {
        for (position, validation) in validations.enumerated() {
            guard let message = validation.message, !message.isEmpty else { continue }
            reader.descend(["spec", "validations", String(position), "message"]) {
                if message.trimmed.isEmpty { reader.complain("The message is blank.") }
                let hasBreaks = message.trimmed.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
                if hasBreaks { reader.complain("The message has several lines; wanted is one.") }
            }
        }
    }

    private func objectToAnnotations(_ reader: ParameterReader) {
        let pointer: Pointer = ["spec", "auditAnnotations"]
        reader.complainOfNumber(auditAnnotations.count, most: Self.mostAnnotations, at: pointer)
        for (position, annotation) in auditAnnotations.enumerated() {
            let place = pointer.appending(position)
            // The policy's name stands before the key in the audit log.
            if !annotation.key.isEmpty, isSubdomain(name[...]) {
                reader.descend(place.appending("key")) {
                    reader.judge(key: "\(name)/\(annotation.key)", written: annotation.key)
                }
            }
            let length = annotation.valueExpression.trimmed.utf8.count
            guard length > Self.longestAnnotation else { continue }
            reader.descend(place.appending("valueExpression")) {
                reader.complain("The expression has \(length) bytes; at most \(Self.longestAnnotation) are taken.")
            }
        }
    }
}

extension ParamKind {
    /// A group, a version and a kind, each as they can be (`validateParamKind`).
    fileprivate func complain(_ reader: ParameterReader) {
        let parts = apiVersion.split(separator: "/", omittingEmptySubsequences: false)
        let isVersion = parts.last.map { isLabel($0) } ?? false
        let isGroup = parts.count == 1 || parts.count == 2 && (parts[0].isEmpty || isSubdomain(parts[0]))
        if !apiVersion.isEmpty, !isVersion || !isGroup {
            reader.descend(["spec", "paramKind", "apiVersion"]) {
                reader.complain(
                    "\"\(apiVersion)\" is no group and version; wanted are such as v1 or rules.example.com/v1.")
            }
        }
        guard !kind.isEmpty, !isLabel(kind.lowercased()[...]) else { return }
        reader.descend(["spec", "paramKind", "kind"]) {
            reader.complain("\"\(kind)\" is no kind; wanted is one such as ConfigMap.")
        }
    }

    /// At most 63 lower case letters, digits and -, a letter first and no - last (`IsDNS1035Label`).
    private func isLabel(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") else { return false }
        return text.utf8.count <= 63 && isSubdomain(text) && !text.contains(".")
    }
}

extension ParameterReader {
    fileprivate func complainOfNumber(_ number: Int, most: Int, at pointer: Pointer) {
        guard number > most else { return }
        descend(pointer) { complain("There are \(number) of these; at most \(most) are taken.") }
    }

    /// Names must be unique within their list.
    fileprivate func complainOfRepetitions(_ names: [String], at pointer: Pointer, key: String) {
        var seen: Set<String> = []
        for (position, name) in names.enumerated() where !name.isEmpty && !seen.insert(name).inserted {
            descend(pointer.appending(position).appending(key)) { complain("\"\(name)\" is there already.") }
        }
    }

    /// A name as labels have it (apimachinery, `IsQualifiedName`).
    fileprivate func judge(key: String, written: String) {
        guard !isLabelKey(key) else { return }
        complain(
            "\"\(written)\" can't be a name here; wanted are at most 63 letters, digits, -, _ and ., with a letter or "
                + "digit at both ends.")
    }
}

extension String {
    /// Words of CEL, which can't be names (`isCELIdentifier`).
    private static let reserved: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ]

    /// The text can stand for a variable or a field in an expression.
    fileprivate var isIdentifier: Bool {
        guard let first = utf8.first, first == UInt8(ascii: "_") || isLetter(first) else { return false }
        return !Self.reserved.contains(self)
            && utf8.allSatisfy { $0 == UInt8(ascii: "_") || isLetter($0) || $0 >= 0x30 && $0 <= 0x39 }
    }
}

private func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
