import Admission
package import Documents

/// The changes that a gate makes to the objects of a file, written into the file: with comments, order and quotes as
/// they are. What can't be written so is left as it is.
package struct ManifestFix: Sendable {
    /// An object that is left as it is.
    package struct Refusal: Sendable, Equatable {
        /// `Deployment team-a/web`.
        package let title: String
        /// Where the object starts.
        package let location: SourceLocation
        /// Why, a sentence's end.
        package let reason: String
    }

    /// The file as the user named it.
    package let file: String
    /// What stood in it.
    package let old: [UInt8]
    /// What is to stand in it.
    package private(set) var new: [UInt8]
    /// The objects that are changed, as in `Deployment team-a/web`.
    package private(set) var titles: [String] = []
    /// The objects that the gate would change and that are left as they are.
    package private(set) var refusals: [Refusal] = []

    /// Something is changed.
    package var isChange: Bool { !titles.isEmpty }

    /// The fixes of all files in which the gate changes objects, in the order of the report.
    package static func all(_ report: Report) -> [ManifestFix] {
        var files: [String] = []
        for entry in report.entries where entry.decision.patchedObject != nil && files.last != entry.manifest.file {
            files.append(entry.manifest.file)
        }
        return files.filter { $0 != ManifestReader.standardInputName }.compactMap { file in
            guard let bytes = try? FileText.read(file) else { return nil }
            return ManifestFix(file, bytes, report.entries.filter { $0.manifest.file == file })
        }
    }

    /// The fixes of one file.
    ///
    /// - Parameters:
    ///   - bytes: what stands in it.
    ///   - entries: all its objects, in order.
    init(_ file: String, _ bytes: [UInt8], _ entries: [Report.Entry]) {
        self.file = file
        (old, new) = (bytes, bytes)
        var wanted = entries.map(\.manifest.object)
        for (position, entry) in entries.enumerated() {
            guard let object = entry.decision.patchedObject else { continue }
            wanted[position] = object
            do throws(TextEditError) {
                new = try edited(entry, wanted)
                titles.append(entry.title)
            } catch {
                wanted[position] = entry.manifest.object
                let location = entry.manifest.location
                refusals.append(Refusal(title: entry.title, location: location, reason: error.reason))
            }
        }
    }

    /// The text with the changes of one more object. Read again it must hold just the objects that are wanted.
    private func edited(_ entry: Report.Entry, _ wanted: [JSON]) throws(TextEditError) -> [UInt8] {
        var text = try EditableText(new)
        for operation in entry.decision.patch.operations {
            try text.apply(operation, in: entry.manifest.documentNumber, below: entry.manifest.place)
        }
        let result = ManifestReader().read(text.bytes, file: file)
        let kinds = KindCatalog(result.manifests)
        let objects = result.manifests.filter { !kinds.isLocal($0.kind) }.map(\.object)
        guard result.complaints.isEmpty, objects == wanted else {
            throw TextEditError(reason: "the text is written in an unusual way")
        }
        return text.bytes
    }
}
