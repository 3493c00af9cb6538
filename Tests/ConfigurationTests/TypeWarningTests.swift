import Configuration
import Expressions
import Foundation
import Testing

@Suite("Warnings of types")
struct TypeWarningTests {
    @Test("A misspelt field of an upstream policy is a warning at load, with its place and what was probably meant")
    func misspeltField() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: host-network}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              validations:
              - expression: "!has(object.spec.hostnetwork)"
            """
        try Data(text.utf8).write(to: folder.appending(path: "policy.yaml"))
        let warnings = try Loader(folder.path).load().warnings
        let warning = try #require(warnings.first { $0.message.contains("The types don't fit") })
        #expect(warning.message == "The types don't fit: 'core/v1.PodSpec' has no field 'hostnetwork' (Pod).")
        #expect(warning.suggestion == "hostNetwork")
        #expect(warning.place.hasSuffix("policy.yaml:9:34"), "\(warning.place)")
        #expect(warning.excerpt.contains("hostnetwork"))
    }
}
