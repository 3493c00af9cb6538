import ArgumentParser
import Configuration

/// The options of a server that issues certificates to itself.
struct IssuingOptions: ParsableArguments {
    @Option(
        name: .customLong("ca"),
        help: ArgumentHelp(
            "The certificate of an authority, PEM, with which the server issues certificates to itself, in memory, and "
                + "the next one when two thirds of its time are over.", valueName: "file"))
    var authority: String?

    @Option(name: .customLong("ca-key"), help: ArgumentHelp("The authority's private key, PEM.", valueName: "file"))
    var authorityKey: String?

    @Option(
        help: ArgumentHelp("With --ca: the Service by whose names it is called. (default: sekisho)", valueName: "name"))
    var service: String?

    @Option(
        help: ArgumentHelp("With --ca: the namespace of the Service. (default: sekisho-system)", valueName: "name"))
    var namespace: String?

    @Option(
        help: ArgumentHelp(
            "With --ca: how long a certificate is good for, as 90d or 12h. (default: 90d)", valueName: "time"))
    var certificateLifetime: TimeSpan?

    func validate() throws {
        guard (authority == nil) == (authorityKey == nil) else {
            throw ValidationError("--ca and --ca-key go together: an authority's certificate, and its private key.")
        }
        guard authority == nil, service != nil || namespace != nil || certificateLifetime != nil else { return }
        throw ValidationError("--service, --namespace and --certificate-lifetime have no meaning without --ca.")
    }

    /// The settings; nil without an authority.
    var settings: Settings.Issuing? {
        guard let authority, let authorityKey else { return nil }
        var issuing = Settings.Issuing(authority: authority, key: authorityKey)
        if let service { issuing.service = service }
        if let namespace { issuing.namespace = namespace }
        if let certificateLifetime { issuing.lifetime = .seconds(certificateLifetime.seconds) }
        return issuing
    }
}
