import Configuration
import Glibc

/// A directory of files that are no manifests until a program has made some of them: a chart of Helm, or a
/// kustomization.
struct RenderedSource: Hashable {
    /// What makes manifests of them.
    enum Tool: Hashable {
        case helm, kustomize
    }

    /// The directory's path.
    let directory: String
    /// What makes manifests of its files.
    let tool: Tool

    /// Directories above a file that are looked at.
    private static let levels = 4
    private static let kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"]
    /// Files that are known by their names.
    private static let ownFiles = ["Chart.yaml", "Chart.yml", "values.yaml", "values.yml"] + kustomizations

    /// The outermost chart around a file, or else the nearest kustomization; nil where there is neither.
    init?(around file: String) {
        var chart: String?
        var kustomization: String?
        var parts = file.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<Self.levels where !parts.isEmpty {
            parts.removeLast()
            let folder = parts == [""] ? "/" : parts.isEmpty ? "." : parts.joined(separator: "/")
            if Self.has(["Chart.yaml"], in: folder) { chart = folder }
            if kustomization == nil, Self.has(Self.kustomizations, in: folder) { kustomization = folder }
        }
        guard let directory = chart ?? kustomization else { return nil }
        self.directory = directory
        tool = chart == nil ? .kustomize : .helm
    }

    private static func has(_ names: [String], in directory: String) -> Bool {
        names.contains { access("\(directory)/\($0)", F_OK) == 0 }
    }

    /// The file is one of those that such a directory has for its program.
    static func isOwn(_ file: String) -> Bool {
        ownFiles.contains(file.split(separator: "/").last.map(String.init) ?? "")
    }

    /// What is wanted instead.
    var complaint: Complaint {
        switch tool {
        case .helm:
            Complaint(
                file: directory,
                "This is a Helm chart, and not all of its files are manifests; check what it renders to: "
                    + "helm template \(directory) | sekisho check -")
        case .kustomize:
            Complaint(
                file: directory,
                "This is a kustomization, and not all of its files are manifests; check what it builds: "
                    + "kubectl kustomize \(directory) | sekisho check -")
        }
    }
}
