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
        guard volumes.count <= PodView.containerLimit else {
            let wanted = "a list of at most \(PodView.containerLimit)"
            return malformed(
                Malformation(pointer: pod.pointer("volumes"), found: "has \(volumes.count) volumes", wanted: wanted))
        }
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

extension ImageSite {
    /// The image is there already and has to stay: another name would restart a container of a running pod, and a
    /// Job's template can't change.
    func isFixed(in request: Request, as image: String) -> Bool {
        guard let template = request.template, template.pod.tokens.isEmpty || template.kind == "Job" else {
            return false
        }
        return request.oldPod.map { wasThere(in: $0, as: image) } ?? false
    }

    /// The request may still change all that stands there: in a pod that is created, and in a container that is added
    /// to one that runs.
    func isNew(in request: Request) -> Bool {
        if request.changeablePod != nil { return true }
        guard request.admission.subResource == "ephemeralcontainers", let old = request.oldPod,
            case .container(let container) = self, container.list == .ephemeral
        else { return false }
        return !old.containers.contains { $0.list == .ephemeral && $0.name == container.name }
    }

    /// All places of a pod, those of containers first.
    static func all(of pod: PodView, malformed: (Malformation) -> Void = { _ in }) -> [ImageSite] {
        var sites = pod.containers.map { ImageSite.container($0) }
        if let volumes = pod.spec?["volumes"] {
            forEachVolume(volumes, of: pod) {
                sites.append($0)
            } malformed: {
                malformed($0)
            }
        }
        return sites
    }

    /// The image as a reference, and as it is written; nil where it may be missing and is.
    func reference() throws(ImageSiteError) -> (image: Kubernetes.ImageReference, text: String)? {
        switch image {
        case .malformed(let found, let wanted):
            throw ImageSiteError(finding: finding(found, "must be \(wanted)", reason: .wrongType))
        case .absent:
            if mayBeEmpty { return nil }
            throw ImageSiteError(finding: finding("is missing", "must be set", reason: .required))
        case .found(""):
            if mayBeEmpty { return nil }
            throw ImageSiteError(finding: finding("is empty", "must be set", reason: .required))
        case .found(let text):
            do throws(ImageReferenceError) {
                return (try Kubernetes.ImageReference(parsing: text), text)
            } catch {
                let fix = error.description.withoutFullStop
                throw ImageSiteError(finding: finding("is \"\(text)\"", "must be the name of an image", fix: fix))
            }
        }
    }

    /// A finding at this place.
    func finding(
        _ found: String, _ wanted: String, fix: String? = nil, reason: Finding.Reason = .invalid
    ) -> Finding {
        Finding(pointer, container: container, found: found, wanted: wanted, fix: fix, reason: reason)
    }
}

extension Request {
    /// The request can bring the image that stands at a place: `pods/ephemeralcontainers` only adds containers.
    func concerns(_ site: ImageSite) -> Bool {
        admission.subResource != "ephemeralcontainers" || site.isNew(in: self)
    }
}

/// An image that can't be read, and what is said of it.
struct ImageSiteError: Error {
    let finding: Finding
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
