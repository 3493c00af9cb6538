import Documents
import Kubernetes

/// What programs that make manifests say of where they made them from.
enum OriginComment {
    /// Lines above a document that are looked at: a licence may stand between.
    private static let reach = 200

    /// What `helm template` writes above each document: `# Source: chart/templates/web.yaml`.
    static func source(above line: Int, in text: SourceText) -> String? {
        let mark = "# Source: "
        for number in (max(1, line - reach)..<max(1, line)).reversed() {
            guard let line = text.line(number), line.isEmpty || line.hasPrefix("#") else { return nil }
            if line.hasPrefix(mark) { return name(line.dropFirst(mark.count)) }
        }
        return nil
    }

    /// What `kustomize build` writes with `buildMetadata: [originAnnotations]`: an annotation, itself YAML, with a path.
    static func source(of object: JSON) -> String? {
        guard let text = ObjectView(object).annotations?["config.kubernetes.io/origin"]?.string else { return nil }
        let mark = "path: "
        return text.split(separator: "\n").first { $0.hasPrefix(mark) }.flatMap { name($0.dropFirst(mark.count)) }
    }

    /// A name of one line and no great length; nil when there is none.
    private static func name(_ text: Substring) -> String? {
        let name = String(text.reversed().drop { $0.isWhitespace }.reversed()).prefix(1000)
        return name.isEmpty ? nil : String(name)
    }
}
