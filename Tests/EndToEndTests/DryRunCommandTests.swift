import Foundation
import Support
import Testing

extension EndToEnd {
    @Suite("Dry runs, tests and the reference from the command line")
    struct DryRunCommandTests {
        /// A call of the binary, with `policies`, `pod.yaml`, `warned` and `cases.yaml` in its working directory.
        struct Call: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let arguments: [String]
            var pod = CommandLineTests.bad
            let status: Int32
            /// What is printed has this in it.
            var text = ""
            /// What is said beside it has this in it.
            var complaint = ""

            init(
                _ line: String, pod: String = CommandLineTests.bad, status: Int32, text: String = "",
                complaint: String = ""
            ) {
                testDescription = line
                arguments = line.split(separator: " ").map(String.init)
                (self.pod, self.status, self.text, self.complaint) = (pod, status, text, complaint)
            }
        }

        static let calls = [
            Call("check pod.yaml --policies policies -o junit", status: 1, text: "<testsuites name=\"sekisho check\""),
            Call("check pod.yaml --policies policies -o sarif", status: 1, text: "\"version\": \"2.1.0\""),
            Call("check pod.yaml --policies policies -o github", status: 1, text: "::error file=pod.yaml,line=10,"),
            Call("check pod.yaml --policies policies --fail-on none", status: 0, text: "1 denied"),
            Call("check pod.yaml --policies warned", status: 0, text: "1 warned"),
            Call("check pod.yaml --policies warned --fail-on warn", status: 1, text: "1 warned"),
            Call("check pod.yaml --policies policies --verbose", pod: CommandLineTests.good, status: 0, text: "passed"),
            Call("check pod.yaml --policies policies --quiet", status: 1, text: "denied by run-as-non-root"),
            Call("check pod.yaml --policies policies -qv", status: 2, complaint: "contradict"),
            Call("check pod.yaml --policies none -o sarif", status: 2, text: "executionSuccessful"),
            Call(
                "check pod.yaml --policies policies --diff", pod: CommandLineTests.mendable, status: 0,
                text: "\n+  securityContext:\n+    runAsNonRoot: true\n"),
            Call(
                "check pod.yaml --policies policies --fix", pod: CommandLineTests.mendable, status: 0,
                text: "1 object: 1 clean.\n", complaint: "pod.yaml: changed: Pod team-a/web."),
            Call("check pod.yaml --policies unbound", status: 0, text: "1 clean", complaint: "--bind-all"),
            Call(
                "check pod.yaml --policies unbound --bind-all", status: 1, text: "denied by nothing-goes: nothing goes"),
            Call("explain nothing-goes --policies unbound", status: 0, text: "none, so that it does nothing"),
            Call(
                "explain --policies unbound", status: 0, text: "nothing-goes  V   ValidatingAdmissionPolicy at unbound"),
            Call("explain nothing-goos --policies unbound", status: 2, complaint: "Did you mean \"nothing-goes\"?"),
            Call(
                "explain nothing-goes --policies unbound --markdown", status: 2, complaint: "--markdown has no meaning"),
            Call("explain nothing-goes", status: 2, complaint: "found in what --policies names"),
            Call("test unbound-cases.yaml", status: 2, complaint: "found in what --policies names"),
            Call("check - --policies policies --fix", status: 2, complaint: "name the files"),
            Call("test cases.yaml --policies policies", status: 1, text: "2 cases in 1 file: 1 failed, 1 passed."),
            Call("test cases.yaml --policies policies --filter denied", status: 0, text: "1 passed, 1 not chosen"),
            Call("test cases.yaml --policies policies -o junit", status: 1, text: "failures=\"1\""),
            Call("test cases.yaml --policies policies --coverage", status: 1, text: "covered in full"),
            Call("test cases.yaml", status: 2, complaint: "--policies"),
            Call("test cases.yaml --policies policies --filter none", status: 2, complaint: "--filter"),
            Call("test pod.yaml", status: 2, complaint: "wanted are Cases"),
            Call("explain", status: 0, text: "run-as-non-root"),
            Call("explain run-as-non-root", status: 0, text: "Example\n  - policy: run-as-non-root"),
            Call("explain run-as-nonroot", status: 2, complaint: "Did you mean \"run-as-non-root\"?"),
            Call("explain --markdown", status: 0, text: "\n### run-as-non-root\n"),
            Call("schema", status: 0, text: "https://json-schema.org/draft/2020-12/schema"),
        ]

        @Test("Each call prints what it should and ends as it should", arguments: calls)
        func call(call: Call) async throws {
            let directory = try TemporaryDirectory()
            try directory.write(Server.gate, to: "policies/gate.yaml")
            try directory.write(Server.gate + "      mode: Warn\n", to: "warned/gate.yaml")
            try directory.write(Self.unbound, to: "unbound/policy.yaml")
            try directory.write(Self.cases, to: "cases.yaml")
            try directory.write(
                Self.cases.replacing("gate: test", with: "policy: nothing-goes"), to: "unbound-cases.yaml")
            try directory.write(call.pod, to: "pod.yaml")
            let outcome = try await Subprocess.run(try Server.binary, call.arguments, in: directory.path)
            #expect(outcome.status == call.status, "\(outcome.text) \(outcome.errorText)")
            #expect(call.text.isEmpty || outcome.text.contains(call.text), "\(outcome.text)")
            #expect(call.complaint.isEmpty || outcome.errorText.contains(call.complaint), "\(outcome.errorText)")
        }

        @Test("A quiet run prints nothing of clean objects, and no empty line behind the others")
        func quiet() async throws {
            let directory = try TemporaryDirectory()
            try directory.write(Server.gate, to: "policies/gate.yaml")
            try directory.write(CommandLineTests.good, to: "good.yaml")
            try directory.write(CommandLineTests.bad, to: "bad.yaml")
            func check(_ file: String) async throws -> Subprocess.Outcome {
                let arguments = ["check", file, "--policies", "policies", "-q"]
                return try await Subprocess.run(try Server.binary, arguments, in: directory.path)
            }
            let good = try await check("good.yaml")
            #expect(good.status == 0 && good.text.isEmpty && good.errorText.isEmpty)
            let lines = try await check("bad.yaml").text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == 3 && lines[0] == "Pod team-a/web (bad.yaml:1:1)" && lines[2].isEmpty, "\(lines)")
        }

        private static let unbound = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: nothing-goes}
            spec:
              matchConstraints:
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
              validations: [{expression: "false", message: nothing goes}]

            """

        private static let cases = """
            apiVersion: sekisho.dev/v1alpha1
            kind: Cases
            gate: test
            cases:
            - name: Root is denied
              object: {apiVersion: v1, kind: Pod, spec: {securityContext: {runAsNonRoot: false}, containers: [{name: a}]}}
              expect: {deny: [{path: /spec/securityContext/runAsNonRoot}]}
            - name: Root is allowed
              object: {apiVersion: v1, kind: Pod, spec: {securityContext: {runAsNonRoot: false}, containers: [{name: a}]}}
              expect: {allow: true}

            """
    }
}
