import Admission
import Documents
import Kubernetes

/// Containers must not write to their images' files.
struct ReadOnlyRootFilesystem: Validating, Mutating {
    static let about = About(
        "read-only-root-filesystem", "Containers must not write to the files of their images.", judges: .workloads,
        fields: "securityContext.readOnlyRootFilesystem", "os.name",
        prose: """
            Who breaks into a container wants to bring tools, and to stay: neither works where nothing can be written \
            but to volumes. Each container needs readOnlyRootFilesystem: true, which is filled in where it is missing, \
            unless the pod would be denied all the same. Programs that write temporary files need an emptyDir for them. \
            Ephemeral containers, which are there for an hour's search, are let be unless they are asked for.
            """)

    @Parameter("Containers, by name, that are let be; * stands for any run of characters.")
    var exempt: [NamePattern] = []

    @Parameter("Ephemeral containers are judged, too.")
    var ephemeralContainers = false

    @Parameter("Forbidden values are replaced, too: what is false becomes true.")
    var overwrite = false

    func check(_ request: Request) -> [Finding] {
        if request.pod?.isForWindows ?? false { return [] }
        return request.judgeContexts(exempt: exempt) { own, _, container, faults in
            if container.list != .ephemeral || ephemeralContainers { faults.add(fault(own)) }
        }
    }

    private func fault(_ own: SecurityContext) -> SecurityFault? {
        let path = ["readOnlyRootFilesystem"]
        switch own.readOnlyRootFilesystem {
        case .found(true): return nil
        case .found(false):
            return SecurityFault(path, isOwn: true, found: "is false", wanted: "must be true", mend: .set(true))
        case .malformed(let found, let wanted): return SecurityFault(path, isOwn: true, found, wanted)
        case .absent:
            return SecurityFault(
                path, isOwn: true, found: "is missing", wanted: "must be true",
                fix: "Set it to true, and mount an emptyDir where the program writes", reason: .required,
                mend: .set(true))
        }
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.changeablePod, !pod.isForWindows else { return }
        draft.edit(request) { draft in
            for container in pod.containers where !container.isNamed(by: exempt) {
                if container.list == .ephemeral, !ephemeralContainers { continue }
                let place = container.pointer("securityContext", "readOnlyRootFilesystem")
                if overwrite { draft.set(place, true) } else { draft.setDefault(place, true) }
            }
        } isWell: { request in
            check(request).isEmpty
        }
    }
}
