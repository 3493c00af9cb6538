import Admission
import Documents
import Policies
import Testing

/// What is refused at load: parameters that would do harm, contradict each other, or do nothing.
@Suite("Parameters that make no sense are complained of")
struct ParameterProblemTests {
    @Test(
        "run-as-non-root",
        arguments: [
            ("{users: [{minimum: 0}]}", "/users", "The users include 0, which is root"),
            ("{users: [{minimum: 5, maximum: 4}]}", "/users/0/maximum", "4 is below the minimum, 5"),
            ("{groups: [{minimum: -1}]}", "/groups/0/minimum", "-1 is no id"),
            ("{groups: [{maximum: 2147483648}]}", "/groups/0/maximum", "wanted is at most 2147483647"),
            ("{defaultUser: 0}", "/defaultUser", "0 is no user that containers may run as"),
            ("{users: [{minimum: 5}], defaultUser: 4}", "/defaultUser", "4 is no user"),
            ("{groups: [{minimum: 5}], defaultGroup: 4}", "/defaultGroup", "4 is no group"),
            ("{defaultGroup: -1}", "/defaultGroup", "-1 is no group"),
            ("{exempt: istio}", "/exempt", "wanted is a list"),
        ])
    func runAsNonRoot(_ text: String, _ pointer: String, _ message: String) throws {
        try expect("run-as-non-root", text, pointer, message)
    }

    @Test(
        "container-resources",
        arguments: [
            ("{resources: {cpu: {minimum: 2, maximum: 1}}}", "/resources/cpu/maximum", "1 is below minimum, 2."),
            ("{resources: {cpu: {minimum: -1}}}", "/resources/cpu/minimum", "negative"),
            ("{resources: {cpu: {maximum: 1 core}}}", "/resources/cpu/maximum", "\"1 core\" is no quantity"),
            ("{resources: {cpu: {maximumRatio: 0.5}}}", "/resources/cpu/maximumRatio", "wanted is 1 or more"),
            (
                "{resources: {cpu: {defaultRequest: 2, defaultLimit: 1}}}", "/resources/cpu/defaultLimit",
                "1 is below defaultRequest, 2."
            ),
            (
                "{resources: {cpu: {defaultRequest: 100m, defaultLimit: 2, maximumRatio: 10}}}",
                "/resources/cpu/defaultLimit", "2 is more than 10 times defaultRequest, 100m."
            ),
            (
                "{resources: {memory: {defaultRequest: 1Gi, defaultLimit: 2Gi, requestEqualsLimit: true}}}",
                "/resources/memory/defaultLimit", "2Gi is not defaultRequest, 1Gi."
            ),
            (
                "{resources: {cpu: {maximum: 1, defaultLimit: 2}}}", "/resources/cpu/maximum",
                "1 is below defaultLimit, 2."
            ),
            ("{resources: {cpu: {maximum: 1, defaultRequest: 2}}}", "/resources/cpu/maximum", "below defaultRequest"),
            ("{resources: {cpu: {minimum: 2, defaultRequest: 1}}}", "/resources/cpu/defaultRequest", "below minimum"),
        ])
    func containerResources(_ text: String, _ pointer: String, _ message: String) throws {
        try expect("container-resources", text, pointer, message)
    }

    @Test(
        "inject",
        arguments: [
            ("{}", "/injections", "Nothing is injected"),
            ("{injections: [{pointer: /metadata/labels/a}]}", "/injections/0/value", "The value is missing"),
            ("{injections: [{value: x}]}", "/injections/0/pointer", "The whole of the pod would change /apiVersion"),
            (
                "{injections: [{base: object, pointer: /kind, value: Pod}]}", "/injections/0/pointer",
                "\"/kind\" would change /kind"
            ),
            (
                "{injections: [{base: object, pointer: /metadata, value: {}}]}", "/injections/0/pointer",
                "would change /metadata/name"
            ),
            (
                "{injections: [{base: object, pointer: /metadata/name/x, value: y}]}", "/injections/0/pointer",
                "would change /metadata/name"
            ),
            (
                "{injections: [{base: object, pointer: '', action: merge, value: {metadata: {namespace: x}}}]}",
                "/injections/0/pointer", "would change /metadata/namespace"
            ),
            (
                "{injections: [{base: object, pointer: /status/phase, value: Running}]}", "/injections/0/pointer",
                "would change /status"
            ),
            (
                "{injections: [{pointer: /metadata/uid, value: x}]}", "/injections/0/pointer",
                "would change /metadata/uid"
            ),
            (
                "{injections: [{pointer: /nodeSelector/pool, value: x}]}", "/injections/0/pointer",
                "wanted is one such as /spec/nodeSelector/pool"
            ),
            (
                "{injections: [{base: containers, pointer: /name, value: x}]}", "/injections/0/pointer",
                "would change /name"
            ),
            (
                "{injections: [{base: containers, action: merge, value: {name: x}}]}", "/injections/0/pointer",
                "would change /name"
            ),
            (
                "{injections: [{pointer: /spec/tolerations/-, value: {}}]}", "/injections/0/pointer",
                "wanted is the list itself, with action: append"
            ),
            (
                "{injections: [{pointer: /spec/priority, action: merge, value: 5}]}", "/injections/0/value",
                "Only objects and lists can be merged"
            ),
            (
                "{injections: [{pointer: /spec/volumes, action: append, overwrite: true, value: {name: x}}]}",
                "/injections/0/overwrite", "Appending replaces nothing"
            ),
            ("{injections: [{pointer: spec, value: x}]}", "/injections/0/pointer", "is no JSON Pointer"),
            ("{injections: [{action: put}]}", "/injections/0/action", "\"put\" is none of set, merge, append"),
        ])
    func inject(_ text: String, _ pointer: String, _ message: String) throws {
        try expect("inject", text, pointer, message)
    }

