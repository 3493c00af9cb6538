import Glibc

/// What a certificate for a server or a client shall say.
package struct LeafRequest: Sendable {
    /// What a certificate may be used for (RFC 5280, section 4.2.1.12).
    package enum Use: Sendable, CaseIterable {
        case server
        case client
    }

    /// The subject's common name, at most 64 bytes (RFC 5280, appendix A: ub-common-name).
    package var commonName: String

    /// The DNS names; a `*` may be the whole first label.
    package var dnsNames: [String]

    /// The IPv4 and IPv6 addresses in text form.
    package var ipAddresses: [String]

    /// What it is for.
    package var uses: Set<Use>

    /// How long it is good for.
    package var validity: Validity

    /// A request; one for a server needs a DNS name or an address.
    package init(
        commonName: String, dnsNames: [String] = [], ipAddresses: [String] = [], uses: Set<Use> = [.server],
        validity: Validity = .days(365)
    ) {
        self.commonName = commonName
        self.dnsNames = dnsNames
        self.ipAddresses = ipAddresses
        self.uses = uses
        self.validity = validity
    }

    /// A server certificate for a Kubernetes Service in every form of its name, and for this machine unless told
    /// otherwise, so that the same certificate serves a dry run by hand.
    ///
    /// The API server calls a webhook by `service.namespace.svc`.
    ///
    /// - Parameters:
    ///   - service: the Service's name.
    ///   - namespace: the Service's namespace.
    ///   - clusterDomain: the cluster's DNS domain.
    ///   - isLocal: whether it is also for `localhost` and the loopback addresses.
    ///   - validity: how long it is good for.
    package static func service(
        _ service: String, namespace: String, clusterDomain: String = "cluster.local", isLocal: Bool = true,
        validity: Validity = .days(365)
    ) -> LeafRequest {
        let name = "\(service).\(namespace).svc"
        let names = [service, "\(service).\(namespace)", name, "\(name).\(clusterDomain)"]
        return LeafRequest(
            commonName: name.utf8.count <= 64 ? name : service, dnsNames: names + (isLocal ? ["localhost"] : []),
            ipAddresses: isLocal ? ["127.0.0.1", "::1"] : [], validity: validity)
    }

    /// Adds a name, to the addresses where it looks like one; what is there already is not added twice.
    package mutating func add(name: String) {
        guard !(dnsNames + ipAddresses).contains(name) else { return }
        let isAddress = name.contains(":") || name.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
        if isAddress { ipAddresses.append(name) } else { dnsNames.append(name) }
    }
}

extension LeafRequest {
    /// The subject alternative names as in x509v3_config(5).
    ///
    /// - Throws: `.invalidRequest` for what is no DNS name or no address. This keeps commas and colons, which have a
    ///   meaning there, out.
    var alternativeNames: String {
        get throws(TLSError) {
            for name in dnsNames where !isDNSName(name) {
                throw TLSError(.invalidRequest, "\"\(name.printable)\" is no DNS name that a certificate can bear.")
            }
            for address in ipAddresses where !isIPAddress(address) {
                throw TLSError(.invalidRequest, "\"\(address.printable)\" is no IPv4 or IPv6 address.")
            }
            return (dnsNames.map { "DNS:\($0)" } + ipAddresses.map { "IP:\($0)" }).joined(separator: ",")
        }
    }

    /// The extended key usage as in x509v3_config(5), in a fixed order.
    var extendedKeyUsage: String {
        Use.allCases.filter(uses.contains).map { $0 == .server ? "serverAuth" : "clientAuth" }.joined(separator: ",")
    }

    /// Refuses what no verifier would accept.
    func check() throws(TLSError) {
        guard !uses.isEmpty else { throw TLSError(.invalidRequest, "A certificate must be for a server or a client.") }
        guard !uses.contains(.server) || !dnsNames.isEmpty || !ipAddresses.isEmpty else {
            throw TLSError(.invalidRequest, "A server's certificate needs a DNS name or an IP address.")
        }
    }
}

/// Letters, digits, hyphens and underscores in labels of 1 to 63 bytes, 253 in all (RFC 1123, section 2.1; RFC 1034,
/// section 3.1), the first label possibly `*` (RFC 6125, section 6.4.3).
private func isDNSName(_ name: String) -> Bool {
    let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let rest = labels.count > 1 && labels[0].elementsEqual("*".utf8) ? labels.dropFirst() : labels[...]
    return name.utf8.count <= 253
        && rest.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy(isNameByte)
        }
}

private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
    default: false
    }
}

private func isIPAddress(_ address: String) -> Bool {
    guard !address.utf8.contains(0) else { return false }
    var bytes = in6_addr()
    return inet_pton(AF_INET, address, &bytes) == 1 || inet_pton(AF_INET6, address, &bytes) == 1
}
