import Admission
package import Documents

/// The changes that a gate makes to the objects of a file, and the mends of what it finds there where the report has them,
/// written into the file: with comments, order and quotes as they are. What can't be written so is left as it is.
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
        for entry in report.entries where entry.isChanged && files.last != entry.manifest.file {
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
        do throws(TextEditError) {
            try edit(entries)
        } catch {
            titles = []
            refusals = entries.filter(\.isChanged).map { Refusal($0, error) }
        }
    }

    /// Documents are edited one by one from the last to the first, so that the places of those to come stay true, and
    /// each costs what it holds itself.
    private mutating func edit(_ entries: [Report.Entry]) throws(TextEditError) {
        var text = try EditableText(old)
        var wanted = entries.map(\.manifest.object)
        var outcomes: [(title: String?, refusal: Refusal?)] = entries.map { _ in (nil, nil) }
        for positions in Self.documents(entries).reversed() {
            let range = text.document(around: entries[positions.lowerBound].manifest.location.line)
            var part = text.part(range)
            for position in positions where entries[position].isChanged {
                do throws(TextEditError) {
                    wanted[position] = entries[position].wanted
                    part = try Self.edited(part, entries[position], Array(wanted[positions]))
                    outcomes[position].title = entries[position].title
                } catch {
                    wanted[position] = entries[position].manifest.object
                    outcomes[position].refusal = Refusal(entries[position], error)
                }
            }
            text.replace(range, with: part)
        }
        guard Self.objects(text) == wanted else { throw TextEditError(reason: "the file is written in an unusual way") }
        titles = outcomes.compactMap(\.title)
        refusals = outcomes.compactMap(\.refusal)
        if isChange { new = text.bytes }
    }

    /// The positions of the objects, by document.
    private static func documents(_ entries: [Report.Entry]) -> [Range<Int>] {
        entries.indices.reduce(into: []) { ranges, position in
            if let last = ranges.last,
                entries[last.lowerBound].manifest.documentNumber == entries[position].manifest.documentNumber
            {
                ranges[ranges.count - 1] = last.lowerBound..<position + 1
            } else {
                ranges.append(position..<position + 1)
            }
        }
    }

    /// A document's text with the changes of one more object. Read again it must hold just the objects that are wanted.
    private static func edited(
        _ document: EditableText, _ entry: Report.Entry, _ wanted: [JSON]
    ) throws(TextEditError) -> EditableText {
        var text = document
        let patch = entry.mending?.patch ?? entry.change.patch
        if entry.mending?.isEndless ?? false {
            throw TextEditError(reason: "the policies undo each other's mends without an end")
        }
        if patch.isEmpty {
            throw TextEditError(reason: "only what the API server fills in by default would have to be changed")
        }
        for operation in patch.operations { try text.apply(operation, below: entry.manifest.place) }
        guard objects(text) == wanted else { throw TextEditError(reason: "the text is written in an unusual way") }
        return text
    }

    /// The objects that an API server would see; nil when the text can't be read.
    private static func objects(_ text: EditableText) -> [JSON]? {
        let result = ManifestReader().read(text.bytes, file: "")
        let kinds = KindCatalog(result.manifests)
        return result.complaints.isEmpty ? result.manifests.filter { !kinds.isLocal($0.kind) }.map(\.object) : nil
    }
}

extension ManifestFix.Refusal {
    fileprivate init(_ entry: Report.Entry, _ error: TextEditError) {
        self.init(title: entry.title, location: entry.manifest.location, reason: error.reason)
    }
}

extension Report.Entry {
    /// The object would be another one, or should.
    fileprivate var isChanged: Bool {
        decision.patchedObject != nil || mending?.object != nil || mending?.isEndless ?? false
    }

    /// The object as it is to be written.
    fileprivate var wanted: JSON { (mending == nil ? changedObject : mending?.object) ?? manifest.object }
}
