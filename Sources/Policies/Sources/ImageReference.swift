import Admission
import Documents
import Kubernetes

/// Images are named so that everybody knows which one is meant.
///
/// A tag such as latest is another image tomorrow, and no image at all for those who look for what ran yesterday.
struct ImageReference: Validating, Mutating {
    static let about = About(
        "image-reference", "Images are named by a tag that means something, or by their digest.", judges: .workloads,
        fields: "image", "volumes[].image.reference",
        prose: """
            A tag such as latest is another image tomorrow: pods of one Deployment run different code, and a rollback \
            brings nothing back. Each image, those of image volumes too, must have a tag or a digest, as it is \
            required here, and none of the forbidden tags; an image without a tag and a digest is pulled as latest. \
            A digest says which image is meant whatever tag stands beside it.

            Images that digests lists are pinned on their way in: the digest is put behind the tag. The list is the \
            place for what a build or a release has tested; nothing is asked of registries while a request waits.
            """)

    /// What an image must have.
    enum Requirement: String, ParameterValue, CaseIterable {
        case tagOrDigest = "TagOrDigest"
        case tag = "Tag"
        case digest = "Digest"
    }

    @Parameter("What each image must have: TagOrDigest, Tag (with a digest or without) or Digest.")
    var required = Requirement.tagOrDigest

    @Parameter("Tags that say too little, unless a digest stands behind them.")
    var forbiddenTags: [NamePattern] = [NamePattern("latest")]

    @Parameter("Digests by image and tag, such as docker.io/library/nginx:1.27, that are put behind the tag.")
    var digests = ImageDigests()

    @Parameter("Images that are let be, by registry and repository.")
    var exempt: [ImagePattern] = []

    func check(_ request: Request) -> [Finding] {
        guard let pod = request.pod else { return [] }
        var findings: [Finding] = []
        for site in ImageSite.all(of: pod, malformed: { findings.append(Finding($0)) }) where request.concerns(site) {
            do throws(ImageSiteError) {
                guard let (image, text) = try site.reference(), !exempt.match(image) else { continue }
                if let finding = fault(of: image, text, site) { findings.append(finding) }
            } catch {
                findings.append(error.finding)
            }
        }
        return findings
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard !digests.isEmpty, let pod = request.pod else { return }
        for site in ImageSite.all(of: pod) {
            guard let (image, text) = try? site.reference(), image.digest == nil, !exempt.match(image),
                let digest = digests[image], !site.isFixed(in: request, as: text)
            else { continue }
            let tagged = image.tag == nil ? text + ":" + image.effectiveTag : text
            draft.set(site.pointer, .string(tagged + "@" + digest))
        }
    }

    private func fault(of image: Kubernetes.ImageReference, _ text: String, _ site: ImageSite) -> Finding? {
        let quoted = "is \"\(text)\""
        switch required {
        case .digest where image.digest == nil:
            let fix = "Pin it by its digest, as in \(image.name):\(image.effectiveTag)@sha256:…"
            return site.finding("\(quoted), without a digest", "must have one", fix: fix, reason: .required)
        case .tagOrDigest where image.tag == nil && image.digest == nil:
            return site.finding(
                "\(quoted), which pulls latest", "must have a tag or a digest", fix: Self.advice, reason: .required)
        case .tag where image.tag == nil:
            return site.finding("\(quoted), without a tag", "must have one", fix: Self.advice, reason: .required)
        case .tag, .tagOrDigest, .digest: break
        }
        guard image.digest == nil, forbiddenTags.matches(image.effectiveTag) else { return nil }
        return site.finding(
            quoted, "the tag \(image.effectiveTag) says too little", fix: Self.advice, reason: .forbidden)
    }

    private static let advice = "Name the version that is meant, or pin the image by its digest"
}

/// Digests by image and tag.
struct ImageDigests: ParameterValue {
    /// By `docker.io/library/nginx:1.27`: registry, repository and tag, short names spelled out.
    private var digests: [String: String] = [:]
    private var written: [String: String] = [:]

    /// None.
    init() {}

    var isEmpty: Bool { digests.isEmpty }

    /// The digest of an image by its tag.
    subscript(_ image: Kubernetes.ImageReference) -> String? { digests[Self.key(image)] }

    static var shape: ParameterShape { .map(of: .text("a digest such as sha256: and 64 hexadecimal digits")) }

    static func read(_ json: JSON, _ reader: ParameterReader) -> ImageDigests? {
        guard let written = [String: String].read(json, reader) else { return nil }
        var result = ImageDigests()
        for (name, digest) in written.sorted(by: { $0.key < $1.key }) {
            reader.descend(name) {
                guard let image = key(name, reader), isDigest(digest, reader) else { return }
                result.digests[image] = digest
            }
        }
        result.written = written
        return result
    }

    var json: JSONValue { written.json }

    private static func key(_ image: Kubernetes.ImageReference) -> String { image.name + ":" + image.effectiveTag }

    private static func key(_ name: String, _ reader: ParameterReader) -> String? {
        do throws(ImageReferenceError) {
            let image = try Kubernetes.ImageReference(parsing: name)
            if image.tag != nil, image.digest == nil { return key(image) }
            reader.complainOfKey("\"\(name)\" is no image with a tag; wanted is one such as nginx:1.27.")
        } catch {
            reader.complainOfKey(error.description)
        }
        return nil
    }

    private static func isDigest(_ digest: String, _ reader: ParameterReader) -> Bool {
        let image = try? Kubernetes.ImageReference(parsing: "example@" + digest)
        if image?.digest == digest { return true }
        reader.complain("\"\(digest)\" is no digest; wanted is one such as sha256: and 64 hexadecimal digits.")
        return false
    }
}
