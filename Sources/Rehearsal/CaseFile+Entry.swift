package import Admission
import Configuration
import Documents
import Kubernetes

/// A `Cases` document, as it is written.
struct CasesEntry: ParameterObject {
    @Parameter("Always sekisho.dev/v1alpha1.")
    var apiVersion = ""
    @Parameter("Always Cases.")
    var kind = ""
    @Parameter("For people and tools; not used.")
    var metadata: JSONValue = .null
    @Parameter("The policy that the cases are about: its id with all that it finds, or the name of an upstream policy.")
    var policy: String? = nil
    @Parameter("The name of the gate that the cases are about instead, * being all gates as one: what it denies.")
    var gate: String? = nil
    @Parameter("Objects are completed first with what the API server fills in before admission; false unless given.")
    var defaults = false
    @Parameter("The cases.")
    var cases: JSONValue = .null

    var problems: [ParameterProblem] {
        var problems: [ParameterProblem] = []
        if apiVersion != documentVersion {
            problems.append(.init("apiVersion", "\"\(apiVersion)\" is unknown; wanted is \(documentVersion)."))
        }
        if (policy == nil) == (gate == nil) {
            let sentence =
                policy == nil ? "The policy's id is missing." : "Cases are about a policy or a gate, not both."
            problems.append(.init(policy == nil ? "policy" : "gate", sentence))
        }
        if kind != "Cases" { problems.append(.init("kind", "\"\(kind)\" is unknown; wanted is Cases.")) }
        guard case .array(let elements) = cases.opened, !elements.isEmpty else {
            return problems + [.init("cases", "There are no cases; wanted is a list of them.")]
        }
        return problems
    }
}

/// One case, as it is written.
struct CaseEntry: ParameterObject {
    @Parameter("What the case shows, a sentence.")
    var name = ""
    @Parameter("The policy's parameters.")
    var parameters: JSONValue = .null
    @Parameter("Documents that an upstream policy takes for its params, each by itself, instead of what bindings name.")
    var params: [JSONValue] = []
    @Parameter("Other objects that are there, as manifests.")
    var inventory: [JSONValue] = []
    @Parameter("Exceptions that are there: as documents, or by the names of those in --policies. A gate has its own.")
    var exceptions: [JSONValue] = []
    @Parameter("When it is, as 2026-12-31 or 2026-12-31T18:00:00Z; unless given, exceptions hold whenever they end.")
    var time: CaseTime? = nil
    @Parameter("Who asks.")
    var user = User()
    @Parameter("The namespace; that of the object, or default, unless given.")
    var namespace: String? = nil
    @Parameter("What is done: CREATE, UPDATE where there is an oldObject, DELETE where there is only that.")
    var operation: Kubernetes.Operation? = nil
    @Parameter("The subresource that is used, such as ephemeralcontainers.")
    var subresource = ""
    @Parameter("The resource whose subresource is used, where the object is of another kind: pods or deployments.apps.")
    var resource: String? = nil
    @Parameter("The object.")
    var object: JSONValue = .null
    @Parameter("The object as it was.")
    var oldObject: JSONValue = .null
    @Parameter("What must come out: allow, deny or patch.")
    var expect = Expect()

    struct User: ParameterObject, ParameterValue {
        @Parameter("The name, such as alice or system:serviceaccount:NAMESPACE:NAME.")
        var name = ""
        @Parameter("The groups.")
        var groups: [String] = []
    }

    struct Expect: ParameterObject, ParameterValue {
        @Parameter("The policy has nothing against the object.")
        var allow: Bool? = nil
        @Parameter("What the policy finds, no more and no less, in any order.")
        var deny: [ExpectedFinding]? = nil
        @Parameter("How the policy changes the object: a JSON Patch (RFC 6902), empty where it doesn't.")
        var patch: JSONValue = .null

        var problems: [ParameterProblem] {
            if allow == false { return [.init("allow", "Wanted is true, or deny with a list of findings.")] }
            if deny?.isEmpty == true { return [.init("deny", "Wanted is one finding or more, or allow: true.")] }
            return []
        }

        /// Of the three expectations exactly one is there.
        var isOne: Bool { [allow != nil, deny != nil, !patch.isNull].count { $0 } == 1 }
    }

    var problems: [ParameterProblem] {
        var problems: [ParameterProblem] = []
        if name.isEmpty { problems.append(.init("name", "The case has no name; wanted is a sentence.")) }
        if object.isNull, oldObject.isNull {
            problems.append(.init("object", "There is no object; wanted is one, or an oldObject."))
        }
        if !expect.isOne {
            problems.append(.init("expect", "Wanted is exactly one of allow, deny and patch."))
        }
        return problems
    }
}

/// A finding that a case wants.
package struct ExpectedFinding: ParameterObject, ParameterValue {
    @Parameter("The field, such as /spec/containers/0/image; needless with the message of an upstream policy.")
    var path: Pointer? = nil
    @Parameter("Text that the finding's message has in it.")
    var message: String? = nil
    @Parameter("The name of the policy in its gate that finds it; any unless given.")
    var policy: String? = nil

    package init() {}

    package var problems: [ParameterProblem] {
        path == nil && message == nil ? [.init("path", Self.lack)] : []
    }

    /// What is said where the path is missing.
    static let lack = "The path is missing; wanted is the field, such as /spec/containers/0/image."
}
