import Admission
import Documents
import Kubernetes

/// Who may reach into running pods.
///
/// A shell in a pod sees its secrets and changes what no manifest shows. Exec, attach, port forwarding and ephemeral
/// containers are for those who are named, where they are named.
struct InteractiveAccess: Validating {
    static let about = About(
        "interactive-access", "Only those who are named may reach into running pods.",
        judges: .subresources(Action.allCases.map(\.rawValue), of: [KindPattern("/Pod")]),
        fields: "pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers",
        prose: """
            A shell in a pod sees its secrets and its service account, and changes what no manifest shows. Nobody may \
            exec, attach, forward ports or add ephemeral containers but those to whom it is allowed; kubectl cp is an \
            exec, kubectl debug adds an ephemeral container. Every part that a grant has must hold, and one grant is \
            enough.

            The API server asks for these on CONNECT, and for ephemeral containers on UPDATE, so the webhook's rules \
            must name the operations and the subresources. Who may use nodes/proxy reaches the kubelet past all of \
            this: leave it to nobody.
            """)

    /// A way into a pod, by its subresource.
    enum Action: String, ParameterValue, CaseIterable {
        case exec, attach, portforward, ephemeralcontainers
    }

    @Parameter("What is allowed, to whom and where; without a grant, nothing is.")
    var allow: [Grant] = []

    /// Ways into pods, and those who may use them.
    struct Grant: ParameterObject, ParameterValue {
        @Parameter("What may be done: exec, attach, portforward, ephemeralcontainers.")
        var actions: [Action] = Action.allCases

        @Parameter("Those who may, by name.")
        var users: [NamePattern] = []

        @Parameter("Those who may, by group; one is enough.")
        var groups: [NamePattern] = []

        @Parameter("Service accounts that may, as namespace/name.")
        var serviceAccounts: [NamePattern] = []

        @Parameter("The namespaces of the pods.")
        var namespaces: [NamePattern] = []

        @Parameter("The pods, by name.")
        var pods: [NamePattern] = []
    }

    func check(_ request: Request) -> [Finding] {
        guard let action = Action(rawValue: request.admission.subResource) else { return [] }
        if action == .ephemeralcontainers, request.leavesEphemeralContainers { return [] }
        guard !allow.contains(where: { $0.holds(for: action, request) }) else { return [] }
        return [finding(action, request)]
    }

    private func finding(_ action: Action, _ request: Request) -> Finding {
        let audience = allow.filter { $0.actions.contains(action) && $0.isAbout(request) }.compactMap(\.audience)
        let wanted =
            "\(action.rawValue) in namespace \"\(request.namespace)\" is allowed to "
            + (audience.isEmpty ? "nobody" : audience.listed + " only")
        let user = "user \"\(request.admission.userInfo.username)\""
        if action == .ephemeralcontainers {
            return Finding(
                ["spec", "ephemeralContainers"], found: "is changed by \(user)", wanted: wanted, reason: .forbidden)
        }
        let name = request.admission.name
        let pod = name.isEmpty ? "a pod" : "pod \"\(name)\""
        return Finding(
            [], found: "is a request of \(user) for \(action.rawValue) of \(pod)", wanted: wanted,
            reason: .forbidden)
    }
}

extension InteractiveAccess.Grant {
    var problems: [ParameterProblem] {
        if actions.isEmpty {
            return [ParameterProblem("actions", "Nothing is allowed here; leave it out to allow everything.")]
        }
        if let account = serviceAccounts.first(where: { !$0.description.utf8.contains(UInt8(ascii: "/")) }) {
            return [
                ParameterProblem(
                    "serviceAccounts", "\"\(account)\" has no namespace; wanted is one such as team-a/builder.")
            ]
        }
        guard [users, groups, serviceAccounts, namespaces, pods].allSatisfy(\.isEmpty) else { return [] }
        return [ParameterProblem("users", "This allows everybody everything; name users, groups or namespaces.")]
    }

    /// It allows the action to the one who asks.
    func holds(for action: InteractiveAccess.Action, _ request: Request) -> Bool {
        let user = request.admission.userInfo
        return actions.contains(action) && isAbout(request)
            && (users.isEmpty || users.matches(user.username))
            && (groups.isEmpty || user.groups.contains(where: groups.matches))
            && (serviceAccounts.isEmpty
                || user.serviceAccount.map { serviceAccounts.matches("\($0.namespace)/\($0.name)") } ?? false)
    }

    /// The pod is one of those that it is about.
    func isAbout(_ request: Request) -> Bool {
        (namespaces.isEmpty || namespaces.matches(request.namespace))
            && (pods.isEmpty || pods.matches(request.admission.name))
    }

    /// To whom it allows something, in words; nil for everybody, which is no advice.
    var audience: String? {
        let parts = [("users", users), ("groups", groups), ("service accounts", serviceAccounts)]
            .filter { !$0.1.isEmpty }
        return parts.isEmpty ? nil : parts.map { "\($0.0) \($0.1.listed)" }.joined(separator: " of ")
    }
}

extension Request {
    /// An update of the pod that brings no ephemeral container, and changes none.
    fileprivate var leavesEphemeralContainers: Bool {
        let place: Pointer = ["spec", "ephemeralContainers"]
        guard let new = object[place], !new.isNull, new.kind != .array || new.count > 0 else { return true }
        return admission.oldObject?[place] == new
    }
}
