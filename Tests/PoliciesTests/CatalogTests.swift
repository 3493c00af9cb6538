import Admission
import Documents
import Foundation
import Policies
import Rehearsal
import Testing

/// What a policy must have to be complete; a failure names what is missing.
@Suite("The catalogue is complete")
struct CatalogTests {
    @Test("Every policy among the sources is in the catalogue, and nothing else is")
    func sources() {
        let files = PolicySource.all
        #expect(Set(files.map(\.id)).subtracting(Catalog.ids) == [], "These policies are in no line of Catalog.swift.")
        #expect(Set(Catalog.ids).subtracting(files.map(\.id)) == [], "These policies have no file of their own.")
        #expect(Set(Catalog.ids).count == Catalog.ids.count, "An id is taken twice.")
    }

    @Test("Every policy has a file of cases, and every file of cases a policy")
    func caseFiles() {
        let files = CaseFiles.all.map(\.id)
        #expect(Set(Catalog.ids).subtracting(files) == [], "These policies lack a file in Cases.")
        #expect(Set(files).subtracting(Catalog.ids) == [], "These files in Cases are named after no policy.")
    }

    @Test("The folders of the policies are the chapters of the catalogue")
    func chapters() {
        for chapter in Catalog.chapters {
            let files = PolicySource.all.filter { $0.folder == chapter.title }
            #expect(Set(files.map(\.id)) == Set(chapter.policies.map { $0.about.id }), "\(chapter.title)")
        }
    }

    @Test("Policies are found by id")
    func lookup() {
        for type in Catalog.policies { #expect(Catalog.policy(type.about.id) == type) }
        #expect(Catalog.policy("no-such-policy") == nil)
    }
}

/// What every single policy must have.
@Suite("Each policy is complete")
struct PolicyCompletenessTests {
    @Test("Id, type and file are the same words", arguments: Entry.all)
    func names(entry: Entry) throws {
        let source = try #require(PolicySource.all.first { $0.id == entry.id })
        let name = String(describing: entry.type)
        #expect(source.file == name + ".swift")
        #expect(entry.id == entry.id.lowercased() && !entry.id.contains("_"), "An id is kebab-case.")
        #expect(entry.id.split(separator: "-").joined() == name.lowercased())
    }

    @Test("About says what the policy is", arguments: Entry.all)
    func about(entry: Entry) {
        let about = entry.type.about
        #expect(isSentence(about.summary))
        #expect(isSentence(about.prose))
        #expect(about.prose.count > about.summary.count)
        #expect(!about.fields.isEmpty && about.fields.allSatisfy { !$0.isEmpty })
    }

    @Test("A policy judges or mends", arguments: Entry.all)
    func halves(entry: Entry) { #expect(entry.isValidating || entry.isMutating) }

    @Test("Every parameter has a help text, those of parameters too", arguments: Entry.all)
    func help(entry: Entry) {
        let speechless = entry.references.flatMap(all).filter { !isSentence($0.help) }.map(\.name)
        #expect(speechless == [])
    }

    @Test("Every stored property is a parameter", arguments: Entry.all)
    func parameters(entry: Entry) {
        let others = Mirror(reflecting: entry.standard).children.filter {
            !"\(type(of: $0.value))".hasPrefix("Parameter<")
        }
        #expect(others.compactMap(\.label) == [])
    }

    @Test("The defaults can be written as they are", arguments: Entry.all)
    func defaults(entry: Entry) throws {
        let written = JSONValue.object(entry.references.map { .init($0.name, $0.standard) })
        #expect(entry.complaints(of: try written.parsed()) == entry.complaints(of: nil))
    }

    @Test("Unknown parameters are complained of", arguments: Entry.all)
    func unknown(entry: Entry) throws {
        let complaints = entry.complaints(of: try (["noSuchParameter": true] as JSONValue).parsed())
        #expect(complaints.map(\.pointer).contains(["noSuchParameter"]))
    }

    @Test("Cases show what is allowed, denied and changed, and what is left alone", arguments: Entry.all)
    func cases(entry: Entry) throws {
        let file = try #require(CaseFiles.all.first { $0.id == entry.id })
        let cases = file.read().cases
        #expect(cases.allSatisfy { $0.policy != nil && $0.subject.name == entry.id }, "A case is about another policy.")
        #expect(Set(cases.map(\.name)).count == cases.count, "Two cases have the same name.")
        let kinds = Set(cases.map { Shown($0.expectation) })
        if entry.isValidating { #expect(kinds.isSuperset(of: [.allowed, .denied])) }
        if entry.isMutating { #expect(kinds.isSuperset(of: [.changed, .leftAlone])) }
    }

    private func isSentence(_ text: String) -> Bool {
        text.hasSuffix(".") && (text.first?.isUppercase ?? false)
    }

    /// A parameter and those that its values have.
    private func all(_ reference: ParameterReference) -> [ParameterReference] {
        [reference] + nested(reference.shape).flatMap(all)
    }

    private func nested(_ shape: ParameterShape) -> [ParameterReference] {
        switch shape {
        case .list(let element), .map(let element): nested(element)
        case .object(let references): references
        case .boolean, .integer, .text, .oneOf, .anything: []
        }
    }
}

/// A policy of the catalogue, as an argument of tests.
struct Entry: Sendable, CustomTestStringConvertible {
    let type: any Policy.Type
    var id: String { type.about.id }
    var testDescription: String { id }
    var isValidating: Bool { standard is any Validating }
    var isMutating: Bool { standard is any Mutating }
    var references: [ParameterReference] { type.parameterReferences }
    /// The policy with all parameters at their defaults.
    var standard: any Policy { type.init() }

    /// What is wrong with parameters.
    func complaints(of parameters: JSON?) -> [ParameterReader.Complaint] {
        let reader = ParameterReader()
        _ = type.read(parameters, reader)
        return reader.complaints
    }

    static let all: [Entry] = Catalog.policies.map(Entry.init)
}

/// What a case shows.
private enum Shown {
    case allowed, denied, changed, leftAlone

    init(_ expectation: CaseFile.Expectation) {
        switch expectation {
        case .allow: self = .allowed
        case .deny: self = .denied
        case .patch(let patch): self = patch.isEmpty ? .leftAlone : .changed
        }
    }
}

/// A source file that declares a policy.
struct PolicySource: Sendable {
    let file: String
    /// The folder that the file is in, which is named after a chapter.
    let folder: String
    let id: String

    /// Those among the sources that say what they are about.
    static let all: [PolicySource] = {
        let files = FileManager.default.enumerator(at: CaseFiles.sources, includingPropertiesForKeys: nil)
        return (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .compactMap { url in
                guard let text = try? String(contentsOf: url, encoding: .utf8),
                    let match = text.firstMatch(of: /static let about = About\(\s*"([^"]*)"/)
                else { return nil }
                let folder = url.deletingLastPathComponent().lastPathComponent
                return PolicySource(file: url.lastPathComponent, folder: folder, id: String(match.1))
            }
    }()
}
