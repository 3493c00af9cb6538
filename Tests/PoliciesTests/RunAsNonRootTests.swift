import Admission
import Documents
import Kubernetes
import Policies
import Testing

/// The judgement on generated pods, held against the rule in its plainest words.
@Suite("run-as-non-root says what the rule says")
struct RunAsNonRootTests {
    @Test("A pod passes if and only if no container may become root")
    func rule() throws {
        let entry = try #require(Entry.all.first { $0.id == "run-as-non-root" })
        let gate = Gate([Binding(entry.standard)])
        var verdicts: [Bool: Int] = [:]
        for seed in 0..<2000 {
            var generator = PodGenerator(seed: UInt64(seed), oddity: 1_000_000)
            let (kind, value) = generator.object()
            let object = try value.parsed()
            let request = AdmissionRequest(
                uid: "1", kind: GroupVersionKind(group: kind.group, version: "v1", kind: kind.kind),
                resource: GroupVersionResource(group: kind.group, version: "v1", resource: kind.resource),
                object: object)
            let wanted = Self.isSafe(object[kind.pod]?["spec"])
            verdicts[wanted, default: 0] += 1
            #expect(gate.decide(request, .validating).isAllowed == wanted, "seed \(seed): \(object.compactText)")
        }
        #expect(verdicts.values.allSatisfy { $0 > 100 }, "The generator makes pods of one kind only: \(verdicts)")
    }

    private static func isSafe(_ spec: JSON?) -> Bool {
        let containers = ["initContainers", "containers", "ephemeralContainers"].flatMap { list in
            spec?.member(list).map { Array($0.elements) } ?? []
        }
        return containers.allSatisfy { container in
            func effective(_ name: String) -> JSON? {
                for owner in [container, spec] {
                    if let value = owner?["securityContext"]?.member(name), !value.isNull { return value }
                }
                return nil
            }
            let user = effective("runAsUser")?.int ?? 1
            let isWindows = spec?["os"]?["name"]?.string == "windows"
            let isAdministrator =
                [container, spec].compactMap { owner in
                    owner?["securityContext"]?["windowsOptions"]?["runAsUserName"]?.string
                }.first == "ContainerAdministrator"
            return effective("runAsNonRoot")?.bool == true && (isWindows || (1...2_147_483_647).contains(user))
                && !isAdministrator
        }
    }
}
