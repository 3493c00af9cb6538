import Documents

/// A file of the policy directory, as it goes into a ConfigMap.
package struct PolicyFile: Sendable {
    /// Its path below the policy directory, `20-resources.yaml`.
    package let path: String
    /// What is in it.
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// Files under names that a ConfigMap can have.
struct PolicyFiles {
    /// A file and its key in the ConfigMap.
    struct Entry {
        let key: String
        let file: PolicyFile
    }

    let entries: [Entry]

    /// Bytes of all files; a ConfigMap holds up to 1 MiB.
    let size: Int

    init(_ files: [PolicyFile]) {
        var taken: Set<String> = []
        entries = files.enumerated().map { position, file in
            var key = Self.key(for: file.path)
            if !taken.insert(key).inserted {
                key = "\(position + 1).\(key)"
                taken.insert(key)
            }
            return Entry(key: key, file: file)
        }
        size = files.reduce(0) { $0 + $1.text.utf8.count }
    }

    /// The ConfigMap's `data`.
    var data: JSONValue { .object(entries.map { .init($0.key, .string($0.file.text)) }) }

    /// The paths for the volume's `items`; nil where the keys are the paths already.
    var items: JSONValue? {
        guard entries.contains(where: { $0.key != $0.file.path }) else { return nil }
        return .array(entries.map { ["key": .string($0.key), "path": .string($0.file.path)] })
    }

    /// Letters, digits, `-`, `_` and `.` are what keys may have (apimachinery, IsConfigMapKey); the rest becomes `_`.
    private static func key(for path: String) -> String {
        String(
            path.unicodeScalars.prefix(200).map { scalar in
                let isFit = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                return isFit || "-_.".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
            })
    }
}
