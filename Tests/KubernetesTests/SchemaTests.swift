import Documents
import Foundation
import Kubernetes
import Testing

/// What the published markers say of a few fields that policies are often about.
@Suite("Schemas of built-in kinds")
struct SchemaTests {
    private static let pod = GroupVersionKind(group: "", version: "v1", kind: "Pod")

    private static func keys(_ names: String...) -> ListMerging {
        .keyed(names.map { ListKey(name: $0, missing: .string("")) })
    }

    @Test(
        "A list is merged as its marker says",
        arguments: [
            ("v1", "Pod", "spec.containers", keys("name")), ("v1", "Pod", "spec.initContainers", keys("name")),
            ("v1", "Pod", "spec.ephemeralContainers", keys("name")), ("v1", "Pod", "spec.volumes", keys("name")),
            ("v1", "Pod", "spec.containers.env", keys("name")),
            ("v1", "Pod", "spec.containers.envFrom", .atomic), ("v1", "Pod", "spec.containers.args", .atomic),
            ("v1", "Pod", "spec.containers.command", .atomic),
            ("v1", "Pod", "spec.containers.volumeMounts", keys("mountPath")),
            ("v1", "Pod", "spec.containers.volumeDevices", keys("devicePath")),
            ("v1", "Pod", "spec.containers.securityContext.capabilities.add", .atomic),
            ("v1", "Pod", "spec.containers.resources.claims", keys("name")),
            ("v1", "Pod", "spec.tolerations", .atomic), ("v1", "Pod", "spec.imagePullSecrets", keys("name")),
            ("v1", "Pod", "spec.hostAliases", keys("ip")), ("v1", "Pod", "metadata.finalizers", .set),
            ("v1", "Pod", "spec.topologySpreadConstraints", keys("topologyKey", "whenUnsatisfiable")),
            ("v1", "Pod", "metadata.ownerReferences", keys("uid")), ("v1", "Pod", "metadata.managedFields", .atomic),
            ("v1", "Pod", "spec.securityContext.sysctls", .atomic),
            ("v1", "Pod", "spec.securityContext.supplementalGroups", .atomic),
            ("v1", "ServiceAccount", "imagePullSecrets", .atomic),
            ("v1", "ServiceAccount", "secrets", .keyed([ListKey(name: "name", missing: nil)])),
            ("apps/v1", "Deployment", "spec.template.spec.containers", keys("name")),
            ("apps/v1", "StatefulSet", "spec.volumeClaimTemplates", .atomic),
            ("batch/v1", "CronJob", "spec.jobTemplate.spec.template.spec.volumes", keys("name")),
            ("networking.k8s.io/v1", "NetworkPolicy", "spec.ingress", .atomic),
            ("networking.k8s.io/v1", "Ingress", "spec.rules", .atomic),
            ("rbac.authorization.k8s.io/v1", "Role", "rules", .atomic),
            ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "webhooks", keys("name")),
        ])
    func markers(apiVersion: String, kind: String, path: String, merging: ListMerging) throws {
        guard case .list(_, let found) = try type(apiVersion, kind, path) else {
            Issue.record("\(path) of \(kind) is no list")
            return
        }
        #expect(found == merging)
    }

    @Test(
        "Ports are told apart by number and protocol, which is TCP unless given",
        arguments: [
            ("Pod", "spec.containers.ports", "containerPort"), ("Service", "spec.ports", "port"),
        ])
    func ports(kind: String, path: String, number: String) throws {
        guard case .list(_, let found) = try type("v1", kind, path) else {
            Issue.record("\(path) of \(kind) is no list")
            return
        }
        #expect(
            found
                == .keyed([
                    ListKey(name: number, missing: .int(0)), ListKey(name: "protocol", missing: .string("TCP")),
                ]))
    }

    @Test(
        "Selectors, references and keys into objects are merged as wholes",
        arguments: [
            ("apps/v1", "Deployment", "spec.selector"), ("v1", "Pod", "spec.containers.env.valueFrom.secretKeyRef"),
            ("v1", "Pod", "spec.containers.env.valueFrom.fieldRef"), ("v1", "PersistentVolume", "spec.claimRef"),
            ("v1", "Pod", "metadata.ownerReferences"),
        ])
    func atomicObjects(apiVersion: String, kind: String, path: String) throws {
        var type = try type(apiVersion, kind, path)
        if case .list(let element, _) = type { type = element }
        #expect(KindSchemas.builtIn.object(type)?.isAtomic == true)
    }

    @Test("Maps are merged, but for selectors of nodes and services")
    func maps() throws {
        #expect(try type("v1", "Pod", "metadata.labels") == .map(.string, isAtomic: false))
        #expect(try type("v1", "Pod", "spec.nodeSelector") == .map(.string, isAtomic: true))
        #expect(try type("v1", "Service", "spec.selector") == .map(.string, isAtomic: true))
        #expect(try type("v1", "Pod", "spec.containers.resources.limits") == .map(.quantity, isAtomic: false))
        #expect(try type("v1", "Secret", "data") == .map(.bytes, isAtomic: false))
    }

    @Test(
        "Scalars have their types",
        arguments: [
            ("v1", "Pod", "spec.hostNetwork", SchemaType.bool), ("v1", "Pod", "spec.priority", .int),
            ("v1", "Pod", "metadata.creationTimestamp", .time),
            ("v1", "Pod", "spec.containers.livenessProbe.httpGet.port", .intOrString),
            ("apps/v1", "Deployment", "spec.replicas", .int),
            ("apps/v1", "Deployment", "spec.strategy.rollingUpdate.maxSurge", .intOrString),
            ("apps/v1", "ControllerRevision", "data", .atomic),
        ])
    func scalars(apiVersion: String, kind: String, path: String, wanted: SchemaType) throws {
        #expect(try type(apiVersion, kind, path) == wanted)
    }

    @Test("Every type that a field names is known")
    func names() {
        var known = 0
        for object in KindSchemas.builtIn.objects {
            #expect(Self.empty.contains(object.name) == object.fields.isEmpty, "\(object.name)")
            for (name, type) in object.fields {
                if type == .any { #expect(Self.untyped.contains("\(object.name).\(name)"), "\(object.name).\(name)") }
                known += 1
            }
        }
        #expect(known > 2300)
        #expect(KindSchemas.builtIn.objects.count > 400)
    }

    /// Types that are there to be named, and have no fields.
    private static let empty: Set<String> = [
        "scheduling/v1alpha3.WorkloadPodGroupAllDisruptionMode",
        "scheduling/v1alpha3.WorkloadPodGroupBasicSchedulingPolicy",
        "scheduling/v1alpha3.WorkloadPodGroupSingleDisruptionMode", "apiextensions/v1.CustomResourceSubresourceStatus",
    ]

    /// Fields that may hold anything.
    private static let untyped: Set<String> = [
        "meta/v1.ManagedFieldsEntry.fieldsV1", "apiextensions/v1.JSONSchemaProps.default",
        "apiextensions/v1.JSONSchemaProps.example", "apiextensions/v1.JSONSchemaProps.items",
        "apiextensions/v1.JSONSchemaProps.additionalItems", "apiextensions/v1.JSONSchemaProps.additionalProperties",
    ]

    @Test(
        "Resources lead to kinds",
        arguments: [
            ("", "v1", "pods", "Pod"), ("apps", "v1", "deployments", "Deployment"),
            ("", "v1", "endpoints", "Endpoints"),
            ("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy"),
            ("networking.k8s.io", "v1", "ingresses", "Ingress"),
            ("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
            ("storage.k8s.io", "v1", "storageclasses", "StorageClass"),
            ("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition"),
            ("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"),
            ("admissionregistration.k8s.io", "v1beta1", "mutatingadmissionpolicies", "MutatingAdmissionPolicy"),
        ])
    func resources(group: String, version: String, resource: String, kind: String) {
        let found = KindSchemas.builtIn.kind(
            of: GroupVersionResource(group: group, version: version, resource: resource))
        #expect(found == GroupVersionKind(group: group, version: version, kind: kind))
    }

    @Test("Kinds that are not built in have no schema")
    func unknown() {
        #expect(KindSchemas.builtIn.type(of: GroupVersionKind(group: "x.io", version: "v1", kind: "Pod")) == nil)
        #expect(KindSchemas.builtIn.type(of: GroupVersionKind(group: "", version: "v9", kind: "Pod")) == nil)
    }

    @Test("Every field of the public manifests is known", .enabled(if: PublicManifests.areThere))
    func manifests() throws {
        var unknown: Set<String> = []
        var seen = 0
        for object in try PublicManifests.objects() {
            guard let kind = GroupVersionKind(object: object), let type = KindSchemas.builtIn.type(of: kind) else {
                continue
            }
            seen += 1
            Self.collect(object, type, kind.kind, &unknown)
        }
        #expect(seen > 300)
        #expect(unknown.subtracting(PublicManifests.mistakes).isEmpty, "\(unknown.sorted().joined(separator: ", "))")
    }

    private static func collect(_ json: JSON, _ type: SchemaType, _ path: String, _ unknown: inout Set<String>) {
        switch type {
        case .object:
            for member in json.members {
                guard let field = KindSchemas.builtIn.object(type)?.fields[member.name] else {
                    unknown.insert("\(path).\(member.name)")
                    continue
                }
                collect(member.value, field, "\(path).\(member.name)", &unknown)
            }
        case .list(let element, _): for value in json.elements { collect(value, element, path, &unknown) }
        case .map(let element, _): for member in json.members { collect(member.value, element, path, &unknown) }
        default: return
        }
    }

    private func type(_ apiVersion: String, _ kind: String, _ path: String) throws -> SchemaType {
        let parts = apiVersion.split(separator: "/").map(String.init)
        let kind = GroupVersionKind(group: parts.count > 1 ? parts[0] : "", version: parts.last ?? "", kind: kind)
        var type = try #require(KindSchemas.builtIn.type(of: kind))
        for name in path.split(separator: ".") {
            if case .list(let element, _) = type { type = element }
            type = try #require(KindSchemas.builtIn.object(type)?.fields[String(name)], "\(path) stops at \(name)")
        }
        return type
    }
}

/// The objects of the public manifests beside the clone, where there are any.
private enum PublicManifests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/cases/manifests.jsonl").standardizedFileURL

    static var areThere: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// Fields that the manifests misspell or misplace, and those of versions long gone.
    static let mistakes: Set<String> = ["PersistentVolume.spec.storageos.secretName"]

    static func objects() throws -> [JSON] {
        try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).flatMap { line in
            let json = try JSON(parsing: Array(line))
            return json["expect"]?["objects"].map { Array($0.elements) } ?? []
        }
    }
}
