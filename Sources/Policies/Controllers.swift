import Admission
import Documents
import Kubernetes

/// The users of the controllers that make pods, or objects with pod templates, from other objects
/// (kube-controller-manager, with and without `--use-service-account-credentials`).
let builtInControllers: [NamePattern] =
    [
        "cronjob-controller", "daemon-set-controller", "deployment-controller", "job-controller",
        "replicaset-controller", "replication-controller", "statefulset-controller",
    ].map { NamePattern("system:serviceaccount:kube-system:\($0)") } + [NamePattern("system:kube-controller-manager")]

extension Request {
    /// A controller carries out what others have sent. Owners alone would prove nothing, since everybody can write them;
    /// the controllers' names can't be had.
    func isSent(by controllers: [NamePattern]) -> Bool {
        controllers.matches(admission.userInfo.username) && view.controller != nil
    }
}
