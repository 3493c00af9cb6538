import Admission
import Documents
import Kubernetes
import Rehearsal
import Testing

@Suite("The inventory of manifests")
struct ManifestInventoryTests {
    @Test(
        "counts the pods that a controller wants",
        arguments: [
            ("apiVersion: v1, kind: Pod, spec: {}", 1),
            ("apiVersion: apps/v1, kind: Deployment, spec: {replicas: 4, template: {}}", 4),
            ("apiVersion: apps/v1, kind: StatefulSet, spec: {template: {}}", 1),
            (
                "apiVersion: apps/v1, kind: Deployment, spec: {replicas: 9223372036854775807, template: {}}",
                2_147_483_647
            ),
            ("apiVersion: apps/v1, kind: Deployment, spec: {replicas: many, template: {}}", 1),
            ("apiVersion: v1, kind: ReplicationController, spec: {replicas: 2, template: {}}", 2),
            ("apiVersion: apps/v1, kind: DaemonSet, spec: {replicas: 7, template: {}}", 1),
            ("apiVersion: batch/v1, kind: Job, spec: {parallelism: 3, template: {}}", 3),
            ("apiVersion: apps/v1, kind: ReplicaSet, spec: {replicas: -5, template: {}}", 1),
            ("apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {parallelism: 2, template: {}}}}", 2),
            ("apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: {}}}}", 1),
        ])
    func counts(object: String, count: Int) {
        let pods = ManifestInventory(manifests("{\(object)}")).pods(in: "default")
        #expect(pods.map(\.count) == [count])
    }

    @Test(
        "leaves out what runs no pod",
        arguments: [
            "apiVersion: v1, kind: PodTemplate, template: {}",
            "apiVersion: apps/v1, kind: ReplicaSet, spec: {replicas: 0, template: {}}",
            "apiVersion: batch/v1, kind: Job, spec: {parallelism: 3, suspend: true, template: {}}",
            "apiVersion: v1, kind: Pod, status: {phase: Succeeded}",
            "apiVersion: v1, kind: Pod, status: {phase: Failed}",
            "apiVersion: apps/v1, kind: Deployment, spec: {template: 3}",
            "apiVersion: apps/v1, kind: Deployment",
            "apiVersion: v1, kind: Service, spec: {template: {}}",
        ])
    func noPods(object: String) {
        #expect(ManifestInventory(manifests("{\(object)}")).pods(in: "default").isEmpty)
    }

    @Test("finds pods of other kinds by the table of templates, with kind and name of their owner")
    func otherKinds() throws {
        let rollout = PodTemplates.Entry(
            group: "argoproj.io", kind: "Rollout", resource: "rollouts", pod: ["spec", "template"])
        let objects = manifests(
            "{apiVersion: argoproj.io/v1, kind: Rollout, metadata: {name: a}, spec: {replicas: 2, template: {x: 1}}}")
        #expect(ManifestInventory(objects).pods(in: "default").isEmpty)
        let pods = ManifestInventory(objects, templates: PodTemplates(others: [rollout])).pods(in: "default")
        let pod = try #require(pods.first)
        #expect((pod.kind, pod.name, pod.count) == ("Rollout", "a", 2))
        #expect(try pod.json == json(#"{"x": 1}"#))
    }

    @Test("counts a pod that a controller among the manifests owns with its controller only")
    func owned() {
        let owner = "ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, controller: true}]"
        let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web-1, \(owner)}, spec: {}}"
        let set = "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web}, spec: {replicas: 2, template: {}}}"
        #expect(ManifestInventory(manifests(pod)).pods(in: "default").map(\.kind) == ["Pod"])
        #expect(ManifestInventory(manifests("\(pod)\n---\n\(set)")).pods(in: "default").map(\.kind) == ["ReplicaSet"])
    }

    @Test("lets the last of two objects of one name count, and all without a name")
    func twice() {
        let yaml = """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 1, template: {}}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: x}, spec: {replicas: 3, template: {}}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {generateName: a-}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {generateName: a-}}
            """
        let inventory = ManifestInventory(manifests(yaml), namespace: "x")
        #expect(inventory.pods(in: "x").map(\.count) == [3, 1, 1])
        #expect(inventory.pods(in: "default").isEmpty)
    }

    @Test("has network policies by namespace")
    func networkPolicies() {
        let yaml = """
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: x}}
            ---
            {apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: b, namespace: x}}
            """
        let inventory = ManifestInventory(manifests(yaml))
        #expect(inventory.networkPolicies(in: "x").map { ObjectView($0.json).name } == ["a"])
        #expect(inventory.networkPolicies(in: "default").isEmpty)
    }

    @Test("has Ingresses by the hosts of their rules")
    func ingresses() {
        let rules = "rules: [{host: a.example.com}, {host: b.example.com}, {http: {}}, {host: a.example.com}]"
        let yaml = """
            {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: one}, spec: {\(rules)}}
            ---
            {apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: two, namespace: x}, spec: {\(rules)}}
            ---
            {apiVersion: example.com/v1, kind: Ingress, metadata: {name: three}, spec: {\(rules)}}
            """
        let inventory = ManifestInventory(manifests(yaml), namespace: "y")
        for host in ["a.example.com", "b.example.com", ""] {
            #expect(inventory.ingresses(for: host).map { "\($0.namespace)/\($0.name)" } == ["y/one", "x/two"])
        }
        #expect(inventory.ingresses(for: "c.example.com").isEmpty)
    }

    @Test(
        "gives every namespace the label that the API server gives",
        arguments: [
            ("x", #"{"team": "red", "kubernetes.io/metadata.name": "x"}"#),
            ("unseen", #"{"kubernetes.io/metadata.name": "unseen"}"#),
        ])
    func namespaces(name: String, labels: String) throws {
        let objects = manifests("{apiVersion: v1, kind: Namespace, metadata: {name: x, labels: {team: red}}}")
        let namespace = try #require(ManifestInventory(objects).namespace(name))
        #expect(ObjectView(namespace).name == name)
        #expect(try ObjectView(namespace).labels == json(labels))
    }

    @Test("knows everything", arguments: InventoryKind.allCases)
    func knowledge(kind: InventoryKind) {
        #expect(ManifestInventory([]).knows(kind))
    }
}

@Suite("The catalogue of kinds")
struct KindCatalogTests {
    @Test(
        "knows the namespace of a request",
        arguments: [
            ("apiVersion: v1, kind: Pod", "given"),
            ("apiVersion: v1, kind: Pod, metadata: {namespace: own}", "own"),
            ("apiVersion: v1, kind: Namespace, metadata: {name: own}", "own"),
            ("apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: a, namespace: b}", ""),
            ("apiVersion: example.org/v1, kind: Node", "given"),
        ])
    func namespaces(object: String, namespace: String) throws {
        let manifest = try #require(manifests("{\(object)}").first)
        #expect(KindCatalog().namespace(of: manifest, default: "given") == namespace)
    }

    @Test("learns kinds from their definitions")
    func definitions() {
        let yaml = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: oxen.example.org}
            spec: {group: example.org, scope: Cluster, names: {kind: Ox, plural: oxen}}
            """
        let ox = GroupVersionKind(group: "example.org", version: "v1", kind: "Ox")
        let catalog = KindCatalog(manifests(yaml))
        #expect((catalog.resource(of: ox).resource, catalog.isNamespaced(ox)) == ("oxen", false))
        #expect((KindCatalog().resource(of: ox).resource, KindCatalog().isNamespaced(ox)) == ("oxs", true))
    }
}
