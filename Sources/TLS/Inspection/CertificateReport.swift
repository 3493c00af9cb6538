/// What certificates and keys are worth, looked at together at one moment.
package struct CertificateReport: Sendable {
    /// What is asked of them.
    package struct Wishes: Sendable {
        /// The moment of the look.
        package var moment = UnixTime.now
        /// Seconds beyond that moment for which certificates are to be good.
        package var margin: Int64 = 0
        /// Names and addresses by which a server is to be called.
        package var names: [String] = []
        /// The authorities that clients trust; those among the certificates unless given.
        package var authorities: [Certificate] = []

        package init() {}
    }

    /// Whether clients find their way from a certificate to an authority.
    package enum Trust: Sendable, Equatable {
        /// An authority, and says of itself that it is one.
        case isAuthority
        /// They do, by the authority of this name.
        case verified(by: String)
        /// They don't, and this is why.
        case refused(String)
        /// There is no authority here to judge by.
        case unknown
    }

    /// One certificate.
    package struct Row: Sendable {
        /// Where it was found.
        package let place: String
        package let certificate: Certificate
        /// Whole days until it ends, rounded down; negative when it has ended.
        package let daysLeft: Int64
        /// The places of the private keys that belong to it.
        package let keys: [String]
        package let trust: Trust
        /// Wanted names that it is not for.
        package let missingNames: [String]
    }

    /// One private key.
    package struct KeyRow: Sendable {
        /// Where it was found.
        package let place: String
        /// `EC 256` or `RSA 2048`.
        package let algorithm: String
        /// Whether one of the certificates is for it.
        package let hasCertificate: Bool
    }

    /// The certificates, in their order.
    package let rows: [Row]
    /// The private keys, in their order.
    package let keys: [KeyRow]
    /// What is wrong, each a sentence that begins with a place.
    package let problems: [String]

    /// Looks at all of them.
    package init(_ collection: CertificateCollection, _ wishes: Wishes = Wishes()) {
        let judge = CertificateJudge(collection, wishes)
        rows = collection.certificates.map(judge.row)
        keys = collection.keys.map(judge.row)
        problems = rows.flatMap(judge.problems) + keys.compactMap(judge.problem)
    }
}

/// Looks at certificates one by one, with all others at hand.
private struct CertificateJudge {
    let collection: CertificateCollection
    let wishes: CertificateReport.Wishes
    private let authorities: [Certificate]

    init(_ collection: CertificateCollection, _ wishes: CertificateReport.Wishes) {
        self.collection = collection
        self.wishes = wishes
        let found = collection.certificates.map(\.value).filter(\.isAuthority)
        authorities = wishes.authorities.isEmpty ? found : wishes.authorities
    }

    func row(_ entry: CertificateCollection.Entry<Certificate>) -> CertificateReport.Row {
        let certificate = entry.value
        let left = certificate.notAfter.seconds.subtractingReportingOverflow(wishes.moment.seconds).partialValue
        return CertificateReport.Row(
            place: entry.place, certificate: certificate, daysLeft: Int64((Double(left) / 86_400).rounded(.down)),
            keys: collection.keys.filter { certificate.matches($0.value) }.map(\.place), trust: trust(certificate),
            missingNames: certificate.isAuthority || isClient(certificate)
                ? [] : wishes.names.filter { !certificate.covers($0) })
    }

    func row(_ entry: CertificateCollection.Entry<PrivateKey>) -> CertificateReport.KeyRow {
        CertificateReport.KeyRow(
            place: entry.place, algorithm: entry.value.algorithm,
            hasCertificate: collection.certificates.contains { $0.value.matches(entry.value) })
    }

    private func trust(_ certificate: Certificate) -> CertificateReport.Trust {
        if certificate.isAuthority { return .isAuthority }
        guard !authorities.isEmpty else { return .unknown }
        let others = collection.certificates.map(\.value)
        let isClient = isClient(certificate)
        if let reason = certificate.distrust(by: authorities, intermediates: others, isClient: isClient) {
            return .refused(reason)
        }
        let issuer = authorities.first(where: certificate.isSigned)
        return .verified(by: issuer?.subject ?? certificate.issuer)
    }

    /// Whether it is to be judged as a client's: it is for clients only, and nothing says that it should be a server's.
    private func isClient(_ certificate: Certificate) -> Bool {
        guard certificate.isOnlyForClients else { return false }
        return wishes.names.isEmpty
            || collection.certificates.contains { !$0.value.isAuthority && !$0.value.isOnlyForClients }
    }

    func problems(_ row: CertificateReport.Row) -> [String] {
        var problems: [String] = []
        func add(_ sentence: String) { problems.append("\(row.place): \(sentence)") }
        let subject = "The certificate \"\(row.certificate.subject)\""
        if let reason = row.certificate.expiryWarning(at: wishes.moment) {
            add(reason)
        } else if row.certificate.notAfter < wishes.moment.adding(seconds: wishes.margin) {
            add("\(subject) ends on \(row.certificate.notAfter), in \(row.daysLeft) days.")
        }
        if case .refused(let reason) = row.trust { add("\(subject) is not trusted: \(reason).") }
        if !row.missingNames.isEmpty { add("\(subject) is not for \(row.missingNames.joined(separator: ", ")).") }
        if isOnlyLeaf(row.certificate), row.keys.isEmpty, !collection.keys.isEmpty {
            add("None of the private keys belongs to \"\(row.certificate.subject)\".")
        }
        return problems
    }

    /// With others beside it, whose keys need not be there, a certificate without a key is no problem.
    private func isOnlyLeaf(_ certificate: Certificate) -> Bool {
        !certificate.isAuthority && collection.certificates.count(where: { !$0.value.isAuthority }) == 1
    }

    func problem(_ row: CertificateReport.KeyRow) -> String? {
        guard !row.hasCertificate, !collection.certificates.isEmpty else { return nil }
        return "\(row.place): The private key (\(row.algorithm)) belongs to none of the certificates."
    }
}
