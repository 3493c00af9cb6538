import Documents
package import Expressions
import Kubernetes

/// Reads the policies of a directory, or of a single file.
package struct Loader: Sendable {
    /// What a policy directory may ask of the loader; past it there is a complaint.
    package struct Limits: Sendable {
        /// Bytes of one file.
        package var fileBytes = 1 << 20
        /// Bytes of all files together.
        package var totalBytes = 16 << 20
        /// Files.
        package var files = 1000
        /// Directories within each other.
        package var depth = 16

        package init() {}
    }

    /// The directory, or the file.
    package let path: String
    /// What it may ask of the loader.
    package let limits: Limits
    /// What becomes of upstream policies.
    package let options: PolicyAssembly.Options

    package init(_ path: String, limits: Limits = Limits(), options: PolicyAssembly.Options = .init()) {
        self.path = path
        self.limits = limits
        self.options = options
    }

    /// Reads everything. Policies with complaints are never loaded in part.
    package func load() throws(LoadError) -> PolicySet { try load(directory) }

    /// The files as they are now.
    var directory: PolicyDirectory { PolicyDirectory(path, limits: limits) }

    func load(_ directory: PolicyDirectory) throws(LoadError) -> PolicySet {
        var complaints = directory.complaints
        var gates: [GateDocument] = []
        var files: [GateFile] = []
        var room = limits.totalBytes
        for file in directory.files {
            do throws(FileError) {
                let bytes = try readFile(file.path, limit: limits.fileBytes)
                room -= bytes.count
                guard room >= 0 else {
                    throw FileError("All files together have over \(limits.totalBytes) bytes, which is the limit.")
                }
                let read = gateFile(file.path, bytes)
                gates += read.gates
                files.append(read)
                complaints += read.complaints
            } catch {
                complaints.append(Complaint(error, of: file.path))
            }
            guard room >= 0 else { break }
        }
        let upstream = files.flatMap(\.upstream)
        let assembly = PolicyAssembly(upstream, options)
        let exceptions = files.flatMap(\.exceptions)
        complaints += conflicts(gates) + conflicts(exceptions) + self.complaints(files, assembly)
        if complaints.isEmpty, gates.isEmpty, upstream.isEmpty { complaints = [absence(directory)] }
        let placements = exceptions.map { ExceptionPlacement($0, among: gates, assembly.bindings) }
        // A policy that could not be read is in no gate, which is no fault of the exceptions from it.
        if complaints.isEmpty { complaints = placements.flatMap(\.complaints) }
        guard complaints.isEmpty else { throw LoadError(complaints) }
        let notices = strays(files).filter { !isMistake($0, files) }.map(\.notice)
        return PolicySet(gates, upstream, assembly, placements, notices, files: directory.files.map(\.path))
    }

    /// The objects that are neither policies nor parameters of any.
    private func strays(_ files: [GateFile]) -> [ParameterDocument] {
        let kinds = Set(files.flatMap(\.upstream).compactMap(\.paramKind))
        return files.flatMap { $0.strayDocuments(kinds) }
    }

    /// Beside policies of Kubernetes stand objects of all kinds; a directory without any holds nothing else.
    private func isMistake(_ stray: ParameterDocument, _ files: [GateFile]) -> Bool {
        stray.isMisnamed || !files.contains(where: \.hasPolicies)
    }

    /// What is wrong with upstream documents beside what each file says of its own.
    private func complaints(_ files: [GateFile], _ assembly: PolicyAssembly) -> [Complaint] {
        strays(files).filter { isMistake($0, files) }.map(\.complaint) + assembly.faults.map { Complaint($0) }
            + assembly.conflicts.map { Complaint($0) }
    }

    private func gateFile(_ path: String, _ bytes: [UInt8]) -> GateFile {
        let reader = YAMLReader(limits: .init(bytes: limits.fileBytes, depth: 100, aliasedValues: 100_000))
        return GateFile(
            SourceText(name: path, bytes: bytes), reader: reader, as: path.hasSuffix(".json") ? .json : .any)
    }

    private func absence(_ directory: PolicyDirectory) -> Complaint {
        let wanted = "wanted is at least one document of \(documentVersion), kind Gate, in a file .yaml, .yml or .json"
        return Complaint(
            file: path,
            directory.files.isEmpty ? "There are no policies here; \(wanted)." : "No file holds a gate; \(wanted).")
    }
}

/// Complaints of gates that are well formed each by itself.
private func conflicts(_ gates: [GateDocument]) -> [Complaint] {
    sameNames(gates) + sameKinds(gates)
}

private func sameNames(_ gates: [GateDocument]) -> [Complaint] {
    var first: [String: GateDocument] = [:]
    return gates.compactMap { gate in
        guard !gate.name.isEmpty else { return nil }
        guard let other = first[gate.name] else {
            first[gate.name] = gate
            return nil
        }
        let place = other.source.title(of: other.nameLocation)
        return Complaint(
            gate.source, at: gate.nameLocation, "The gate \"\(gate.name)\" is there already, at \(place); rename one.")
    }
}

/// All gates together know one place for the pods of a kind.
private func sameKinds(_ gates: [GateDocument]) -> [Complaint] {
    var complaints: [Complaint] = []
    var first: [[String]: (entry: PodTemplates.Entry, place: String)] = [:]
    for gate in gates {
        for (entry, location) in zip(gate.templates, gate.templateLocations) {
            let key = [entry.group, entry.kind]
            if let other = first[key], other.entry != entry {
                complaints.append(
                    Complaint(
                        gate.source, at: location,
                        "Where \(entry.kind) keeps its pods is said otherwise at \(other.place); they must agree."))
            }
            first[key] = first[key] ?? (entry, gate.source.title(of: location))
        }
    }
    return complaints
}
