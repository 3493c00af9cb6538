import Documents
import Kubernetes
import Testing

@Suite("PodView")
struct PodViewTests {
    private static let pod =
        #"{"metadata":{"labels":{"app":"web"},"annotations":{"a":"b"}},"spec":{"securityContext":{"runAsUser":1},"#
        + #""initContainers":[{"name":"setup","image":"busybox"},{"name":"proxy","restartPolicy":"Always"}],"#
        + #""containers":[{"name":"web","image":"nginx","securityContext":{"privileged":true}},{"name":"log"}],"#
        + #""ephemeralContainers":[{"name":"debug","image":"sh"}]}}"#

    @Test("All twelve built-in kinds are walked, all three lists in order", arguments: PodTemplates.builtIn)
    func kinds(_ entry: PodTemplates.Entry) throws {
        let text = entry.pod.tokens.reversed().reduce(Self.pod) { "{\"\($1)\":\($0)}" }
        let view = try #require(PodView(of: JSON(parsing: text), at: entry.pod))
        #expect(view.containers.map(\.name) == ["setup", "proxy", "web", "log", "debug"])
        #expect(view.containers.map(\.list) == [.initial, .initial, .ordinary, .ordinary, .ephemeral])
        #expect(view.containers.map(\.position) == [0, 1, 0, 1, 0])
        #expect(view.malformations == [])
        #expect(view.pointer == entry.pod)
        let prefix = entry.pod.description + "/spec"
        #expect(
            view.containers.map(\.pointer.description) == [
                prefix + "/initContainers/0", prefix + "/initContainers/1", prefix + "/containers/0",
                prefix + "/containers/1", prefix + "/ephemeralContainers/0",
            ])
        #expect(view.pointer("volumes", "0").description == prefix + "/volumes/0")
        #expect(
            view.containers[2].pointer("securityContext", "privileged").description
                == prefix + "/containers/0/securityContext/privileged")
    }

    @Test("There are twelve built-in kinds, each once, with the plural that would be guessed")
    func table() {
        #expect(PodTemplates.builtIn.count == 12)
        #expect(Set(PodTemplates.builtIn.map { "\($0.group)/\($0.kind)" }).count == 12)
        for entry in PodTemplates.builtIn { #expect(entry.resource == GroupVersionKind.plural(of: entry.kind)) }
    }

    @Test(
        "Kinds are found by group and kind",
        arguments: [
            ("", "Pod", ""), ("apps", "Deployment", "/spec/template"), ("extensions", "DaemonSet", "/spec/template"),
            ("batch", "CronJob", "/spec/jobTemplate/spec/template"), ("", "PodTemplate", "/template"),
            ("argoproj.io", "Rollout", "/spec/template"), ("", "Deployment", nil), ("apps", "Pod", nil),
            ("apps", "deployment", nil), ("", "Service", nil),
        ] as [(String, String, String?)])
    func entries(_ group: String, _ kind: String, _ pod: String?) {
        let rollout = PodTemplates.Entry(
            group: "argoproj.io", kind: "Rollout", resource: "rollouts", pod: ["spec", "template"])
        let templates = PodTemplates(others: [rollout])
        #expect(templates.entry(group: group, kind: kind)?.pod.description == pod)
    }

    @Test("The pod's own parts are at hand")
    func parts() throws {
        let view = try #require(PodView(of: JSON(parsing: Self.pod), at: []))
        #expect(view.labels?.compactText == #"{"app":"web"}"#)
        #expect(view.annotations?.compactText == #"{"a":"b"}"#)
        #expect(view.securityContext.value?.compactText == #"{"runAsUser":1}"#)
        #expect(view.containers[2].image == .found("nginx"))
        #expect(view.containers[3].image == .absent)
        #expect(view.containers[2].securityContext.value?["privileged"]?.bool == true)
        #expect(view.containers.map(\.isSidecar) == [false, true, false, false, false])
    }

    @Test("Only init containers are sidecars")
    func sidecars() throws {
        let text =
            #"{"spec":{"initContainers":[{"restartPolicy":"always"},{"restartPolicy":1}],"#
            + #""containers":[{"restartPolicy":"Always"}]}}"#
        let view = try #require(PodView(of: JSON(parsing: text), at: []))
        #expect(view.containers.map(\.isSidecar) == [false, false, false])
    }

    @Test(
        "A pod without spec or lists has no containers and no malformation",
        arguments: [
            "{}", #"{"spec":null}"#, #"{"spec":{}}"#, #"{"spec":{"containers":null}}"#, #"{"spec":{"containers":[]}}"#,
        ])
    func empty(_ text: String) throws {
        let view = try #require(PodView(of: JSON(parsing: text), at: []))
        #expect(view.containers.isEmpty)
        #expect(view.malformations == [])
    }

    @Test(
        "Where nothing or null leads to the pod, there is none",
        arguments: ["{}", #"{"spec":null}"#, #"{"spec":{}}"#, "null"])
    func missing(_ text: String) throws {
        #expect(PodView(of: try JSON(parsing: text), at: ["spec", "template"]) == nil)
    }

    @Test(
        "Wrong shapes are malformations with their place, and the rest is walked all the same",
        arguments: [
            (#"{"spec":[]}"#, "/spec is a list, wanted an object", 0),
            (#"{"spec":"x"}"#, "/spec is a string, wanted an object", 0),
            (#"{"spec":true}"#, "/spec is a boolean, wanted an object", 0),
            (#"{"spec":{"containers":{}}}"#, "/spec/containers is an object, wanted a list", 0),
            (
                #"{"spec":{"initContainers":"x","containers":[{}]}}"#,
                "/spec/initContainers is a string, wanted a list",
                1
            ),
            (
                #"{"spec":{"containers":[{}],"ephemeralContainers":1}}"#,
                "/spec/ephemeralContainers is a number, wanted a list", 1
            ),
            (#"{"spec":{"containers":[{},null,{}]}}"#, "/spec/containers/1 is null, wanted an object", 2),
            (#"{"spec":{"containers":[{},"x"]}}"#, "/spec/containers/1 is a string, wanted an object", 1),
            (#"{"spec":{"containers":[[]]}}"#, "/spec/containers/0 is a list, wanted an object", 0),
            ("[]", " is a list, wanted an object", 0), ("7", " is a number, wanted an object", 0),
        ])
    func malformed(_ text: String, _ malformation: String, _ containers: Int) throws {
        let view = try #require(PodView(of: JSON(parsing: text), at: []))
        #expect(view.malformations.map(\.text) == [malformation])
        #expect(view.containers.count == containers)
    }

    @Test("Several malformations are all noted")
    func several() throws {
        let text = #"{"spec":{"initContainers":1,"containers":[1,[]],"ephemeralContainers":{}}}"#
        let view = try #require(PodView(of: JSON(parsing: text), at: []))
        #expect(
            view.malformations.map(\.pointer.description) == [
                "/spec/initContainers", "/spec/containers/0", "/spec/containers/1", "/spec/ephemeralContainers",
            ])
    }

    @Test(
        "Where something else than an object stands on the way to the pod, that is the malformation",
        arguments: [
            (#"{"spec":[]}"#, "/spec is a list, wanted an object"),
            (#"{"spec":"template"}"#, "/spec is a string, wanted an object"),
            (#"{"spec":{"template":1}}"#, "/spec/template is a number, wanted an object"),
            ("[]", " is a list, wanted an object"),
        ])
    func behind(_ text: String, _ malformation: String) throws {
        let view = try #require(PodView(of: JSON(parsing: text), at: ["spec", "template"]))
        #expect(view.malformations.map(\.text) == [malformation])
        #expect(view.containers.isEmpty)
        #expect(view.spec == nil)
    }

    @Test(
        "A container's image and name of a wrong type are neither missing nor values",
        arguments: [
            ("1", "is a number"), ("true", "is a boolean"), ("[]", "is a list"), ("{}", "is an object"),
        ])
    func image(_ value: String, _ found: String) throws {
        let text = #"{"spec":{"containers":[{"name":\#(value),"image":\#(value)}]}}"#
        let view = try #require(PodView(of: JSON(parsing: text), at: []))
        #expect(view.containers[0].image == .malformed(found: found, wanted: "a string"))
        #expect(view.containers[0].name == "")
    }
}

extension Malformation {
    fileprivate var text: String { "\(pointer) \(found), wanted \(wanted)" }
}
