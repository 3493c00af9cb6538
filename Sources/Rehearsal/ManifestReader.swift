package import Configuration
package import Documents

/// Reads the objects that files, directories and standard input hold, with the place of each part of them.
package struct ManifestReader: Sendable {
    /// What came out of reading.
    package struct Result: Sendable {
        /// The objects, in the order of the paths, then of file names, then as they stand in their file.
        package fileprivate(set) var manifests: [Manifest] = []
        /// Everything that could not be read; the manifests lack these parts.
        package fileprivate(set) var complaints: [Complaint] = []
        /// What was read as kubectl reads it, and was hardly meant so: keys that stand twice.
        package fileprivate(set) var warnings: [Complaint] = []

        fileprivate mutating func append(_ other: Result) {
            manifests += other.manifests
            complaints += other.complaints
            warnings += other.warnings
        }
    }

    /// The path that stands for standard input.
    package static let standardInput = "-"

    /// What standard input is called in reports.
    package static let standardInputName = "standard input"

    private let reader: YAMLReader

    /// A reader of files within limits. Of keys that stand twice the last one counts, as kubectl has it.
    package init(limits: YAMLReader.Limits = YAMLReader.Limits()) {
        reader = YAMLReader(limits: limits, duplicateKeys: .lastCounts)
    }

    /// Reads all that the paths name.
    ///
    /// A file is read whatever its name. Of a directory all files ending in .yaml, .yml and .json are, with those of its
    /// subdirectories, in the order of their names; hidden ones are left out, and directories that are symbolic links
    /// are not entered. A file that is named twice is read once.
    ///
    /// - Parameter progress: hears how many files of how many are read.
    package func read(_ paths: [String], progress: (Int, Int) -> Void = { _, _ in }) -> Result {
        var result = Result()
        var files: [String] = []
        var seen: Set<String> = []
        for path in paths {
            do throws(FileError) {
                files += try ManifestFiles.all(below: path).filter { seen.insert($0).inserted }
            } catch {
                result.complaints.append(Complaint(error, of: path))
            }
        }
        for (position, file) in files.enumerated() {
            progress(position, files.count)
            result.append(read(file, isNamed: paths.contains(file)))
        }
        // One for each chart, and not for each of its files.
        var told: Set<Complaint> = []
        result.complaints = result.complaints.filter { $0.location != nil || told.insert($0).inserted }
        return result
    }

    /// Reads the documents of one file's text.
    package func read(_ bytes: [UInt8], file: String) -> Result {
        let text = SourceText(name: file, bytes: bytes)
        do throws(YAMLError) {
            return try read(text)
        } catch {
            guard !TemplateText.isTemplate(text, at: error.location.line) else {
                return Result(complaints: [Complaint(text, at: error.location, TemplateText.advice)])
            }
            return Result(complaints: [Complaint(error, in: text, hint: TemplateText.hint(for: bytes))])
        }
    }

    private func read(_ text: SourceText) throws(YAMLError) -> Result {
        var result = Result()
        for (position, document) in try reader.documents(in: text.bytes).enumerated() where !document.json.isNull {
            var expansion = ListExpansion(document, number: position + 1, text: text)
            expansion.visit(document.json, at: [])
            result.manifests += expansion.manifests
            result.complaints += expansion.complaints
            result.warnings += document.warnings.map { Complaint(warning: $0, text) }
            result.warnings += expansion.manifests.flatMap { manifest in
                UnquotedText.all(in: manifest.object).map {
                    Complaint(text, at: manifest.location(at: $0.pointer), $0.sentence)
                }
            }
        }
        return result
    }

    private func read(_ path: String, isNamed: Bool) -> Result {
        let isInput = path == Self.standardInput
        let name = isInput ? Self.standardInputName : path
        do throws(FileError) {
            let bytes = isInput ? try FileText.read(descriptor: 0) : try FileText.read(path, isNamed: isNamed)
            let result = read(bytes, file: name)
            guard !isInput, let source = source(of: path, bytes, result, isNamed: isNamed) else { return result }
            return Result(complaints: [source.complaint])
        } catch {
            return Result(complaints: [Complaint(error, of: name)])
        }
    }

    /// What a file is a part of that holds no object; nil for one that has some, or that is simply wrong.
    private func source(of path: String, _ bytes: [UInt8], _ result: Result, isNamed: Bool) -> RenderedSource? {
        guard result.manifests.isEmpty, !result.complaints.isEmpty else { return nil }
        let isTemplate = TemplateText.isTemplate(bytes)
        guard isTemplate || !isNamed || RenderedSource.isOwn(path) else { return nil }
        guard let source = RenderedSource(around: path) else { return nil }
        // Nothing but a chart's templates need not be YAML.
        let isYAML = (try? reader.documents(in: bytes)) != nil
        return isYAML || isTemplate && source.tool == .helm ? source : nil
    }
}

extension Complaint {
    /// A key that stands twice.
    fileprivate init(warning: YAMLError, _ text: SourceText) {
        let sentence = warning.reason.sentence
        self.init(
            text, at: warning.location, sentence.prefix(1).uppercased() + sentence.dropFirst() + " The last one counts."
        )
    }
}

/// Text that becomes a manifest only when something is done with it.
enum TemplateText {
    /// What to do about a template.
    static let advice =
        "The file looks like a template; check what it renders to, as in: helm template CHART | sekisho check -"

    /// The text has what stands around the actions of Go's templates.
    static func isTemplate(_ bytes: [UInt8]) -> Bool {
        guard !bytes.prefix(4096).contains(0) else { return false }
        return zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "{") && $1 == UInt8(ascii: "{") }
    }

    /// What can't be read is an action of a template: it stands there, or in the line above, where an error may come of
    /// what the action leaves open.
    static func isTemplate(_ text: SourceText, at line: Int) -> Bool {
        guard isTemplate(text.bytes) else { return false }
        return [line - 1, line].contains { $0 > 0 && text.line($0)?.contains("{{") ?? false }
    }

    /// What to do about a file that seems to be a template, or in another encoding, starting with a space; empty for all
    /// others.
    static func hint(for bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return " The file begins as UTF-16 does; save it as UTF-8."
        }
        if bytes.prefix(4096).contains(0) { return " The file seems to be no text." }
        return isTemplate(bytes) ? " " + advice : ""
    }
}
