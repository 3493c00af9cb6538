extension Settings {
    /// The address of reviews and that of health and metrics, once all settings are found good.
    package struct Addresses: Sendable, Equatable {
        /// Where reviews are answered.
        package let listen: ListenAddress
        /// Where health and metrics are answered; nil for nowhere.
        package let admin: ListenAddress?
    }

    /// Checks the settings, and reads the addresses; the error tells of everything that is wrong.
    package func checked() throws(SettingsError) -> Addresses {
        var problems: [String] = []
        let listen = address("--listen", listen, &problems)
        let admin = admin.flatMap { address("--admin", $0, &problems) }
        if let listen, let admin, listen.port != 0, listen == admin {
            problems.append("--listen and --admin are both \(listen); wanted are two ports.")
        }
        problems += pathProblems + limits.problems
        guard let listen, problems.isEmpty else { throw SettingsError(problems: problems) }
        return Addresses(listen: listen, admin: admin)
    }

    private func address(_ option: String, _ text: String, _ problems: inout [String]) -> ListenAddress? {
        let address = ListenAddress(parsing: text)
        if address == nil {
            problems.append(
                "\(option) is \"\(text)\"; wanted are a host and a port, such as 127.0.0.1:8443 or [::1]:8443.")
        }
        return address
    }

    private var pathProblems: [String] {
        var problems: [String] = []
        var paths = [("--policies", policies), ("--certificate", certificate), ("--key", key)]
        if let issuing { paths += [("--ca", issuing.authority), ("--ca-key", issuing.key)] }
        for (option, path) in paths where path.isEmpty { problems.append("\(option) is empty; wanted is a path.") }
        if clientAuthorities?.isEmpty ?? false {
            problems.append("--client-ca is empty; wanted is a file of certificates.")
        }
        if clientAuthorities == nil, !clientNames.isEmpty {
            problems.append("--client-name has no meaning without --client-ca, which says whose certificates count.")
        }
        if clientNames.contains("") {
            problems.append("--client-name is empty; wanted is a name such as kube-apiserver.")
        }
        return problems + (issuing?.problems ?? [])
    }
}

extension Settings.Issuing {
    /// What is wrong with it, a sentence each.
    var problems: [String] {
        var problems: [String] = []
        for (option, name) in [("--service", service), ("--namespace", namespace)] where name.isEmpty {
            problems.append("\(option) is empty; wanted is the name by which the API server calls.")
        }
        let range = Duration.seconds(1)...Duration.seconds(3650 * 86_400)
        if !range.contains(lifetime) {
            problems.append("--certificate-lifetime is \(lifetime); wanted is one second to ten years.")
        }
        return problems
    }
}

extension Settings.Limits {
    /// What is wrong with the limits, a sentence each.
    var problems: [String] {
        var problems: [String] = []
        func within<Value: Comparable>(_ what: String, _ value: Value, _ range: ClosedRange<Value>) {
            guard !range.contains(value) else { return }
            problems.append("\(what) is \(value); wanted is \(range.lowerBound) to \(range.upperBound).")
        }
        within("The limit of one body, in bytes,", body, 1024...1 << 30)
        within("The limit of all bodies, in bytes,", bodies, 1024...1 << 40)
        if bodies < body {
            problems.append("The limit of all bodies is \(bodies) bytes, less than that of one, \(body) bytes.")
        }
        within("The limit of connections", connections, 1...1_000_000)
        within("The time for one decision", decision, .milliseconds(1)...Duration.seconds(30))
        within("The age of connections", connectionAge, .seconds(1)...Duration.seconds(86_400))
        within("The time for draining", drain, .zero...Duration.seconds(3600))
        within("The delay before draining", drainDelay, .zero...Duration.seconds(600))
        within("The time between two looks at files", reload, .milliseconds(10)...Duration.seconds(3600))
        if let loops { within("The number of event loops", loops, 1...1024) }
        return problems
    }
}

/// What is wrong with the settings.
package struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence for each fault; never empty.
    package let problems: [String]

    package var description: String { problems.joined(separator: "\n") }
}
