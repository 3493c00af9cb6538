import FoundationEssentials

/// The policy files that a path leads to, as they are at one moment.
///
/// A directory's files are those that end in `.yaml`, `.yml` or `.json`, in subdirectories too, and not those whose
/// names start with a dot: a ConfigMap's volume keeps its data in such places, and links to them from plain names.
/// Kustomizations, which name files for another program, are passed over.
struct PolicyDirectory {
    /// One file.
    struct File {
        /// The path to open it by, which is also its name in complaints.
        let path: String
        /// Tells versions of it apart.
        let stamp: Fingerprint.Stamp
    }

    /// Sorted by path; a file that several names lead to is here once.
    private(set) var files: [File] = []
    /// What could not be read.
    private(set) var complaints: [Complaint] = []
    private let limits: Loader.Limits
    private var seen: Set<Inode> = []
    private var isFull = false

    private static let endings = [".yaml", ".yml", ".json"]
    private static let kustomizations: Set<String> = ["kustomization.yaml", "kustomization.yml"]

    /// Lists the files at `path`, a directory or a single file.
    init(_ path: String, limits: Loader.Limits) {
        self.limits = limits
        do throws(FileError) {
            let status = try FileStatus(path)
            if status.isDirectory { visitDirectory(path, status, above: []) } else { visitFile(path, status) }
        } catch {
            complain(path, error.description)
        }
    }

    /// Tells states of the directory apart.
    var fingerprint: Fingerprint {
        Fingerprint(stamps: files.map(\.stamp), failures: complaints.map(\.description))
    }

    private mutating func visit(_ path: String, above: [Inode]) {
        let isWanted = Self.endings.contains(where: path.hasSuffix)
        do throws(FileError) {
            let status = try FileStatus(path)
            if status.isDirectory {
                visitDirectory(path, status, above: above)
            } else if isWanted {
                visitFile(path, status)
            }
        } catch {
            if isWanted { complain(path, error.description) }
        }
    }

    private mutating func visitDirectory(_ path: String, _ status: FileStatus, above: [Inode]) {
        // A link to a directory above leads nowhere new.
        guard !above.contains(status.inode) else { return }
        guard above.count < limits.depth else {
            return complain(path, "It lies deeper than \(limits.depth) directories.")
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            return complain(path, FileError.access(path).description)
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        let wanted = names.filter { !$0.hasPrefix(".") && !Self.kustomizations.contains($0) }
        for name in wanted.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            guard !isFull else { return }
            visit(folder + name, above: above + [status.inode])
        }
    }

    private mutating func visitFile(_ path: String, _ status: FileStatus) {
        guard status.isFile else {
            return complain(path, "It is neither a file nor a directory; wanted is one of these.")
        }
        guard seen.insert(status.inode).inserted else { return }
        guard files.count < limits.files else {
            isFull = true
            return complain(path, "There are more than \(limits.files) files here.")
        }
        guard status.size <= limits.fileBytes else {
            return complain(path, "It has \(status.size) bytes; at most \(limits.fileBytes) are read.")
        }
        files.append(File(path: path, stamp: status.stamp(path)))
    }

    private mutating func complain(_ path: String, _ message: String) {
        complaints.append(Complaint(file: path, message))
    }
}
