/// What `sekisho cel --functions` prints of the functions and macros of an environment.
package struct FunctionReference: Sendable {
    private let environment: Environment

    /// The reference of a minor version of Kubernetes.
    package init(minor: Int = Environment.newestMinor) { environment = Environment.kubernetes(minor: minor) }

    /// Every function with a line: library by library, its name and what it is.
    package var list: String {
        environment.reference.map { library in
            let width = library.functions.map { $0.title.unicodeScalars.count }.max() ?? 0
            let lines = library.functions.map { "  \($0.title.padded(to: width))  \($0.documentation)\n" }
            return library.title + "\n" + lines.joined()
        }.joined(separator: "\n")
    }

    /// All there is to say of the functions of a name: its forms and examples; nil when there is none.
    package func text(of name: String) -> String? {
        let found = environment.reference(of: name)
        guard !found.isEmpty else { return nil }
        return found.map { library, function in
            let forms = function.forms.map { "  \($0)\n" }.joined()
            let examples = function.examples.map { "  \($0)\n" }.joined()
            return "\(function.title): \(function.documentation)\n(\(library.title))\n\n\(forms)"
                + (examples.isEmpty ? "" : "\nTrue:\n\(examples)")
        }.joined(separator: "\n")
    }

    /// The names of all functions, each once, in the order of the alphabet.
    package var names: [String] {
        Set(environment.reference.flatMap { $0.functions }.map { $0.title }).sorted()
    }

    /// A page of Markdown with all there is to say.
    package var markdown: String {
        """
        # CEL in policies

        What expressions of Kubernetes' admission policies may use, up to version 1.\(Environment.newestMinor). This page is \
        printed from the declarations: `sekisho cel --functions NAME` shows a part of it, `--kubernetes 1.30` that of an \
        older version. Every example is true.


        """ + environment.reference.map(section).joined(separator: "\n")
    }

    private func section(_ library: Library) -> String {
        "## \(library.title.capitalizedFirst)\n\n"
            + library.functions.map { function in
                let lines = function.forms + (function.examples.isEmpty ? [] : ["", "// true"] + function.examples)
                return "### `\(function.title)`\n\(function.documentation)\n\n```cel\n"
                    + lines.joined(separator: "\n") + "\n```\n"
            }.joined(separator: "\n")
    }
}

extension Function {
    /// The name as expressions write it.
    fileprivate var title: String { name.displayName }
}

extension Library {
    /// The name, and the version that brought it.
    fileprivate var title: String { name + (since.map { ", since Kubernetes 1.\($0)" } ?? "") }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
