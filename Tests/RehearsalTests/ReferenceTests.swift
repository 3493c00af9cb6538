import Admission
import Configuration
import Documents
import Foundation
import Policies
import Testing

@testable import Rehearsal

/// What `sekisho explain` prints.
@Suite("The reference of the policies")
struct ReferenceTests {
    @Test("Each policy is there once, in the order of the catalogue")
    func all() { #expect(PolicyReference.all.map(\.about.id) == Catalog.ids) }

    @Test("Every example can be put into a gate as it is", arguments: Catalog.ids)
    func examples(id: String) throws {
        let policy = try #require(PolicyReference.all.first { $0.about.id == id })
        let head = "apiVersion: sekisho.dev/v1alpha1\nkind: Gate\nmetadata: {name: example}\nspec:\n  policies:\n"
        let text = head + policy.exampleLines.map { "  \($0)\n" }.joined()
        let file = GateFile(SourceText(name: "example.yaml", bytes: Array(text.utf8)))
        #expect(
            file.complaints.map(\.description) == [],
            "The defaults are no example; add one to Catalog+Examples.swift.")
        #expect(file.gates.flatMap(\.bindings).map(\.about.id) == [id])
    }

    @Test("Examples are those of policies that there are")
    func exampleNames() { #expect(Set(Catalog.examples.keys).subtracting(Catalog.ids) == []) }

    @Test("All that a policy can be told is printed", arguments: Catalog.ids)
    func complete(id: String) throws {
        let policy = try #require(PolicyReference.all.first { $0.about.id == id })
        let text = ReferencePrinter().text(policy)
        let page = ReferenceMarkdown().text([policy])
        for row in ParameterRow.rows(policy.parameters) {
            #expect(text.contains("\n  \(row.name)\n"))
            #expect(page.contains("\n| `\(row.name)` |"))
        }
        for word in policy.about.prose.split(whereSeparator: \.isWhitespace) { #expect(text.contains(word)) }
        #expect(page.contains("\n### \(id)\n"))
    }

    @Test("Kinds of the core group have no slash before them", arguments: Catalog.ids)
    func coreKinds(id: String) throws {
        let policy = try #require(PolicyReference.all.first { $0.about.id == id })
        #expect(!policy.judged.split(whereSeparator: \.isWhitespace).contains { $0.hasPrefix("/") }, "\(policy.judged)")
    }

    @Test("Lines fit a terminal where words allow it", arguments: Catalog.ids)
    func width(id: String) throws {
        let policy = try #require(PolicyReference.all.first { $0.about.id == id })
        let long = ReferencePrinter().text(policy).split(separator: "\n").filter { line in
            line.count > 80 && line.drop { $0 == " " }.contains(" ")
        }
        #expect(long == [])
    }

    @Test("Keys that are told a second time are told by the name of the first")
    func twins() throws {
        let rows = ParameterRow.rows(DocumentReference.binding)
        #expect(rows.contains { $0.name == "scope.namespaceSelector" })
        #expect(rows.first { $0.name == "exempt" }?.type == "a list of objects with the keys of scope")
        #expect(!rows.contains { $0.name.hasPrefix("exempt[]") })
    }

    @Test("An exception's keys are told, and its example can be loaded")
    func exception() throws {
        let text = ReferencePrinter().exception
        for key in ["spec.policies", "spec.scope.names", "spec.containers", "spec.expires", "metadata.name"] {
            #expect(text.contains("  \(key)\n"), "\(key)")
        }
        let example = try #require(text.split(separator: "Example\n").last)
        let lines = example.split(separator: "\n").map { $0.dropFirst(2) }.joined(separator: "\n")
        let file = GateFile(SourceText(name: "example.yaml", bytes: Array(lines.utf8)))
        #expect(file.complaints == [])
        #expect(file.exceptions.map(\.exception.name) == ["legacy-agent"])
    }

    @Test("The list names every policy, and what it does")
    func list() {
        let text = ReferencePrinter().list(PolicyReference.all)
        #expect(text.contains("\nPrivileges\n  run-as-non-root "))
        #expect(text.contains(/\n  inject +M  Objects get/))
        #expect(text.contains(/\n  namespace-quota +V   The pods/))
    }

    @Test("The page in Manifests/policies is the one that sekisho explain --markdown prints")
    func page() throws {
        try expectGenerated(ReferenceMarkdown().text(PolicyReference.all), "Manifests/policies/REFERENCE.md")
    }
}
