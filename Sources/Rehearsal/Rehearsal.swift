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
    /// When this is, in seconds since 1970; without it no exception holds that ends some day.
    package var now: Int64?
    /// Objects are judged with what the API server fills in before admission.
    package var fillsDefaults: Bool

    /// A rehearsal before a gate; unless told otherwise an administrator creates everything, just as it is written.
    package init(
        _ gate: Gate, user: UserInfo = Rehearsal.administrator, namespace: String = "default",
        fillsDefaults: Bool = false
    ) {
        self.gate = gate
        self.user = user
        self.namespace = namespace
        self.fillsDefaults = fillsDefaults
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
        let objects = manifests.map { (manifest: $0, completed: completed($0, kinds)) }
        let inventory = ManifestInventory(
            objects.map { $0.manifest.holding($0.completed.object) }, namespace: namespace, templates: gate.templates)
        let judged = objects.filter { !kinds.isLocal($0.manifest.kind) }
        let entries = judged.enumerated().map { position, object in
            progress(position, judged.count)
            let request = request(
                for: object.manifest, object.completed.object, uid: "rehearsal-\(position + 1)", kinds)
            return Report.Entry(
                object.manifest,
                decision: gate.decide(request, [.mutating, .validating], inventory: inventory, now: now),
                completed: object.completed)
        }
        return Report(entries, warnings: warnings)
    }

    /// The object as the gate sees it.
    func completed(_ manifest: Manifest, _ kinds: KindCatalog) -> CompletedObject {
        guard fillsDefaults else { return CompletedObject(asWritten: manifest.object) }
        return CompletedObject(
            manifest.object, kind: manifest.kind, namespace: kinds.namespace(of: manifest, default: namespace))
    }

    /// What the API server would ask when the object is created.
    private func request(
        for manifest: Manifest, _ object: JSON, uid: String, _ kinds: KindCatalog
    ) -> AdmissionRequest {
        AdmissionRequest(
            uid: uid, kind: manifest.kind, resource: kinds.resource(of: manifest.kind),
            name: ObjectView(manifest.object).name, namespace: kinds.namespace(of: manifest, default: namespace),
            userInfo: user, object: object, isDryRun: true)
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
