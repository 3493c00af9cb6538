import Documents

extension WebhookView {
    /// Where the webhook breaks what the API server, or its neighbours, expect of it.
    var breaches: [Ailment] { [sideEffect, reinvocation, reviewVersion, slowness].compactMap(\.self) }

    private var sideEffect: Ailment? {
        guard !["None", "NoneOnDryRun"].contains(sideEffects) else { return nil }
        let found = sideEffects.isEmpty ? "missing" : "\"\(sideEffects)\""
        return ailment(
            .sideEffects, .danger, ["sideEffects"], "Its sideEffects are \(found); wanted are None or NoneOnDryRun.",
            why:
                "The API server refuses every dry run that it would be asked about, such as kubectl diff, and v1 takes "
                + "no other value.",
            fix: "Say sideEffects: None once the server writes nothing when it is asked, or NoneOnDryRun.")
    }

    private var reinvocation: Ailment? {
        guard isMutating, reinvocationPolicy == "Never" else { return nil }
        return ailment(
            .reinvocation, .caution, ["reinvocationPolicy"], "Its reinvocationPolicy is \(reinvocationPolicy).",
            why: "What later webhooks add, such as a sidecar, it never sees.",
            fix: "Say reinvocationPolicy: IfNeeded; the server must then change nothing in what it has changed before.")
    }

    private var reviewVersion: Ailment? {
        guard !reviewVersions.contains("v1") else { return nil }
        let found = reviewVersions.isEmpty ? "none" : reviewVersions.joined(separator: ", ")
        let isKnown = reviewVersions.contains("v1beta1")
        return ailment(
            .reviewVersions, isKnown ? .caution : .danger, ["admissionReviewVersions"],
            "Its admissionReviewVersions are \(found)" + (isKnown ? "." : "; wanted is v1 among them."),
            why: isKnown
                ? "admission.k8s.io/v1 is the version that stays; a cluster that has no other can't ask the webhook."
                : Self.refused,
            fix: "Have the server answer v1, then say admissionReviewVersions: [v1].")
    }

    /// Ten seconds is what the API server waits when nothing is said.
    private var slowness: Ailment? {
        guard timeout > 10, json["timeoutSeconds"]?.int.map({ $0 <= 30 }) ?? true else { return nil }
        return ailment(
            .timeout, .caution, ["timeoutSeconds"], "The API server waits \(timeout) s for it.",
            why: "Whoever writes waits as long when the server is not there, and many clients give up earlier.",
            fix: "Say timeoutSeconds: 5 or less.")
    }
}

extension WebhookView {
    /// What is wrong with the authorities that the API server is to trust.
    func bundleAilments(_ inspect: (_ bundle: [UInt8]) -> Examination.BundleState) -> [Ailment] {
        guard let caBundle else { return [bundleAbsence].compactMap(\.self) }
        let fix = "Replace caBundle: base64 -w 0 ca.crt; cert-manager keeps it current."
        switch decodeBase64(caBundle).map(inspect) ?? .unusable("It is not base64.") {
        case .good: return []
        case .ending(let sentence):
            return [bundle(.caution, sentence, why: "After that the API server can't call the webhook.", fix: fix)]
        case .unusable(let sentence):
            let why =
                "The API server can't call the webhook, so that what it is asked about is "
                + (isStrict ? "denied." : "admitted unseen.")
            return [bundle(.danger, sentence, why: why, fix: fix)]
        }
    }

    private func bundle(_ severity: Ailment.Severity, _ sentence: String, why: String, fix: String) -> Ailment {
        ailment(.caBundle, severity, ["clientConfig", "caBundle"], "Its caBundle: \(sentence)", why: why, fix: fix)
    }

    /// A Service's certificate is from an authority of one's own, and something has to fill that in.
    private var bundleAbsence: Ailment? {
        guard serviceNamespace != nil, !hasInjector else { return nil }
        return ailment(
            .caBundle, .caution, ["clientConfig"],
            "It has no caBundle, and no annotation by which cert-manager or another would fill it in.",
            why: "Only certificates of the authorities that the API server's machine trusts are good then, and those "
                + "issue none for a Service.",
            fix:
                "Add caBundle, or annotate the configuration with cert-manager.io/inject-ca-from: NAMESPACE/CERTIFICATE."
        )
    }

    private var hasInjector: Bool {
        let annotations = manifest.object["metadata"]?["annotations"]
        return annotations?.members.contains { $0.name.contains("inject-ca") } ?? false
    }
}
