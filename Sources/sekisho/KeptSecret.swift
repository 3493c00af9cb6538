import Documents
import Kubernetes
import Rehearsal

/// The certificates of an installation that is there: those of its Secret, and what its webhook configurations trust.
struct KeptSecret {
    /// Why they can't be kept, a sentence.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// `tls.crt`.
    let certificate: [UInt8]
    /// `tls.key`.
    let key: [UInt8]
    /// `caBundle` where a webhook configuration is there, else the Secret's `ca.crt`; nil without either.
    let bundle: [UInt8]?

    /// Reads YAML; `-` is standard input.
    ///
    /// - Parameters:
    ///   - name: the Secret's name.
    ///   - namespace: the Secret's namespace.
    init(_ path: String, name: String, namespace: String) throws {
        let place = InputFile.title(path)
        let result = ManifestReader().read(try InputFile.read(path), file: place)
        let secret = result.manifests.first { manifest in
            manifest.kind.kind == "Secret" && manifest.name == name
                && manifest.object["metadata"]?["namespace"]?.string ?? namespace == namespace
        }
        guard let data = secret?.object["data"] else {
            throw Missing(
                description: "\(place): There is no Secret \(name) of namespace \(namespace) here, with data, to keep.")
        }
        func value(_ key: String) -> [UInt8]? { data.member(key)?.string.flatMap(decodeBase64) }
        guard let certificate = value("tls.crt"), let key = value("tls.key") else {
            throw Missing(description: "\(place): The Secret \(name) has no tls.crt and tls.key as base64.")
        }
        (self.certificate, self.key) = (certificate, key)
        bundle = result.manifests.lazy.compactMap { Self.bundle($0.object) }.first ?? value("ca.crt")
    }

    /// What a webhook configuration of this installation trusts.
    private static func bundle(_ object: JSON) -> [UInt8]? {
        guard object["metadata"]?["name"]?.string == "sekisho" else { return nil }
        return object["webhooks"]?[0]?["clientConfig"]?["caBundle"]?.string.flatMap(decodeBase64)
    }
}
