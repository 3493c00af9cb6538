import Admission
import Documents
import Kubernetes

/// Who may pull which images from where.
///
/// Whoever controls an image controls what runs. Images come from places that are granted, to everybody or to users,
/// groups, service accounts and namespaces; what is denied is denied to all; and images of public registries are
/// pulled through a mirror.
struct TrustedRegistries: Validating, Mutating {
    static let about = About(
        "trusted-registries", "Images come from registries that are trusted.", judges: .workloads,
        fields: "image", "volumes[].image.reference", "serviceAccountName",
        prose: """
            Whoever controls an image controls what runs. Each image, those of image volumes too, must be of a pattern \
            that is allowed. A pattern matches the registry and whole path segments, after short names are spelled \
            out: nginx is docker.io/library/nginx. What is denied is denied to all.

            A grant may be for some only. namespaces is where the pod runs, and serviceAccounts is whom it runs as: \
            the pod's own service account, with whose credentials the node pulls. users and groups are those who \
            bring the image: they send the request. Every part that a grant has must hold. Whoever may create pods in \
            a namespace may use each of its service accounts.

            Pods of a Deployment are sent by the cluster's controllers, whose user nobody else can claim to be. The \
            users and groups of a grant are asked of him who sends the Deployment, and not again of the controllers \
            that carry it out; so this policy must judge the controllers' kinds as well as pods. Neither are they \
            asked again for an image that was there before an update.

            Mirrors rewrite images on their way in, if what comes out is allowed. An image of a mirror is judged as the \
            one that it mirrors, too: denied if that is denied, allowed if that is allowed.
            """)

    @Parameter("The images that are allowed, and to whom; one grant that holds is enough.")
    var allow: Grants = []

    @Parameter("Images that are denied to all, whatever is allowed.")
    var deny: [ImagePattern] = []

    @Parameter("Where images are pulled from instead; the first mirror whose `from` holds the image counts.")
    var mirrors: [Mirror] = []

    @Parameter("Users that carry out what others have sent; users and groups of grants are not asked of them.")
    var controllers: [NamePattern] = builtInControllers

    var problems: [ParameterProblem] {
        var problems = Mirror.problems(mirrors)
        if allow.all.isEmpty {
            problems.append(ParameterProblem("allow", "Nothing is allowed; images: [\"**\"] would allow every image."))
        }
        return problems
    }

    func check(_ request: Request) -> [Finding] {
        guard let pod = request.pod else { return [] }
        let held = allow.held(by: request)
        // Made for the first image that needs it.
        var hearing: ImageHearing?
        var findings: [Finding] = []
        for container in pod.containers where !isPlainlyAllowed(container.json["image"], by: held) {
            let made = hearing ?? ImageHearing(self, request)
            hearing = made
            if let finding = made.finding(.container(container)) { findings.append(finding) }
        }
        guard let volumes = pod.spec?["volumes"] else { return findings }
        return findings + check(volumes, of: pod, hearing ?? ImageHearing(self, request))
    }

    private func check(_ volumes: JSON, of pod: PodView, _ hearing: ImageHearing) -> [Finding] {
        var findings: [Finding] = []
        ImageSite.forEachVolume(volumes, of: pod) { site in
            if let finding = hearing.finding(site) { findings.append(finding) }
        } malformed: {
            findings.append(Finding($0))
        }
        return findings
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard !mirrors.isEmpty, let pod = request.pod else { return }
        let hearing = ImageHearing(self, request)
        for site in ImageSite.all(of: pod) {
            if let image = hearing.mirrored(site) { draft.set(site.pointer, .string(image.normalized)) }
        }
    }
}
