import Admission
import Documents
import Kubernetes

/// What is said of the images of one pod; an object, so that what all of them need is found out once.
final class ImageHearing {
    let policy: TrustedRegistries
    let request: Request
    /// The images that the request's user may use for the pod.
    private(set) lazy var allowed = policy.allow.held(by: request).flatMap(\.images)
    /// The grants for the pod, and whether each is for the request's user.
    private lazy var grants = policy.allow.all.filter { $0.holds(forPodOf: request) }
        .map { (images: $0.images, isForUser: $0.holds(forUserOf: request)) }
    private lazy var oldPod = request.oldPod
    /// Guesses at what was meant that may still be made: each takes a while, and nobody reads more.
    private var guesses = Decision.Bounds.findings

    init(_ policy: TrustedRegistries, _ request: Request) {
        self.policy = policy
        self.request = request
    }

    /// What was probably meant by an image's name.
    func guess(_ name: String) -> String? {
        guard guesses > 0 else { return nil }
        guesses -= 1
        return Spelling.nearest(to: name, among: allowed.map(\.description))
    }

    /// What is wrong with the image at a site, if anything is.
    func finding(_ site: ImageSite) -> Finding? {
        guard request.concerns(site) else { return nil }
        do throws(ImageSiteError) {
            return try site.reference().flatMap { judge($0.image, $0.text, site) }
        } catch {
            return error.finding
        }
    }

    /// The image that a mirror serves in place of the one at a site; nil where it stays.
    func mirrored(_ site: ImageSite) -> Kubernetes.ImageReference? {
        guard let text = site.image.value, let image = try? Kubernetes.ImageReference(parsing: text) else { return nil }
        guard policy.source(of: image) == nil, policy.denial(of: image) == nil, !site.isFixed(in: request, as: text)
        else {
            return nil
        }
        let mirror = policy.mirrors.first { $0.from?.rest(of: image) != nil }
        guard let served = mirror?.served(image), served.name != image.name else { return nil }
        return policy.denial(of: served) == nil && isGranted(served, text, site) ? served : nil
    }

    private func judge(_ image: Kubernetes.ImageReference, _ text: String, _ site: ImageSite) -> Finding? {
        if let denial = policy.denial(of: image) { return finding(site, denied: image, text, by: denial) }
        return isGranted(image, text, site) ? nil : finding(site, notGranted: image, text)
    }

    /// A grant holds for the image, or for what it is at its source.
    private func isGranted(_ image: Kubernetes.ImageReference, _ text: String, _ site: ImageSite) -> Bool {
        let source = policy.source(of: image)
        var isGrantedToSender = false
        for grant in grants where grant.images.match(image) || source.map(grant.images.match) ?? false {
            if grant.isForUser { return true }
            isGrantedToSender = true
        }
        return isGrantedToSender && (wasThere(site, text) || request.isSent(by: policy.controllers))
    }

    private func wasThere(_ site: ImageSite, _ text: String) -> Bool {
        oldPod.map { site.wasThere(in: $0, as: text) } ?? false
    }
}

extension TrustedRegistries {
    /// The pattern that denies the image, or what it is at its source.
    func denial(of image: Kubernetes.ImageReference) -> ImagePattern? {
        guard !deny.isEmpty else { return nil }
        let source = source(of: image)
        return deny.first { pattern in pattern.matches(image) || source.map(pattern.matches) ?? false }
    }
}

extension [ImagePattern] {
    /// The image is of one of the patterns.
    func match(_ image: Kubernetes.ImageReference) -> Bool { contains { $0.matches(image) } }
}
