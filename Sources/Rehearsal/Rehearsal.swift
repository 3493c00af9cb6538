package import Admission
package import Configuration
import Documents
package import Kubernetes

/// Plays the creation of manifests before a gate: the webhook's own decisions without a cluster.
package struct Rehearsal: Sendable {
    /// The gate.
    package var gate: Gate
    /// Who creates the objects.
    package var user: UserInfo
    /// The namespace of objects that name none.
    package var namespace: String

    /// A rehearsal before a gate; unless told otherwise an administrator creates everything.
    package init(
        _ gate: Gate, user: UserInfo = Rehearsal.administrator, namespace: String = "default"
    ) {
        self.gate = gate
        self.user = user
        self.namespace = namespace
    }

    /// What kubectl says of itself with the credentials that kubeadm makes.
    package static let administrator = UserInfo(
        username: "kubernetes-admin", groups: ["kubeadm:cluster-admins", "system:authenticated"])

    /// Has every object created in turn, in a cluster that already holds all of them, and reports what the gate says.
    ///
    /// Documents that no API server would see, such as kustomizations, are left out.
    ///
    /// - Parameters:
    ///   - warnings: what reading the manifests had to say, for the report.
    ///   - progress: hears how many objects of how many are judged.
    package func run(
        _ manifests: [Manifest], warnings: [Complaint] = [], progress: (Int, Int) -> Void = { _, _ in }
    ) -> Report {
        let kinds = KindCatalog(manifests)
        let inventory = ManifestInventory(manifests, namespace: namespace, templates: gate.templates)
        let objects = manifests.filter { !kinds.isLocal($0.kind) }
        let entries = objects.enumerated().map { position, manifest in
            progress(position, objects.count)
            let request = request(for: manifest, uid: "rehearsal-\(position + 1)", kinds)
            return Report.Entry(
                manifest, decision: gate.decide(request, [.mutating, .validating], inventory: inventory))
        }
        return Report(entries, warnings: warnings)
    }

    /// What the API server would ask when the object is created.
    private func request(for manifest: Manifest, uid: String, _ kinds: KindCatalog) -> AdmissionRequest {
        AdmissionRequest(
            uid: uid, kind: manifest.kind, resource: kinds.resource(of: manifest.kind),
            name: ObjectView(manifest.object).name, namespace: kinds.namespace(of: manifest, default: namespace),
            userInfo: user, object: manifest.object, isDryRun: true)
    }
}

extension UserInfo {
    /// A user with the groups that the API server would add: those of every service account when no group is named, and
    /// that of everybody who has logged in (apiserver, impersonation filter).
    package init(impersonating name: String, groups: [String]) {
        var groups = groups
        if groups.isEmpty, let account = ServiceAccount(username: name) {
            groups = ["system:serviceaccounts", "system:serviceaccounts:\(account.namespace)"]
        }
        let everybody = name == "system:anonymous" ? "system:unauthenticated" : "system:authenticated"
        if !groups.contains(everybody) { groups.append(everybody) }
        self.init(username: name, groups: groups)
    }
}
