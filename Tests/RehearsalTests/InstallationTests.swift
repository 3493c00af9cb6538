import Admission
import Configuration
import Documents
import Foundation
import Kubernetes
import Rehearsal
import Testing

/// A directory of ready policies.
func readyPolicies(_ name: String) throws -> PolicySet {
    let here = URL(filePath: #filePath).resolvingSymlinksInPath()
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try Loader(root.appending(path: "Manifests/policies/\(name)").path).load()
}

/// An installation of the guide's policies, with a certificate that is none.
func guideInstallation(
    certificates: Installation.Certificates = .issued(certificate: [0x63], key: [0x6B], authority: [0x61]),
    _ change: (inout Installation.Options) -> Void = { _ in }
) throws -> Installation {
    var options = Installation.Options(image: "registry.k8s.io/sekisho/sekisho:0.1.0")
    change(&options)
    let set = try readyPolicies("guide")
    let files = [
        PolicyFile(path: "10-a.yaml", text: "# Chapter 1\nkind: Gate\n"), PolicyFile(path: "20-b.yaml", text: "b"),
    ]
    return Installation(
        set.merged, hash: "0123456789abcdef", files: files, certificates: certificates, options: options)
}

@Suite("An installation")
struct InstallationTests {
    private func objects(_ installation: Installation) throws -> [Manifest] {
        manifests(try installation.yaml(), file: "sekisho.yaml")
    }

    private func object(_ kind: String, _ installation: Installation) throws -> JSON {
        try #require(try objects(installation).first { $0.kind.kind == kind }).object
    }

    @Test("prints everything, each object after those that it needs")
    func golden() throws {
        try expectGolden(try guideInstallation().yaml(), "installation.yaml")
    }

    @Test("has cert-manager keep the certificates")
    func certManager() throws {
        let installation = try guideInstallation(certificates: .certManager)
        let manifests = try objects(installation).filter { $0.kind.group == "cert-manager.io" }
        #expect(
            manifests.map { "\($0.kind.kind) \($0.name)" } == [
                "Issuer sekisho-root", "Certificate sekisho-authority", "Issuer sekisho-authority",
                "Certificate sekisho",
            ])
        let webhook = try object("ValidatingWebhookConfiguration", installation)
        let annotation = webhook[["metadata", "annotations", "cert-manager.io/inject-ca-from"]]
        #expect(annotation?.string == "sekisho-system/sekisho")
        #expect(webhook[["webhooks", "0", "clientConfig", "caBundle"]] == nil)
        #expect(manifests.last?.object[["spec", "dnsNames", "1"]]?.string == "sekisho.sekisho-system.svc")
    }

    @Test("takes a Secret that is there, and an authority to trust")
    func present() throws {
        let installation = try guideInstallation(certificates: .present(authority: [0x61])) { $0.secret = "mine" }
        #expect(try !objects(installation).contains { $0.kind.kind == "Secret" })
        let volume = try object("Deployment", installation)[["spec", "template", "spec", "volumes", "1", "secret"]]
        #expect(volume?["secretName"]?.string == "mine")
        let webhook = try object("MutatingWebhookConfiguration", installation)
        #expect(webhook[["webhooks", "0", "clientConfig", "caBundle"]]?.string == "YQ==")
    }

    /// Each source of certificates, by the name that the command line has for it.
    static let sources: [(name: String, certificates: Installation.Certificates)] = [
        ("secret", .issued(certificate: [0x63], key: [0x6B], authority: [0x61])), ("cert-manager", .certManager),
        ("self-managed", .selfManaged(certificate: [0x61], key: [0x6B], bundle: [0x61])),
        ("none", .present(authority: nil)),
    ]

    @Test(
        "passes each ready set of policies, in a namespace that they judge as well, with every source of certificates",
        arguments: ReadySetTests.names, sources.map(\.name))
    func passes(_ policies: String, _ source: String) throws {
        let certificates = try #require(Self.sources.first { $0.name == source }?.certificates)
        for namespace in ["sekisho-system", "gate"] {
            let installation = try guideInstallation(certificates: certificates) { $0.namespace = namespace }
            let report = Rehearsal(try readyPolicies(policies).merged).run(try objects(installation))
            let remarks = report.entries.flatMap { entry in
                entry.remarks.map { "\(entry.manifest.kind.kind): \($0.message)" }
            }
            #expect(remarks == [])
            #expect(report.entries.flatMap(\.editors) == [])
        }
    }

    @Test("gives servers that issue their own certificates an authority, and has clients trust the whole bundle")
    func selfManaged() throws {
        let installation = try guideInstallation(
            certificates: .selfManaged(certificate: [0x61], key: [0x6B], bundle: [0x61, 0x62]))
        let secret = try object("Secret", installation)
        #expect(secret[["metadata", "name"]]?.string == "sekisho-authority")
        #expect(secret[["data", "tls.crt"]]?.string == "YQ==")
        #expect(secret[["data", "ca.crt"]] == nil)
        let pod = try #require(try object("Deployment", installation)[["spec", "template", "spec"]])
        #expect(pod[["volumes", "1", "secret", "secretName"]]?.string == "sekisho-authority")
        let arguments = pod[["containers", "0", "args"]]?.elements.compactMap(\.string) ?? []
        #expect(arguments.contains("--ca=/etc/sekisho/certificates/tls.crt"))
        #expect(arguments.contains("--namespace=sekisho-system"))
        #expect(!arguments.contains { $0.hasPrefix("--certificate=") })
        let webhook = try object("MutatingWebhookConfiguration", installation)
        #expect(webhook[["webhooks", "0", "clientConfig", "caBundle"]]?.string == "YWI=")
    }

    @Test(
        "has the Prometheus Operator collect metrics from a port that there is",
        arguments: [
            (Installation.Monitor.pod, "PodMonitor", "podMetricsEndpoints"), (.service, "ServiceMonitor", "endpoints"),
        ])
    func monitor(_ monitor: Installation.Monitor, _ kind: String, _ field: String) throws {
        let installation = try guideInstallation { $0.monitor = monitor }
        let spec = try #require(try object(kind, installation)["spec"])
        let port = try #require(spec.member(field)?[0]?["port"]?.string)
        let pod = try #require(try object("Deployment", installation)[["spec", "template"]])
        let service = try #require(try object("Service", installation)["spec"])
        let ports = monitor == .pod ? pod[["spec", "containers", "0", "ports"]] : service["ports"]
        #expect(ports?.elements.contains { $0["name"]?.string == port } == true)
        #expect(spec[["selector", "matchLabels"]] == pod[["metadata", "labels"]])
        #expect(try objects(guideInstallation()).allSatisfy { $0.kind.group != "monitoring.coreos.com" })
    }

    @Test("never asks about its own namespace, whatever it is called")
    func namespaces() throws {
        let installation = try guideInstallation {
            $0.namespace = "gate"
            $0.excludedNamespaces = ["kube-system", "gate"]
        }
        let webhook = try object("ValidatingWebhookConfiguration", installation)
        let values = webhook[["webhooks", "0", "namespaceSelector", "matchExpressions", "0", "values"]]
        #expect(values?.elements.compactMap(\.string) == ["kube-system", "gate"])
    }

    @Test("gives files in subdirectories and with odd names back their paths")
    func files() throws {
        let set = try readyPolicies("guide")
        let files = ["a/b.yaml", "a_b.yaml", "ü 1.yaml"].map { PolicyFile(path: $0, text: "x") }
        let installation = Installation(
            set.merged, hash: "1", files: files, certificates: .certManager, options: .init(image: "x"))
        let volume = try object("Deployment", installation)[["spec", "template", "spec", "volumes", "0", "configMap"]]
        let items = volume?["items"]?.elements.map { "\($0["key"]?.string ?? "") \($0["path"]?.string ?? "")" }
        #expect(items == ["a_b.yaml a/b.yaml", "2.a_b.yaml a_b.yaml", "__1.yaml ü 1.yaml"])
        #expect(try object("ConfigMap", installation)["data"]?.count == 3)
    }

    @Test("leaves out a configuration that would never be asked")
    func noRules() throws {
        let installation = Installation(
            Gate(), hash: "1", files: [], certificates: .certManager, options: .init(image: "x"))
        #expect(try !objects(installation).contains { $0.kind.kind.hasSuffix("WebhookConfiguration") })
    }

    @Test("warns of policies that would deny whatever they judge, and of those that judge too much")
    func advice() throws {
        #expect(try guideInstallation().advice == [])
        let bindings = [Binding(NeedsPods()), Binding(Everywhere()), Binding(OnNodes())]
        let installation = Installation(
            Gate(bindings), hash: "1", files: [PolicyFile(path: "a", text: String(repeating: "x", count: 1_100_000))],
            certificates: .certManager, options: .init(image: "x"))
        let starts = installation.advice.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        #expect(starts == ["The policies have", "A policy judges", "Policies judge nodes,", "needs-pods needs the"])
    }
}

private struct NeedsPods: Validating {
    static let about = About("needs-pods", "", judges: .workloads, fields: "", needs: [.pods], prose: "")
    func check(_ request: Request) -> [Finding] { [] }
}

private struct Everywhere: Validating {
    static let about = About("everywhere", "", judges: .anything, fields: "", prose: "")
    func check(_ request: Request) -> [Finding] { [] }
}

private struct OnNodes: Validating {
    static let about = About("on-nodes", "", judges: .kinds([KindPattern("/Node")]), fields: "", prose: "")
    func check(_ request: Request) -> [Finding] { [] }
}
