package import Configuration
package import Documents

/// The cases that files, directories and standard input hold.
package struct CaseCollection: Sendable {
    /// A file that has cases, and these.
    package typealias File = (name: String, cases: [CaseFile.Case])

    /// In the order of the paths, then of file names. Files without cases are left out.
    package private(set) var files: [File] = []
    /// All that is wrong with the files.
    package private(set) var complaints: [Complaint] = []
    private let policies: PolicySet?

    /// Reads all that the paths name, in the way of `ManifestReader`.
    ///
    /// - Parameter policies: the gates that cases may be about.
    package init(reading paths: [String], policies: PolicySet? = nil) {
        self.policies = policies
        var seen: Set<String> = []
        for path in paths {
            do throws(FileError) {
                let found = try ManifestFiles.all(below: path)
                let count = files.count + complaints.count
                let isNew = found.map { seen.insert($0).inserted }
                for (file, isNew) in zip(found, isNew) where isNew { try read(file, isNamed: file == path) }
                let hasNothing = files.count + complaints.count == count && (found.isEmpty || isNew.contains(true))
                if hasNothing { complaints.append(Self.absence(path)) }
            } catch {
                complaints.append(Complaint(error, of: Self.title(path)))
            }
        }
    }

    /// Takes in one file's text.
    package init(_ source: SourceText, policies: PolicySet? = nil) {
        self.policies = policies
        add(source)
    }

    private mutating func read(_ path: String, isNamed: Bool) throws(FileError) {
        let isInput = path == ManifestReader.standardInput
        let bytes = isInput ? try FileText.read(descriptor: 0) : try FileText.read(path, isNamed: isNamed)
        add(SourceText(name: Self.title(path), bytes: bytes))
    }

    private mutating func add(_ source: SourceText) {
        let file = CaseFile(source, policies: policies)
        complaints += file.complaints
        if !file.cases.isEmpty { files.append((source.name, file.cases)) }
    }

    /// The path as reports name it.
    private static func title(_ path: String) -> String {
        path == ManifestReader.standardInput ? ManifestReader.standardInputName : path
    }

    private static func absence(_ path: String) -> Complaint {
        Complaint(
            file: title(path),
            "There are no cases here; wanted are documents of \(documentVersion), kind Cases.")
    }
}
