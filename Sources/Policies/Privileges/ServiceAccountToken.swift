import Admission
import Documents
import Kubernetes

/// Pods must not get a token for the API server unless they need one.
struct ServiceAccountToken: Validating, Mutating {
    static let about = About(
        "service-account-token", "Pods must not get a token for the API server unless they need one.",
        judges: .workloads, fields: "automountServiceAccountToken", "serviceAccountName", "serviceAccount",
        "volumes[*].projected.sources[*].serviceAccountToken",
        prose: """
            Every container of a pod finds a token of the pod's service account among its files, unless the pod says \
            automountServiceAccountToken: false, and so does who breaks into it. Hardly a program talks to the API \
            server; those that do get an account of their own, whose name is given here. The field is filled in where \
            it is missing, unless the pod would be denied all the same. In a pod that is created by itself the API \
            server has mounted the token before anybody is asked, and its volume is taken out again. Projected volumes \
            with a token for the API server are found, too, unless they are the API server's own work; tokens for other \
            audiences are nobody's way in. The account default, which everything without an account of its own shares, \
            may not be used.
            """)

    @Parameter("Service accounts, by name, whose pods may get a token; * stands for any run of characters.")
    var serviceAccounts: [NamePattern] = []

    @Parameter("Pods may run as the account default, by name or for want of one.")
    var allowDefault = false

    @Parameter("A token that is asked for by a pod that may have none is not mounted: true becomes false.")
    var overwrite = false

    func check(_ request: Request) -> [Finding] {
        request.judgePod { pod, faults in
            guard let spec = pod.spec else { return }
            let account = Account(spec)
            faults.add(account.malformation)
            if !allowDefault { faults.add(account.defaultFault) }
            if !serviceAccounts.contains(where: { $0.matches(account.name) }) {
                faults.add(tokenFault(spec))
                projectedTokens(spec, isTemplate: !pod.pointer.tokens.isEmpty, &faults)
            }
        }
    }

    private func tokenFault(_ spec: JSON) -> SecurityFault? {
        let path = ["automountServiceAccountToken"]
        switch spec.boolField("automountServiceAccountToken") {
        case .found(false): return nil
        case .malformed(let found, let wanted):
            return SecurityFault(path, of: .owner, isOwn: false, found, wanted)
        case .found(true):
            return SecurityFault(
                path, of: .owner, isOwn: false, found: "is true", wanted: "must be false", reason: .forbidden,
                mend: .set(false))
        case .absent:
            return SecurityFault(
                path, of: .owner, isOwn: false, found: "is missing", wanted: "must be false", fix: "Set it to false",
                reason: .required, mend: .set(false))
        }
    }

    /// Volumes that hold a token for the API server itself, which is what a token without an audience is for. One that the
    /// API server has put into a Pod is the field's affair, and where the field is false there is none.
    private func projectedTokens(_ spec: JSON, isTemplate: Bool, _ faults: inout [SecurityFault]) {
        let canBeInjected = !isTemplate && spec["automountServiceAccountToken"]?.bool != false
        VolumeRule.walk(spec, &faults) { volume, position, faults in
            let isBuiltIn = canBeInjected && InjectedToken.isInjected(volume)
            guard !isBuiltIn, let sources = volume["projected"]?["sources"] else { return }
            for (number, source) in sources.elements.enumerated() {
                guard let token = source["serviceAccountToken"], !token.isNull,
                    token["audience"].map({ $0.isNull || $0.equals("") }) ?? true
                else { continue }
                faults.append(
                    SecurityFault(
                        ["volumes", String(position), "projected", "sources", String(number), "serviceAccountToken"],
                        of: .owner, isOwn: false, found: "is a token for the API server", wanted: "must not be mounted",
                        fix: "Leave it out, or name the audience that it is for", reason: .forbidden))
            }
        }
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.changeablePod, let spec = pod.spec else { return }
        let name = Account(spec).name
        guard !serviceAccounts.contains(where: { $0.matches(name) }) else { return }
        let place = pod.pointer("automountServiceAccountToken")
        draft.edit(request) { draft in
            guard overwrite || draft[place]?.isNull ?? true else { return }
            draft.set(place, false)
            InjectedToken.remove(from: pod, &draft)
        } isWell: { request in
            check(request).isEmpty
        }
    }
}

/// The service account that a pod runs as.
private struct Account {
    /// Its name; `default` where none is said (ServiceAccount admission).
    let name: String
    /// The field that names it.
    private let field: String
    private let isNamed: Bool
    let malformation: SecurityFault?

    init(_ spec: JSON) {
        let fields = [("serviceAccountName", spec.stringField("serviceAccountName"))]
        // The older name of the field, which the API server keeps in step.
        let all = fields + [("serviceAccount", spec.stringField("serviceAccount"))]
        var fault: SecurityFault?
        for (name, field) in all {
            guard case .malformed(let found, let wanted) = field, fault == nil else { continue }
            fault = SecurityFault([name], of: .owner, isOwn: false, found, wanted)
        }
        malformation = fault
        let named = all.first { !($0.1.value ?? "").isEmpty }
        name = named?.1.value ?? "default"
        field = named?.0 ?? "serviceAccountName"
        isNamed = named != nil
    }

    /// It is the one that everything shares.
    var defaultFault: SecurityFault? {
        guard name == "default", malformation == nil else { return nil }
        return SecurityFault(
            [field], of: .owner, isOwn: false, found: isNamed ? "is default" : "is missing",
            wanted: "must be an account of the workload's own", fix: "Make a ServiceAccount for it, and name it here",
            reason: isNamed ? .forbidden : .required)
    }
}
