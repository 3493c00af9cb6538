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
    }
}

extension [NamePattern] {
    /// One of the patterns stands for the name.
    func matches(_ name: String) -> Bool { contains { $0.matches(name) } }
}

extension Array where Element: CustomStringConvertible {
    /// The elements in a sentence, the first eight of them.
    var listed: String {
        let rest = count - 8
        return prefix(8).map(\.description).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
