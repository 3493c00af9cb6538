import Admission
import Documents
import Kubernetes

/// Images are pulled anew where their tags can be moved, and with the credentials that their registries want.
///
/// A node that has an image starts it for everybody, whether they may pull it or not, and goes on with the old one when
/// the tag has moved.
struct ImagePull: Validating, Mutating {
    static let about = About(
        "image-pull", "Images are pulled anew where their tags can move, and with the secrets of their registries.",
        judges: .workloads, fields: "imagePullPolicy", "volumes[].image.pullPolicy", "imagePullSecrets",
        prose: """
            A node that has an image starts it for everybody, whether they may pull it or not, and goes on with the old \
            one when the tag has moved. So the pull policy must be Always where the tag is mutable; an image with a \
            digest has none that counts. Where no policy is given, Kubernetes takes Always for latest and IfNotPresent \
            for all else.

            Secrets lists the imagePullSecrets of registries: a pod with such an image must name the secret. Both are \
            put right on the way in, except in pods that are there already, which can't be changed. A pod that names \
            secrets gets none from its service account.
            """)

    @Parameter("Tags that can be moved to another image.")
    var mutableTags: [NamePattern] = [NamePattern("*")]

    @Parameter("Tags among those that never are, such as v*.*.*, since the registry forbids it.")
    var immutableTags: [NamePattern] = []

    @Parameter("Images whose pull policy is let be, such as those that nodes come with.")
    var exempt: [ImagePattern] = []

    @Parameter("The secrets with which images are pulled.")
    var secrets: [PullSecret] = []

    /// Images, and the secret that pulls them.
    struct PullSecret: ParameterObject, ParameterValue {
        @Parameter("The images, by registry and repository.")
        var images: [ImagePattern] = []

        @Parameter("The name of the secret, in the namespace of the pod.")
        var name = ""

        var problems: [ParameterProblem] {
            let images = images.isEmpty ? [ParameterProblem("images", "No image is pulled with this; name some.")] : []
            return images + (name.isEmpty ? [ParameterProblem("name", "The secret has no name; wanted is one.")] : [])
        }
    }

    func check(_ request: Request) -> [Finding] {
        guard let pod = request.pod else { return [] }
        var findings: [Finding] = []
        var images: [Kubernetes.ImageReference] = []
        for site in ImageSite.all(of: pod, malformed: { findings.append(Finding($0)) }) where request.concerns(site) {
            if case .malformed(let found, let wanted) = site.image {
                findings.append(site.finding(found, "must be \(wanted)", reason: .wrongType))
            }
            guard let image = try? site.reference()?.image else { continue }
            images.append(image)
            if let finding = fault(of: site, image) { findings.append(finding) }
        }
        return request.concerns(.ordinary) ? findings + check(secretsFor: images, pod) : findings
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.pod else { return }
        var images: [Kubernetes.ImageReference] = []
        for site in ImageSite.all(of: pod) where site.isNew(in: request) {
            guard let image = try? site.reference()?.image else { continue }
            images.append(image)
            if fault(of: site, image) != nil, !site.pullPolicy.isMalformed {
                draft.set(site.pullPolicyPointer, .string("Always"))
            }
        }
        guard request.changeablePod != nil else { return }
        for secret in secrets where secret.isMissing(in: pod, for: images) {
            draft.append(pod.pointer("imagePullSecrets"), ["name": .string(secret.name)])
        }
    }

    private func isMutable(_ image: Kubernetes.ImageReference) -> Bool {
        guard image.digest == nil, !exempt.match(image) else { return false }
        let tag = image.effectiveTag
        return mutableTags.matches(tag) && !immutableTags.matches(tag)
    }

    private func fault(of site: ImageSite, _ image: Kubernetes.ImageReference) -> Finding? {
        func finding(_ found: String, _ wanted: String, fix: String? = nil) -> Finding {
            Finding(site.pullPolicyPointer, container: site.container, found: found, wanted: wanted, fix: fix)
        }
        let wanted = "must be Always, since the tag \(image.effectiveTag) can be moved"
        let fix = "Set it to Always, or pin the image by its digest"
        switch site.pullPolicy {
        case .malformed(let found, let wanted):
            return Finding(Malformation(pointer: site.pullPolicyPointer, found: found, wanted: wanted))
        case .found("Always"): return nil
        case .found(let policy): return isMutable(image) ? finding("is \"\(policy)\"", wanted, fix: fix) : nil
        // `core/v1`, SetDefaults_Container.
        case .absent:
            guard isMutable(image), image.effectiveTag != "latest" else { return nil }
            return finding("is missing, which is IfNotPresent", wanted, fix: fix)
        }
    }

    private func check(secretsFor images: [Kubernetes.ImageReference], _ pod: PodView) -> [Finding] {
        guard !secrets.isEmpty else { return [] }
        let place = pod.pointer("imagePullSecrets")
        if case .malformed(let found, let wanted) = pod.spec?.listField("imagePullSecrets") ?? .absent {
            return [Finding(Malformation(pointer: place, found: found, wanted: wanted))]
        }
        return secrets.filter { $0.isMissing(in: pod, for: images) }.map { secret in
            let image = images.first { secret.images.match($0) }
            return Finding(
                place, found: "has no \"\(secret.name)\"", wanted: "must have it to pull \(image?.name ?? "an image")",
                reason: .required)
        }
    }
}

extension ImagePull.PullSecret {
    /// A pod with one of the images does not name the secret.
    func isMissing(in pod: PodView, for images: [Kubernetes.ImageReference]) -> Bool {
        guard images.contains(where: self.images.match) else { return false }
        let named = pod.spec?["imagePullSecrets"]
        return !(named?.elements.contains { $0["name"]?.equals(name) ?? false } ?? false)
    }
}

extension ImageSite {
    /// How the image is pulled.
    fileprivate var pullPolicy: FieldValue<String> {
        switch self {
        case .container(let container): container.json.stringField("imagePullPolicy")
        case .volume(_, _, let image, _): image.stringField("pullPolicy")
        }
    }

    fileprivate var pullPolicyPointer: Pointer {
        switch self {
        case .container(let container): container.pointer("imagePullPolicy")
        case .volume(_, let position, _, let pod): pod.pointer("volumes", String(position), "image", "pullPolicy")
        }
    }
}

extension FieldValue {
    fileprivate var isMalformed: Bool {
        if case .malformed = self { true } else { false }
    }
}
