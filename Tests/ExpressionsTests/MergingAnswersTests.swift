import Documents
import Expressions
import Kubernetes
import Testing

/// What the library that the API server merges with (structured-merge-diff, 4.1 with the merging of 6) answered when it was
/// asked, a rule each.
@Suite("Answers of structured-merge-diff")
struct MergingAnswersTests {
    /// One configuration and what came of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: GroupVersionKind
        let object: String
        let configuration: String
        /// The merged object, or the error.
        let answer: String

        init(
            _ rule: String, _ kind: GroupVersionKind, _ object: String, _ configuration: String, _ answer: String
        ) {
            testDescription = rule
            self.kind = kind
            self.object = object
            self.configuration = configuration
            self.answer = answer
        }
    }

    @Test("A configuration is merged", arguments: merged)
    func merges(_ merge: Case) throws {
        let result = try StructuredMerge.merge(
            MergingTests.value(merge.configuration), into: MergingTests.value(merge.object), of: merge.kind)
        #expect(result == (try MergingTests.value(merge.answer)), "\(result.compactText)")
    }

    @Test("A configuration or an object is refused", arguments: refused)
    func refuses(_ merge: Case) throws {
        do {
            let result = try StructuredMerge.merge(
                MergingTests.value(merge.configuration), into: MergingTests.value(merge.object), of: merge.kind)
            Issue.record("merged to \(result.compactText)")
        } catch let error as MergeError {
            #expect(error.description == merge.answer)
        }
    }

    private static let merged: [Case] = [
        Case(
            "the configuration reverses what both have", .pod,
            #"{"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"c"}]}}"#,
            #"{"spec":{"containers":[{"name":"c"},{"name":"b"},{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"name":"c"},{"name":"b"},{"name":"a"}]}}"#),
        Case(
            "an element of the object alone is passed over until the next shared one", .pod,
            #"{"spec":{"containers":[{"name":"x"},{"name":"a"},{"name":"y"},{"name":"b"}]}}"#,
            #"{"spec":{"containers":[{"name":"b"},{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"name":"x"},{"name":"y"},{"name":"b"},{"name":"a"}]}}"#),
        Case(
            "new elements keep their place among shared ones", .pod,
            #"{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}"#,
            #"{"spec":{"containers":[{"name":"n"},{"name":"b"},{"name":"m"},{"name":"a"},{"name":"o"}]}}"#,
            #"{"spec":{"containers":[{"name":"n"},{"name":"b"},{"name":"m"},{"name":"a"},{"name":"o"}]}}"#),
        Case(
            "the object's own elements stand before new ones at the end", .pod,
            #"{"spec":{"containers":[{"name":"a"},{"name":"x"},{"name":"y"}]}}"#,
            #"{"spec":{"containers":[{"name":"a"},{"name":"n"}]}}"#,
            #"{"spec":{"containers":[{"name":"a"},{"name":"x"},{"name":"y"},{"name":"n"}]}}"#),
        Case(
            "the object's own elements stand before new ones at the beginning", .pod,
            #"{"spec":{"containers":[{"name":"x"},{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"name":"n"},{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"name":"x"},{"name":"n"},{"name":"a"}]}}"#),
        Case(
            "sets are ordered as lists of objects are", .pod, #"{"metadata":{"finalizers":["a","b","c","d"]}}"#,
            #"{"metadata":{"finalizers":["d","n","b"]}}"#,
            #"{"metadata":{"finalizers":["a","c","d","n","b"]}}"#),
        Case(
            "a key with a default stands for a missing one on either side", .pod,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":1},{"containerPort":2,"protocol":"TCP"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":2,"hostPort":9},{"containerPort":1,"protocol":"TCP"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":2,"hostPort":9,"protocol":"TCP"},{"containerPort":1,"protocol":"TCP"}]}]}}"#
        ),
        Case(
            "an element without its name has the empty one", .pod, #"{"spec":{"volumes":[{"name":"","emptyDir":{}}]}}"#,
            #"{"spec":{"volumes":[{"emptyDir":{"medium":"Memory"}}]}}"#,
            #"{"spec":{"volumes":[{"emptyDir":{"medium":"Memory"},"name":""}]}}"#),
        Case(
            "a number is the same key with a fraction of zero", .pod,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80}]}]}}"#,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80.0,"name":"w"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"w"}]}]}}"#),
        Case(
            "a null key is a key of its own", .pod, #"{"spec":{"containers":[{"name":null,"image":"i"}]}}"#,
            #"{"spec":{"containers":[{"name":null,"tty":true},{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"image":"i","name":null,"tty":true},{"name":"a"}]}}"#),
        Case(
            "a service's ports have two keys", .service,
            #"{"spec":{"ports":[{"port":53,"protocol":"UDP","name":"u"},{"port":53,"name":"t"}]}}"#,
            #"{"spec":{"ports":[{"port":53,"protocol":"TCP","nodePort":1}]}}"#,
            #"{"spec":{"ports":[{"name":"u","port":53,"protocol":"UDP"},{"name":"t","nodePort":1,"port":53,"protocol":"TCP"}]}}"#
        ),
        Case(
            "lists in elements are merged too", .deployment,
            #"{"spec":{"template":{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"1"},{"name":"Y","value":"2"}]}]}}}}"#,
            #"{"spec":{"template":{"spec":{"containers":[{"name":"a","env":[{"name":"Y","value":"3"},{"name":"Z"}]}]}}}}"#,
            #"{"spec":{"template":{"spec":{"containers":[{"env":[{"name":"X","value":"1"},{"name":"Y","value":"3"},{"name":"Z"}],"name":"a"}]}}}}"#
        ),
        Case(
            "an empty object where the object has none is kept", .pod, #"{"spec":{}}"#,
            #"{"spec":{"securityContext":{}}}"#,
            #"{"spec":{"securityContext":{}}}"#),
        Case(
            "an empty object changes none that has members", .pod, #"{"spec":{"securityContext":{"runAsUser":1}}}"#,
            #"{"spec":{"securityContext":{}}}"#,
            #"{"spec":{"securityContext":{"runAsUser":1}}}"#),
        Case(
            "an empty list takes the place of null", .pod, #"{"spec":{"containers":null}}"#,
            #"{"spec":{"containers":[]}}"#,
            #"{"spec":{"containers":[]}}"#),
        Case(
            "null takes the place of an empty list", .pod, #"{"spec":{"containers":[]}}"#,
            #"{"spec":{"containers":null}}"#,
            #"{"spec":{"containers":null}}"#),
        Case(
            "null takes the place of an empty object", .pod, #"{"metadata":{"labels":{}}}"#,
            #"{"metadata":{"labels":null}}"#,
            #"{"metadata":{"labels":null}}"#),
        Case(
            "null in a map takes the value's place", .pod, #"{"metadata":{"labels":{"a":"b","c":"d"}}}"#,
            #"{"metadata":{"labels":{"a":null}}}"#,
            #"{"metadata":{"labels":{"a":null,"c":"d"}}}"#),
        Case(
            "null in an element unsets a scalar and keeps a list", .pod,
            #"{"spec":{"containers":[{"name":"a","image":"i","ports":[{"containerPort":1}]}]}}"#,
            #"{"spec":{"containers":[{"name":"a","image":null,"ports":null}]}}"#,
            #"{"spec":{"containers":[{"image":null,"name":"a","ports":[{"containerPort":1}]}]}}"#),
        Case(
            "what the configuration leaves out stays null", .pod, #"{"spec":{"priority":null}}"#,
            #"{"spec":{"hostPID":true}}"#,
            #"{"spec":{"hostPID":true,"priority":null}}"#),
        Case(
            "a quantity takes the place of another's type", .pod,
            #"{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"1"}}}]}}"#,
            #"{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":2,"memory":"1Gi"}}}]}}"#,
            #"{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":2,"memory":"1Gi"}}}]}}"#),
        Case(
            "objects are merged where a port or a percentage may be anything", .budget, #"{"spec":{"minAvailable":1}}"#,
            #"{"spec":{"minAvailable":{"a":1}}}"#,
            #"{"spec":{"minAvailable":{"a":1}}}"#),
        Case(
            "a time may be any scalar", .pod, #"{"metadata":{"creationTimestamp":null}}"#,
            #"{"metadata":{"creationTimestamp":1}}"#,
            #"{"metadata":{"creationTimestamp":1}}"#),
        Case(
            "maps of an unknown kind are merged at every depth", .widget, #"{"spec":{"a":{"b":{"c":1}},"l":[1]}}"#,
            #"{"spec":{"a":{"b":{"d":2}}}}"#,
            #"{"spec":{"a":{"b":{"c":1,"d":2}},"l":[1]}}"#),
        Case(
            "a scalar of an unknown kind takes an object's place", .widget, #"{"spec":{"a":{"b":1}}}"#,
            #"{"spec":{"a":"x"}}"#,
            #"{"spec":{"a":"x"}}"#),
        Case(
            "null keeps an unknown kind's object that has members", .widget, #"{"spec":{"a":{"b":1},"c":{},"d":1}}"#,
            #"{"spec":{"a":null,"c":null,"d":null}}"#,
            #"{"spec":{"a":{"b":1},"c":null,"d":null}}"#),
        Case(
            "lists of an unknown kind are replaced", .widget, #"{"spec":{"l":[1,2]}}"#,
            #"{"spec":{"l":[{"a":1},[2],3]}}"#,
            #"{"spec":{"l":[{"a":1},[2],3]}}"#),
        Case(
            "a list in a map of quantities is as good as any", .pod, "{}",
            #"{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":["1"]}}}]}}"#,
            #"{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":["1"]}}}]}}"#),
        Case(
            "null for an atomic list is none", .pod, #"{"spec":{"tolerations":[{"key":"a"}]}}"#,
            #"{"spec":{"tolerations":null}}"#,
            #"{"spec":{"tolerations":null}}"#),
    ]

    private static let refused: [Case] = [
        Case(
            "an atomic object in a list that is none", .pod, "{}",
            #"{"metadata":{"ownerReferences":[{"uid":"u"}]}}"#,
            "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .metadata.ownerReferences[0]"),
        Case(
            "a list for a percentage is an atomic one, and so are objects in it", .budget, "{}",
            #"{"spec":{"minAvailable":[{"a":1},[2]]}}"#,
            "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.minAvailable, .spec.minAvailable[0], .spec.minAvailable[1]"
        ),
        Case(
            "an empty atomic list is one as well", .pod, "{}",
            #"{"spec":{"containers":[{"name":"a","args":[]}]}}"#,
            "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.containers[0].args"),
        Case(
            "a string is no object", .pod, "{}",
            #"{"spec":{"securityContext":"x"}}"#,
            "failed to convert patch object to typed object: .spec.securityContext: expected map, got &{x}"),
        Case(
            "an object is no list", .pod, "{}",
            #"{"spec":{"containers":{"b":[1,"x",null],"a":true}}}"#,
            "failed to convert patch object to typed object: .spec.containers: expected list, got &{map[a:true b:[1 x <nil>]]}"
        ),
        Case(
            "an object is no string", .pod, "{}",
            #"{"spec":{"nodeName":{"b":[1,"x",null],"a":true}}}"#,
            #"failed to convert patch object to typed object: .spec.nodeName: expected string, got &value.valueUnstructured{Value:map[string]interface {}{"a":true, "b":[]interface {}{1, "x", interface {}(nil)}}}"#
        ),
        Case(
            "a number is no string", .pod, "{}",
            #"{"spec":{"nodeName":1.5}}"#,
            "failed to convert patch object to typed object: .spec.nodeName: expected string, got &value.valueUnstructured{Value:1.5}"
        ),
        Case(
            "a string is no boolean", .pod, "{}",
            #"{"spec":{"hostPID":"yes"}}"#,
            "failed to convert patch object to typed object: .spec.hostPID: expected boolean, got &{yes}"),
        Case(
            "an object is no number", .pod, "{}",
            #"{"spec":{"priority":{}}}"#,
            "failed to convert patch object to typed object: .spec.priority: expected numeric (int or float), got map[string]interface {}"
        ),
        Case(
            "a list is no time", .pod, "{}",
            #"{"metadata":{"creationTimestamp":["a"]}}"#,
            "failed to convert patch object to typed object: .metadata.creationTimestamp: expected any scalar, got &{[a]}"
        ),
        Case(
            "a null element has no key", .pod, "{}",
            #"{"spec":{"containers":[null]}}"#,
            "failed to convert patch object to typed object: .spec.containers: element 0: associative list with keys may not have a null element"
        ),
        Case(
            "a null element is in no set", .pod, "{}",
            #"{"metadata":{"finalizers":[null]}}"#,
            "failed to convert patch object to typed object: .metadata.finalizers: element 0: associative list without keys has an element that's an explicit null"
        ),
        Case(
            "an object is in no set", .pod, "{}",
            #"{"metadata":{"finalizers":[{}]}}"#,
            "failed to convert patch object to typed object: .metadata.finalizers: element 0: associative list without keys has an element that's a map type"
        ),
        Case(
            "an element that lacks a key without a default", .account, "{}",
            #"{"secrets":[{"namespace":"a"}]}"#,
            #"failed to convert patch object to typed object: .secrets: element 0: associative list with keys has an element that omits key field "name" (and doesn't have default value)"#
        ),
        Case(
            "one port twice", .pod, "{}",
            #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":1},{"containerPort":1,"protocol":"TCP"}]}]}}"#,
            #"failed to convert patch object to typed object: .spec.containers[name="a"].ports: duplicate entries for key [containerPort=1,protocol="TCP"]"#
        ),
        Case(
            "duplicates of the object", .pod, #"{"metadata":{"finalizers":["a","a"]}}"#,
            #"{"spec":{"hostPID":true}}"#,
            #"failed to convert original object to typed object: .metadata.finalizers: duplicate entries for key [="a"]"#
        ),
    ]
}

extension GroupVersionKind {
    fileprivate static let pod = GroupVersionKind(group: "", version: "v1", kind: "Pod")
    fileprivate static let service = GroupVersionKind(group: "", version: "v1", kind: "Service")
    fileprivate static let account = GroupVersionKind(group: "", version: "v1", kind: "ServiceAccount")
    fileprivate static let deployment = GroupVersionKind(group: "apps", version: "v1", kind: "Deployment")
    fileprivate static let budget = GroupVersionKind(group: "policy", version: "v1", kind: "PodDisruptionBudget")
    fileprivate static let widget = GroupVersionKind(group: "example.org", version: "v1", kind: "Widget")
}
