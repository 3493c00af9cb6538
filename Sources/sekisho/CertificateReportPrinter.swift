import Documents
import TLS

/// Prints what certificates and keys are worth.
struct CertificateReportPrinter {
    private let reports: [CertificateReport]

    init(_ reports: [CertificateReport]) { self.reports = reports }

    /// For people.
    var text: String {
        let blocks = reports.flatMap { $0.rows.map(Self.text) + Self.strays($0) }
        return blocks.joined(separator: "\n") + "\n" + summary
    }

    private static func text(_ row: CertificateReport.Row) -> String {
        let certificate = row.certificate
        let names = certificate.dnsNames + certificate.ipAddresses
        let keys = row.keys.isEmpty ? "" : ", private key in \(row.keys.joined(separator: " and "))"
        var lines = ["\(row.place): \(certificate.subject.isEmpty ? "no subject" : certificate.subject)"]
        if !names.isEmpty { lines.append("  names   \(names.joined(separator: ", "))") }
        lines += [
            "  issuer  \(certificate.isSelfSigned ? "itself" : certificate.issuer)",
            "  key     \(certificate.keyAlgorithm)\(keys)",
            "  valid   \(certificate.notBefore) to \(certificate.notAfter), \(left(row.daysLeft))",
            "  trust   \(words(row.trust))\(certificate.isOnlyForClients ? ", for clients only" : "")",
            "  serial  \(certificate.serialNumber)",
        ]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func left(_ days: Int64) -> String {
        switch days {
        case ..<0: "over"
        case 0: "less than a day left"
        case 1: "1 day left"
        default: "\(days) days left"
        }
    }

    private static func words(_ trust: CertificateReport.Trust) -> String {
        switch trust {
        case .isAuthority: "an authority"
        case .verified(let authority): "verified by \(authority)"
        case .refused(let reason): "not verified: \(reason)"
        case .unknown: "unknown, since no authority is here"
        }
    }

    /// Keys that belong to no certificate have a block of their own.
    private static func strays(_ report: CertificateReport) -> [String] {
        report.keys.filter { !$0.hasCertificate }.map { "\($0.place): a private key, \($0.algorithm)\n" }
    }

    private var summary: String {
        let problems = reports.flatMap(\.problems)
        let certificates = Self.count(reports.map(\.rows.count).reduce(0, +), "certificate")
        let keys = Self.count(reports.map(\.keys.count).reduce(0, +), "private key")
        guard !problems.isEmpty else { return "\(certificates), \(keys): nothing is wrong.\n" }
        let list = problems.map { "  \($0)\n" }.joined()
        return "\(certificates), \(keys): \(Self.count(problems.count, "problem")).\n\(list)"
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension CertificateReportPrinter {
    /// For programs: one line.
    var json: String {
        let value: JSONValue = [
            "certificates": .array(reports.flatMap(\.rows).map(Self.json)),
            "privateKeys": .array(reports.flatMap(\.keys).map(Self.json)),
            "problems": Self.list(reports.flatMap(\.problems)),
        ]
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.text + "\n"
    }

    private static func json(_ row: CertificateReport.Row) -> JSONValue {
        let certificate = row.certificate
        return [
            "place": .string(row.place), "subject": .string(certificate.subject),
            "issuer": .string(certificate.issuer), "serialNumber": .string(certificate.serialNumber),
            "dnsNames": list(certificate.dnsNames), "ipAddresses": list(certificate.ipAddresses),
            "keyAlgorithm": .string(certificate.keyAlgorithm), "privateKeys": list(row.keys),
            "isAuthority": .bool(certificate.isAuthority), "isSelfSigned": .bool(certificate.isSelfSigned),
            "notBefore": .string("\(certificate.notBefore)"), "notAfter": .string("\(certificate.notAfter)"),
            "daysLeft": .int(row.daysLeft), "trust": json(row.trust), "missingNames": list(row.missingNames),
        ]
    }

    private static func json(_ trust: CertificateReport.Trust) -> JSONValue {
        switch trust {
        case .isAuthority: ["status": "authority"]
        case .verified(let authority): ["status": "verified", "authority": .string(authority)]
        case .refused(let reason): ["status": "refused", "reason": .string(reason)]
        case .unknown: ["status": "unknown"]
        }
    }

    private static func json(_ key: CertificateReport.KeyRow) -> JSONValue {
        [
            "place": .string(key.place), "algorithm": .string(key.algorithm),
            "hasCertificate": .bool(key.hasCertificate),
        ]
    }

    private static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
