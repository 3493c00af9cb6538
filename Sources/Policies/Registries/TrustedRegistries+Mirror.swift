import Admission
import Documents
import Kubernetes

extension TrustedRegistries {
    /// A place that serves the images of another one.
    struct Mirror: ParameterObject, ParameterValue {
        @Parameter("The place whose images are served.")
        var from: ImagePrefix? = nil

        @Parameter("The place that serves them.")
        var to: ImagePrefix? = nil

        var problems: [ParameterProblem] {
            let message = "A mirror has a `from` and a `to`, such as docker.io and mirror.example.com/docker-hub."
            return [("from", from), ("to", to)].filter { $0.1 == nil }.map { ParameterProblem($0.0, message) }
        }

        /// The image as the mirror serves it; nil where it doesn't.
        func served(_ image: Kubernetes.ImageReference) -> Kubernetes.ImageReference? {
            guard let rest = from?.rest(of: image) else { return nil }
            return to?.image(below: rest, like: image)
        }

        /// What an image of the mirror is at its source; nil for other images.
        func source(of image: Kubernetes.ImageReference) -> Kubernetes.ImageReference? {
            guard let rest = to?.rest(of: image) else { return nil }
            return from?.image(below: rest, like: image)
        }

        /// Two mirrors at one place leave open what an image there is.
        static func problems(_ mirrors: [Mirror]) -> [ParameterProblem] {
            var places: Set<ImagePrefix> = []
            return mirrors.compactMap(\.to).filter { !places.insert($0).inserted }.map {
                ParameterProblem("mirrors", "\($0) serves the images of two places; give each a place of its own.")
            }
        }
    }

    /// What an image is at its source, if it is a mirror's; where one mirror is inside another, the inner one counts.
    func source(of image: Kubernetes.ImageReference) -> Kubernetes.ImageReference? {
        guard !mirrors.isEmpty else { return nil }
        let inner = mirrors.filter { $0.to?.rest(of: image) != nil }
            .max { ($0.to?.description.utf8.count ?? 0) < ($1.to?.description.utf8.count ?? 0) }
        return inner?.source(of: image)
    }
}
