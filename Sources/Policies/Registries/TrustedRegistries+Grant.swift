import Admission
import Documents
import Kubernetes

extension TrustedRegistries {
    /// Images, and those who may use them; a part that is empty holds for everybody.
    struct Grant: ParameterObject, ParameterValue {
        @Parameter("The images, by registry and repository.")
        var images: [ImagePattern] = []

        @Parameter("Those who send the request, by name.")
        var users: [NamePattern] = []

        @Parameter("Those who send the request, by group; one is enough.")
        var groups: [NamePattern] = []

        @Parameter("The pod's own service account, as namespace/name.")
        var serviceAccounts: [NamePattern] = []

        @Parameter("The namespaces that the pod runs in.")
        var namespaces: [NamePattern] = []

        var problems: [ParameterProblem] {
            var problems: [ParameterProblem] = []
            if images.isEmpty { problems.append(ParameterProblem("images", "This grants nothing; name some images.")) }
            if let account = serviceAccounts.first(where: { !$0.description.utf8.contains(UInt8(ascii: "/")) }) {
                problems.append(
                    ParameterProblem(
                        "serviceAccounts", "\"\(account)\" has no namespace; wanted is one such as team-a/builder."))
            }
            return problems
        }

        /// The image is one of the grant's.
        func covers(_ image: ImageReference) -> Bool {
            for pattern in images where pattern.matches(image) { return true }
            return false
        }

        /// The pod runs where and as whom the grant says.
        func holds(forPodOf subject: Subject) -> Bool {
            (namespaces.isEmpty || namespaces.matches(subject.namespace))
                && (serviceAccounts.isEmpty || serviceAccounts.matches(subject.serviceAccount))
        }

        /// The request is sent by one whom the grant names.
        func holds(forUserOf subject: Subject) -> Bool {
            (users.isEmpty || users.matches(subject.user.username))
                && (groups.isEmpty || subject.user.groups.contains(where: groups.matches))
        }

        /// For whom, in words; nil for everybody.
        var audience: String? {
            let parts = [
                ("users", users), ("groups", groups), ("service accounts", serviceAccounts), ("namespaces", namespaces),
            ].filter { !$0.1.isEmpty }
            return parts.isEmpty ? nil : parts.map { "\($0.0) \($0.1.listed)" }.joined(separator: " and ")
        }
    }

    /// Whose pod it is, and who sends it.
    struct Subject {
        let request: Request
        let pod: PodView
        private let controllers: [NamePattern]

        init(_ request: Request, _ pod: PodView, controllers: [NamePattern]) {
            self.request = request
            self.pod = pod
            self.controllers = controllers
        }

        var namespace: String { request.namespace }
        var user: UserInfo { request.admission.userInfo }

        /// `team-a/builder`: `serviceAccountName`, or its old name, or `default`, as the API server fills it in.
        var serviceAccount: String {
            let names = [pod.spec?["serviceAccountName"]?.string, pod.spec?["serviceAccount"]?.string]
            return namespace + "/" + (names.compactMap { $0 }.first { !$0.isEmpty } ?? "default")
        }

        /// A controller carries out what others have sent. Owners alone would prove nothing, since everybody can write
        /// them; the controllers' names can't be had.
        var isControllerActing: Bool {
            guard controllers.matches(user.username) else { return false }
            let owners = request.view.metadata?["ownerReferences"]
            return owners?.elements.contains { $0["controller"]?.bool ?? false } ?? false
        }

        /// The pod before an update.
        var oldPod: PodView? {
            guard request.admission.operation == .update, let old = request.admission.oldObject else { return nil }
            return PodView(of: old, at: pod.pointer)
        }

        /// In words.
        var description: String {
            let sender = user.username.isEmpty ? "" : "user \"\(user.username)\" and "
            return "\(sender)service account \"\(serviceAccount)\""
        }
    }
}

extension [NamePattern] {
    /// One of the patterns stands for the name.
    fileprivate func matches(_ name: String) -> Bool { contains { $0.matches(name) } }
}

extension Array where Element: CustomStringConvertible {
    /// The elements in a sentence, the first eight of them.
    var listed: String {
        let rest = count - 8
        return prefix(8).map(\.description).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
