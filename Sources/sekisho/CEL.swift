import Admission
import ArgumentParser
import CEL
import Configuration
import Documents
import Rehearsal

/// `sekisho cel`: what an expression of Kubernetes' policies comes to.
struct ExpressionTrial: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cel",
        abstract: "Evaluate an expression of CEL, the language of Kubernetes' policies.",
        discussion: """
            Prints the value, its type, and what it costs. Documents are YAML or JSON; `-` is standard input.

            Exit status: 0 the expression has a value, 1 it comes to an error, 2 it can't be checked or a file can't be read.

            Examples:
              sekisho cel 'object.spec.replicas <= 5' --object deployment.yaml
              sekisho cel --explain 'object.metadata.name.startsWith(params.prefix)' \\
                --object service.yaml --params names.yaml
              kubectl get pod web -o json |
                sekisho cel 'object.spec.containers.map(c, c.image)' --object - -o json
              sekisho cel --functions quantity
            """)

    @Argument(help: "The expression; with --functions, the name of a function.")
    var expression: String?

    @Option(name: .customLong("object"), help: ArgumentHelp("The file of `object`.", valueName: "file"))
    var object: String?

    @Option(
        name: .customLong("old-object"),
        help: ArgumentHelp("The file of `oldObject`; null unless given.", valueName: "file"))
    var oldObject: String?

    @Option(
        name: .customLong("params"), help: ArgumentHelp("The file of `params`; null unless given.", valueName: "file"))
    var params: String?

    @Option(
        name: .customLong("request"),
        help: ArgumentHelp(
            "The file of `request`, or an AdmissionReview, which brings `object` and `oldObject` along.",
            valueName: "file"))
    var request: String?

    @Option(
        name: .customLong("namespace-object"),
        help: ArgumentHelp("The file of `namespaceObject`; null unless given.", valueName: "file"))
    var namespaceObject: String?

    @Option(help: ArgumentHelp("The version of Kubernetes whose functions there are.", valueName: "version"))
    var kubernetes = KubernetesMinor(number: Environment.newestMinor)

    @Option(name: .shortAndLong, help: ArgumentHelp("The result for people or for programs.", valueName: "format"))
    var output = Format.text

    @Flag(help: "Print what each part of the expression comes to.")
    var explain = false

    @Flag(help: "List the functions and macros, or show the one of the name given.")
    var functions = false

    @Flag(help: ArgumentHelp("Print the functions as a page of Markdown.", visibility: .hidden))
    var markdown = false

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    func validate() throws {
        guard functions else { return }
        try IdleOptions.refuse(
            [
                "--object": object != nil, "--old-object": oldObject != nil, "--params": params != nil,
                "--request": request != nil, "--namespace-object": namespaceObject != nil, "--explain": explain,
                "-o json": output == .json,
            ], "with --functions, which evaluates nothing")
    }

    func run() throws {
        if markdown { return try Output.standard.write(FunctionReference(minor: kubernetes.number).markdown) }
        if functions { return try Output.standard.write(reference()) }
        guard let expression else {
            throw ValidationError("An expression is wanted, such as 'object.spec.replicas <= 5'.")
        }
        var trial = Trial(expression)
        trial.minor = kubernetes.number
        trial.isExplained = explain
        trial.documents = try documents()
        try print(trial)
    }

    private func print(_ trial: Trial) throws {
        let report: TrialReport
        do throws(CheckFailure) {
            report = try trial.run()
        } catch {
            switch output {
            case .json: try Output.standard.write(error.json)
            case .text: Output.errors.say("error: \(error.description)")
            }
            throw ExitStatus.badInput.code
        }
        try Output.standard.write(output == .json ? report.json : report.text)
        if !report.isValue { throw ExitStatus.findings.code }
    }

    /// The documents of the variables that were given one.
    private func documents() throws -> [TrialDocument.Variable: TrialDocument] {
        let files: [(variable: TrialDocument.Variable, path: String?)] = [
            (.object, object), (.oldObject, oldObject), (.params, params), (.request, request),
            (.namespaceObject, namespaceObject),
        ]
        guard files.count(where: { $0.path == "-" }) < 2 else {
            throw ValidationError("Standard input can be one document only.")
        }
        var documents: [TrialDocument.Variable: TrialDocument] = [:]
        for (variable, path) in files {
            guard let path else { continue }
            documents[variable] = try document(path)
        }
        return documents
    }

    private func document(_ path: String) throws -> TrialDocument {
        do {
            let source = SourceText(name: InputFile.title(path), bytes: try InputFile.read(path))
            do throws(YAMLError) {
                _ = try YAMLReader().documents(in: source.bytes)
            } catch {
                throw LoadError([Complaint(error, in: source)])
            }
            return try TrialDocument(source.bytes, file: source.name)
        } catch let error as TrialDocumentError {
            throw ValidationError(error.description)
        } catch {
            Output.errors.say(error)
            throw ExitStatus.badInput.code
        }
    }

    private func reference() throws -> String {
        let reference = FunctionReference(minor: kubernetes.number)
        guard let expression else { return reference.list }
        if let text = reference.text(of: expression) { return text }
        let suggestion = Spelling.nearest(to: expression, among: reference.names).map { " Did you mean \"\($0)\"?" }
        throw ValidationError("There is no function \"\(expression)\".\(suggestion ?? "")")
    }
}

/// A version of Kubernetes on the command line: `1.34`.
struct KubernetesMinor: ExpressibleByArgument, CustomStringConvertible {
    /// What stands after the point.
    let number: Int

    init(number: Int) { self.number = number }

    /// Nil for what is no version from 1.28 on.
    init?(argument: String) {
        guard argument.hasPrefix("1."), let number = Int(argument.dropFirst(2)), number >= Environment.oldestMinor
        else {
            return nil
        }
        self.number = number
    }

    var description: String { "1.\(number)" }
    var defaultValueDescription: String { description }
}