    @Test(
        "Registries and sources",
        arguments: [
            ("image-reference", "{digests: {nginx: x}}", "/digests/nginx", "\"nginx\" is no image with a tag"),
            ("image-reference", "{digests: {'nginx:1': sha256:ab}}", "/digests/nginx:1", "\"sha256:ab\" is no digest"),
            ("image-reference", "{digests: {'Nginx:1': x}}", "/digests/Nginx:1", "Nginx"),
            ("image-reference", "{required: Tags}", "/required", "is none of TagOrDigest, Tag, Digest"),
            ("image-pull", "{secrets: [{images: [ghcr.io]}]}", "/secrets/0/name", "The secret has no name"),
            ("image-pull", "{secrets: [{name: x}]}", "/secrets/0/images", "No image is pulled with this"),
        ])
    func images(_ id: String, _ text: String, _ pointer: String, _ message: String) throws {
        try expect(id, text, pointer, message)
    }

    @Test(
        "Access and replicas",
        arguments: [
            ("interactive-access", "{allow: [{}]}", "/allow/0/users", "This allows everybody everything"),
            ("interactive-access", "{allow: [{actions: [], users: [a]}]}", "/allow/0/actions", "Nothing is allowed"),
            ("interactive-access", "{allow: [{actions: [logs]}]}", "/allow/0/actions/0", "\"logs\" is none of exec"),
            (
                "interactive-access", "{allow: [{serviceAccounts: [velero]}]}", "/allow/0/serviceAccounts",
                "\"velero\" has no namespace"
            ),
            ("replica-limits", "{minimum: 5, maximum: 4}", "/maximum", "4 is below minimum, 5."),
            ("replica-limits", "{minimum: -1}", "/minimum", "-1 is negative"),
        ])
    func access(_ id: String, _ text: String, _ pointer: String, _ message: String) throws {
        try expect(id, text, pointer, message)
    }

    @Test(
        "Networks",
        arguments: [
            ("network-policy-rules", "{directions: []}", "/directions", "No direction is left"),
            ("service-exposure", "{types: []}", "/types", "No type is left"),
            ("service-exposure", "{types: [Ingress]}", "/types/0", "is none of ClusterIP"),
            ("service-exposure", "{ports: [{minimum: 0}]}", "/ports/0/minimum", "0 is no port"),
            ("service-exposure", "{ports: [{maximum: 65536}]}", "/ports/0/maximum", "65536 is no port"),
            ("service-exposure", "{nodePorts: [{minimum: 5, maximum: 4}]}", "/nodePorts/0/maximum", "4 is below"),
        ])
    func networks(_ id: String, _ text: String, _ pointer: String, _ message: String) throws {
        try expect(id, text, pointer, message)
    }

    @Test(
        "Metadata and volumes",
        arguments: [
            ("required-metadata", "{}", "/labels", "Nothing is required"),
            ("required-metadata", "{labels: {-x: {}}}", "/labels/-x", "\"-x\" is no key"),
            (
                "required-metadata", "{labels: {team: {values: [red], defaultValue: blue}}}",
                "/labels/team/defaultValue", "\"blue\" is none of the values"
            ),
            ("required-metadata", "{labels: {team: {defaultValue: a b}}}", "/labels", "can't be a label's value"),
            ("volume-limits", "{maximum: 0}", "/maximum", "0 is no amount of storage"),
            ("volume-limits", "{maximum: 1Gi, defaultLimit: 2Gi}", "/defaultLimit", "2Gi is above the maximum, 1Gi."),
            (
                "volume-limits", "{maximum: 4Gi, maximumInMemory: 1Gi, defaultLimit: 2Gi}", "/defaultLimit",
                "2Gi is above the maximum, 1Gi."
            ),
            ("probes", "{required: [Live]}", "/required/0", "is none of Liveness, Readiness, Startup"),
        ])
    func metadata(_ id: String, _ text: String, _ pointer: String, _ message: String) throws {
        try expect(id, text, pointer, message)
    }

    @Test(
        "What stands beside what is refused is not",
        arguments: [
            "{base: object, pointer: /metadata/labels/name, value: x}",
            "{base: object, action: merge, value: {metadata: {labels: {a: b}}}}",
            "{base: containers, action: merge, value: {env: [{name: A, value: b}]}}",
            "{pointer: /spec/name, value: x}",
        ])
    func harmless(_ injection: String) throws {
        #expect(try complaints("inject", "{injections: [\(injection)]}") == [])
    }

    private func expect(_ id: String, _ text: String, _ pointer: String, _ message: String) throws {
        let found = try complaints(id, text)
        #expect(
            found.contains { $0.pointer.description == pointer && $0.message.contains(message) },
            "\(found.map { "\($0.pointer): \($0.message)" })")
    }

    private func complaints(_ id: String, _ text: String) throws -> [ParameterReader.Complaint] {
        let entry = try #require(Entry.all.first { $0.id == id })
        return entry.complaints(of: try YAMLReader().documents(in: " " + text)[0].json)
    }
}
