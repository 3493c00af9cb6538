import Configuration
import Documents
import Glibc
import Kubernetes
import Rehearsal
import TLS

/// Certificates and keys out of files: PEM, or Kubernetes objects that carry some.
struct CertificateMaterial {
    /// Why there is nothing to look at, a sentence.
    struct ReadError: Error, CustomStringConvertible {
        let description: String
    }

    /// What is to be looked at together: all PEM files, and each object by itself.
    private(set) var collections: [CertificateCollection] = []

    /// Endings of files of certificates and keys.
    private static let endings = [".crt", ".cer", ".pem", ".key"]

    /// Reads files; `-` is standard input, `HOST:PORT`, where there is no such file, a server, and a directory stands for
    /// the files of certificates and keys in it.
    init(_ paths: [String]) throws {
        var files = CertificateCollection()
        for path in paths {
            if let address = Self.address(path) {
                files.add(
                    try Certificate.presented(by: path, serverName: address.isNumeric ? nil : address.host), place: path
                )
                continue
            }
            for file in try Self.files(path) {
                let (bytes, place) = (try InputFile.read(file), InputFile.title(file))
                if Self.isPEM(bytes) { try files.add(pem: bytes, place: place) } else { try readObjects(bytes, place) }
            }
        }
        if !files.isEmpty { collections.insert(files, at: 0) }
        guard !collections.isEmpty else {
            throw ReadError(description: "There are no certificates and keys in \(paths.joined(separator: ", ")).")
        }
    }

    /// What `HOST:PORT` stands for; nil where it is a file, or neither.
    private static func address(_ path: String) -> (host: String, isNumeric: Bool)? {
        guard access(path, F_OK) != 0, !path.contains("/"), let address = ListenAddress(parsing: path),
            !path.hasPrefix(":"), address.port > 0
        else { return nil }
        let isNumeric = address.host.contains(":") || address.host.allSatisfy { $0 == "." || $0.isNumber }
        return (address.host, isNumeric)
    }

    /// The file itself, or those of a directory.
    private static func files(_ path: String) throws(LoadError) -> [String] {
        do throws(FileError) {
            guard let files = try FileText.files(in: path, ending: endings) else { return [path] }
            guard !files.isEmpty else {
                throw FileError(
                    "There are no certificates and keys in this directory; wanted are files ending in "
                        + "\(endings.dropLast().joined(separator: ", ")) or \(endings.last ?? "").")
            }
            return files
        } catch {
            throw LoadError([Complaint(error, of: path)])
        }
    }

    /// PEM has a BEGIN line, maybe after a text for people; in YAML such a line is indented.
    private static func isPEM(_ bytes: [UInt8]) -> Bool {
        bytes.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: "-----BEGIN ".utf8) }
    }

    private mutating func readObjects(_ bytes: [UInt8], _ place: String) throws {
        let result = ManifestReader().read(bytes, file: place)
        // What is no object may still be meant as a certificate: DER, or an empty file.
        guard let complaint = result.complaints.first else {
            return try result.manifests.forEach { try readObject($0) }
        }
        var nothing = CertificateCollection()
        try nothing.add(pem: bytes, place: place)
        throw ReadError(description: complaint.description)
    }

    private mutating func readObject(_ manifest: Manifest) throws {
        let place = "\(manifest.kind.kind) \(manifest.name)"
        var collection = CertificateCollection()
        for (name, pem) in try Self.texts(manifest.object, place) where Self.isPEM(pem) {
            try collection.add(pem: pem, place: "\(place), \(name)")
        }
        if !collection.isEmpty { collections.append(collection) }
    }

    /// The texts of an object that may be certificates or keys, each with its name.
    private static func texts(_ object: JSON, _ place: String) throws -> [(String, [UInt8])] {
        let isSecret = object["kind"]?.string == "Secret"
        let encoded = isSecret ? object["data"] : object["binaryData"]
        let plain = isSecret ? object["stringData"] : object["data"]
        var texts: [(String, [UInt8])] = []
        if let encoded {
            for member in encoded.members {
                texts.append((member.name, try decoded(member.value, "\(place), \(member.name)")))
            }
        }
        if let plain { texts += plain.members.map { ($0.name, Array(($0.value.string ?? "").utf8)) } }
        return texts + (try bundles(object, place))
    }

    /// What webhook configurations trust.
    private static func bundles(_ object: JSON, _ place: String) throws -> [(String, [UInt8])] {
        guard let webhooks = object["webhooks"] else { return [] }
        return try webhooks.elements.compactMap { webhook in
            guard let bundle = webhook["clientConfig"]?["caBundle"] else { return nil }
            let name = "caBundle of \(webhook["name"]?.string ?? "a webhook")"
            return (name, try decoded(bundle, "\(place), \(name)"))
        }
    }

    private static func decoded(_ value: JSON, _ place: String) throws(ReadError) -> [UInt8] {
        guard let bytes = value.string.flatMap(decodeBase64) else {
            throw ReadError(description: "\(place) is no base64, as the data of Secrets is.")
        }
        return bytes
    }
}
