package import Documents
import Kubernetes

/// A Secret of type `kubernetes.io/tls`: a certificate, its key, and maybe the authority that issued it.
package struct CertificateSecret: Sendable {
    /// Its name.
    package let name: String
    /// Its namespace.
    package let namespace: String
    /// `metadata.labels`; nil for none.
    package var labels: JSONValue?
    /// The certificate, PEM.
    package let certificate: [UInt8]
    /// The private key, PEM.
    package let key: [UInt8]
    /// The authority, PEM; nil where the certificate is an authority's itself.
    package let authority: [UInt8]?

    package init(
        name: String, namespace: String, certificate: [UInt8], key: [UInt8], authority: [UInt8]? = nil
    ) {
        (self.name, self.namespace) = (name, namespace)
        (self.certificate, self.key, self.authority) = (certificate, key, authority)
    }

    /// `caBundle` of webhook configurations, as base64.
    package var bundle: String { base64(authority ?? certificate) }

    /// The object.
    package var json: JSONValue {
        var metadata: [JSONValue.Member] = [
            .init("name", .string(name)), .init("namespace", .string(namespace)),
        ]
        if let labels { metadata.append(.init("labels", labels)) }
        var data: [JSONValue.Member] = authority.map { [.init("ca.crt", .string(base64($0)))] } ?? []
        data += [.init("tls.crt", .string(base64(certificate))), .init("tls.key", .string(base64(key)))]
        return [
            "apiVersion": "v1", "kind": "Secret", "metadata": .object(metadata), "type": "kubernetes.io/tls",
            "data": .object(data),
        ]
    }

    /// The object as YAML.
    ///
    /// - Throws: never for such an object; the depth of any is limited.
    package func yaml() throws(JSONError) -> String { YAMLText(try json.parsed()).text }
}
