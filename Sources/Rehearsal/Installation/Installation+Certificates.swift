import Documents
import Kubernetes

extension Installation {
    /// The Secret, or what makes cert-manager keep it; nothing where it is there already.
    var certificateObjects: [JSONValue] {
        switch certificates {
        case .issued(let certificate, let key, let authority): [secret(certificate, key, authority)]
        case .selfManaged(let certificate, let key, _): [secret(certificate, key, nil)]
        case .certManager: certManagerObjects
        case .present: []
        }
    }

    /// The Secret that the servers mount.
    var secretName: String {
        if let secret = options.secret { return secret }
        if case .selfManaged = certificates { return "sekisho-authority" }
        return "sekisho-tls"
    }

    /// The server's arguments about its certificate.
    var certificateArguments: [String] {
        let folder = "/etc/sekisho/certificates"
        guard case .selfManaged = certificates else {
            return ["--certificate=\(folder)/tls.crt", "--key=\(folder)/tls.key"]
        }
        return [
            "--ca=\(folder)/tls.crt", "--ca-key=\(folder)/tls.key", "--service=\(Self.name)",
            "--namespace=\(options.namespace)",
        ]
    }

    /// `caBundle` of the webhook configurations; nil where somebody else fills it in.
    var authority: String? {
        switch certificates {
        case .issued(_, _, let authority): base64(authority)
        case .selfManaged(_, _, let bundle): base64(bundle)
        case .certManager: nil
        case .present(let authority): authority.map(base64)
        }
    }

    /// The annotation by which cert-manager fills in `caBundle`.
    var injection: JSONValue? {
        guard case .certManager = certificates else { return nil }
        return ["cert-manager.io/inject-ca-from": .string("\(options.namespace)/\(Self.name)")]
    }

    private func secret(_ certificate: [UInt8], _ key: [UInt8], _ authority: [UInt8]?) -> JSONValue {
        var secret = CertificateSecret(
            name: secretName, namespace: options.namespace, certificate: certificate, key: key, authority: authority)
        secret.labels = Self.labels("server")
        return secret.json
    }

    private var certManagerObjects: [JSONValue] {
        [
            certManager("Issuer", "sekisho-root", ["selfSigned": [:]]),
            certManager(
                "Certificate", "sekisho-authority",
                [
                    "isCA": true, "commonName": "Sekisho authority", "secretName": "sekisho-authority",
                    "duration": "87600h", "privateKey": ["algorithm": "ECDSA", "size": 256],
                    "issuerRef": ["name": "sekisho-root", "kind": "Issuer"],
                ]),
            certManager("Issuer", "sekisho-authority", ["ca": ["secretName": "sekisho-authority"]]),
            certManager("Certificate", Self.name, serverCertificate),
        ]
    }

    private func certManager(_ kind: String, _ name: String, _ spec: JSONValue) -> JSONValue {
        ["apiVersion": "cert-manager.io/v1", "kind": .string(kind), "metadata": metadata(name), "spec": spec]
    }

    /// ECDSA, since handshakes are a good part of the work; renewed when two thirds of its time are over.
    private var serverCertificate: JSONValue {
        let service = "\(Self.name).\(options.namespace)"
        return [
            "secretName": .string(secretName), "duration": "2160h", "renewBefore": "720h",
            "dnsNames": [.string(service), .string("\(service).svc"), .string("\(service).svc.cluster.local")],
            "usages": ["server auth", "digital signature"],
            "privateKey": ["algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"],
            "issuerRef": ["name": "sekisho-authority", "kind": "Issuer"],
        ]
    }
}
