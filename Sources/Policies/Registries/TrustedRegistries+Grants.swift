import Admission
import Documents
import Kubernetes

extension TrustedRegistries {
    /// The grants of a configuration.
    struct Grants: ParameterValue, ExpressibleByArrayLiteral {
        /// In the order of the configuration.
        let all: [CompiledGrant]
        private let areForEverybody: Bool

        init(_ grants: [Grant]) {
            all = grants.map(CompiledGrant.init)
            areForEverybody = all.allSatisfy { $0.audience == nil }
        }
        init(arrayLiteral grants: Grant...) { self.init(grants) }

        static var shape: ParameterShape { [Grant].shape }
        static func read(_ json: JSON, _ reader: ParameterReader) -> Grants? {
            [Grant].read(json, reader).map(Grants.init)
        }
        var json: JSONValue { .array(all.map(\.json)) }

        /// The grants for a request, whatever they allow.
        func held(by request: Request) -> [CompiledGrant] {
            areForEverybody ? all : all.filter { $0.holds(forPodOf: request) && $0.holds(forUserOf: request) }
        }
    }

    /// A grant; an object, so that looking through many of them copies none.
    final class CompiledGrant: Sendable {
        let images: [ImagePattern]
        private let users: [NamePattern]
        private let groups: [NamePattern]
        private let serviceAccounts: [NamePattern]
        private let namespaces: [NamePattern]
        let json: JSONValue

        init(_ grant: Grant) {
            images = grant.images
            users = grant.users
            groups = grant.groups
            serviceAccounts = grant.serviceAccounts
            namespaces = grant.namespaces
            json = grant.json
        }

        /// The pod runs where and as whom the grant says.
        func holds(forPodOf request: Request) -> Bool {
            (namespaces.isEmpty || namespaces.matches(request.namespace))
                && (serviceAccounts.isEmpty || serviceAccounts.matches(request.podServiceAccount))
        }

        /// The request is sent by one whom the grant names.
        func holds(forUserOf request: Request) -> Bool {
            (users.isEmpty || users.matches(request.admission.userInfo.username))
                && (groups.isEmpty || request.admission.userInfo.groups.contains(where: groups.matches))
        }

        /// For whom, in words; nil for everybody.
        var audience: String? {
            let parts = [
                ("users", users), ("groups", groups), ("service accounts", serviceAccounts), ("namespaces", namespaces),
            ].filter { !$0.1.isEmpty }
            return parts.isEmpty ? nil : parts.map { "\($0.0) \($0.1.listed)" }.joined(separator: " and ")
        }
    }

    /// The short way for most images: a grant holds, and neither mirrors nor what is denied have a say.
    func isPlainlyAllowed(_ image: JSON?, by held: [CompiledGrant]) -> Bool {
        guard let image else { return false }
        return Kubernetes.ImageReference.isImage(image) { registry, repository in
            for mirror in mirrors where mirror.to?.holds(registry: registry, repository: repository) ?? true {
                return false
            }
            if deny.match(registry, repository) { return false }
            for grant in held where grant.images.match(registry, repository) { return true }
            return false
        }
    }
}

extension [ImagePattern] {
    /// The image is of one of the patterns.
    fileprivate func match(_ registry: borrowing Span<UInt8>, _ repository: borrowing Span<UInt8>) -> Bool {
        for pattern in self where pattern.matches(registry: registry, repository: repository) { return true }
        return false
    }
}

extension Request {
    /// `team-a/builder`: `serviceAccountName`, or its old name, or `default`, as the API server fills it in.
    var podServiceAccount: String {
        let names = [pod?.spec?["serviceAccountName"]?.string, pod?.spec?["serviceAccount"]?.string]
        return namespace + "/" + (names.compactMap { $0 }.first { !$0.isEmpty } ?? "default")
    }

    /// The pod before an update.
    var oldPod: PodView? {
        guard admission.operation == .update, let old = admission.oldObject, let pod else { return nil }
        return PodView(of: old, at: pod.pointer)
    }
}
