import Admission
import Documents
import Kubernetes

extension ImageHearing {
    func finding(
        _ site: ImageSite, denied image: Kubernetes.ImageReference, _ text: String, by pattern: ImagePattern
    ) -> Finding {
        site.finding(describe(image, text), "\(pattern) is denied to all", reason: .forbidden)
    }

    func finding(_ site: ImageSite, notGranted image: Kubernetes.ImageReference, _ text: String) -> Finding {
        let wanted =
            allowed.isEmpty
            ? "no image is allowed to \(subject)"
            : "allowed to \(subject) is only \(allowed.listed)"
        return site.finding(
            describe(image, text), wanted, fix: nearestGrant(to: image), reason: .forbidden)
    }

    /// For whom, in words.
    private var subject: String {
        let user = request.admission.userInfo.username
        return (user.isEmpty ? "" : "user \"\(user)\" and ") + "service account \"\(request.podServiceAccount)\""
    }

    /// The image as it was written, as it is spelled out, and what it is at its source.
    private func describe(_ image: Kubernetes.ImageReference, _ text: String) -> String {
        let spelled = image.normalized == text ? [] : ["which is \(image.normalized)"]
        let source = policy.source(of: image).map { ["and mirrors \($0.name)"] } ?? []
        return (["is \"\(text)\""] + spelled + source).joined(separator: ", ")
    }

    /// Others who may, or what was probably meant.
    private func nearestGrant(to image: Kubernetes.ImageReference) -> String? {
        let others = policy.allow.all.filter { $0.images.match(image) }
        if let grant = others.first, let audience = grant.audience,
            let pattern = grant.images.first(where: { $0.matches(image) })
        {
            return "\(pattern) is granted to \(audience) only"
        }
        return guess(image.name).map { "Perhaps \($0) was meant" }
    }
}
