import Admission
import Documents
import Kubernetes

/// A place where a pod names an image.
enum ImageSite {
    case container(ContainerView)
    /// A volume that is an image (KEP-4639), its position and its `image`.
    case volume(JSON, position: Int, image: JSON, pod: PodView)

    /// Visits the volumes that are images, and the fields that keep them from being read.
    static func forEachVolume(
        _ volumes: JSON, of pod: PodView, _ body: (ImageSite) -> Void, malformed: (Malformation) -> Void
    ) {
        func note(_ tokens: [String], _ json: JSON, _ wanted: String) {
            let pointer = pod.pointer("volumes").appending(Pointer(tokens))
            malformed(Malformation(pointer: pointer, found: "is \(json.typeName)", wanted: wanted))
        }
        if volumes.isNull { return }
        guard volumes.kind == .array else { return note([], volumes, "a list") }
        for (position, volume) in volumes.elements.enumerated() {
            guard volume.kind == .object else {
                note([String(position)], volume, "an object")
                continue
            }
            guard let image = volume["image"], !image.isNull else { continue }
            if image.kind == .object {
                body(.volume(volume, position: position, image: image, pod: pod))
            } else {
                note([String(position), "image"], image, "an object")
            }
        }
    }

    /// The image's name.
    var image: FieldValue<String> {
        switch self {
        case .container(let container): container.image
        case .volume(_, _, let image, _): image.stringField("reference")
        }
    }

    /// The field with the image's name.
    var pointer: Pointer {
        switch self {
        case .container(let container): container.pointer("image")
        case .volume(_, let position, _, let pod): pod.pointer("volumes", String(position), "image", "reference")
        }
    }

    var container: String? {
        if case .container(let container) = self { container.name } else { nil }
    }

    /// Pod templates may leave a volume's image open; everything else must name its image (core/validation).
    var mayBeEmpty: Bool {
        if case .volume(_, _, _, let pod) = self { !pod.pointer.tokens.isEmpty } else { false }
    }

    /// The same container or volume of the pod as it was had this image.
    func wasThere(in old: PodView, as image: String) -> Bool {
        switch self {
        case .container(let container):
            old.containers.contains {
                $0.list == container.list && $0.name == container.name && $0.image.value == image
            }
        case .volume(let volume, _, _, _):
            old.spec?["volumes"]?.elements.contains {
                $0["name"]?.string == volume["name"]?.string && $0["image"]?["reference"]?.equals(image) ?? false
            } ?? false
        }
    }
}

/// What is said of the images of one pod.
struct ImageHearing {
    let policy: TrustedRegistries
    let request: Request

    /// What is wrong with the image at a site, if anything is.
    func finding(_ site: ImageSite) -> Finding? {
        switch site.image {
        case .malformed(let found, let wanted):
            return finding(site, found, "must be \(wanted)", reason: .wrongType)
        case .absent: return site.mayBeEmpty ? nil : finding(site, "is missing", "must be set", reason: .required)
        case .found(""): return site.mayBeEmpty ? nil : finding(site, "is empty", "must be set", reason: .required)
        case .found(let text):
            do throws(ImageReferenceError) {
                return judge(try ImageReference(parsing: text), text, site)
            } catch {
                let wanted = "must be the name of an image"
                return finding(site, "is \"\(text)\"", wanted, fix: error.description.withoutFullStop)
            }
        }
    }

    /// The image that a mirror serves in place of the one at a site; nil where it stays.
    func mirrored(_ site: ImageSite) -> ImageReference? {
        guard let text = site.image.value, let image = try? ImageReference(parsing: text) else { return nil }
        guard policy.source(of: image) == nil, policy.denial(of: image) == nil, !isRunning(site, text) else {
            return nil
        }
        let mirror = policy.mirrors.first { $0.from?.rest(of: image) != nil }
        guard let served = mirror?.served(image), served.name != image.name else { return nil }
        return policy.denial(of: served) == nil && isGranted(served, text, site) ? served : nil
    }

    private func judge(_ image: ImageReference, _ text: String, _ site: ImageSite) -> Finding? {
        if let denial = policy.denial(of: image) { return finding(site, denied: image, text, by: denial) }
        return isGranted(image, text, site) ? nil : finding(site, notGranted: image, text)
    }

    /// A grant holds for the image, or for what it is at its source.
    private func isGranted(_ image: ImageReference, _ text: String, _ site: ImageSite) -> Bool {
        let source = policy.source(of: image)
        var isGrantedToSender = false
        for grant in policy.allow.all where grant.images.match(image) || source.map(grant.images.match) ?? false {
            guard grant.holds(forPodOf: request) else { continue }
            if grant.holds(forUserOf: request) { return true }
            isGrantedToSender = true
        }
        return isGrantedToSender && (wasThere(site, text) || request.isSent(by: policy.controllers))
    }

    private func wasThere(_ site: ImageSite, _ text: String) -> Bool {
        request.oldPod.map { site.wasThere(in: $0, as: text) } ?? false
    }

    /// Another name would restart a container of a running pod; a Job's template can't change.
    private func isRunning(_ site: ImageSite, _ text: String) -> Bool {
        guard let template = request.template, template.pod.tokens.isEmpty || template.kind == "Job" else {
            return false
        }
        return wasThere(site, text)
    }
}

extension TrustedRegistries {
    /// The pattern that denies the image, or what it is at its source.
    func denial(of image: ImageReference) -> ImagePattern? {
        guard !deny.isEmpty else { return nil }
        let source = source(of: image)
        return deny.first { pattern in pattern.matches(image) || source.map(pattern.matches) ?? false }
    }
}

extension [ImagePattern] {
    /// The image is of one of the patterns.
    func match(_ image: ImageReference) -> Bool { contains { $0.matches(image) } }
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
