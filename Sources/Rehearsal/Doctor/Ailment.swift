package import Documents

/// One thing that is wrong with a webhook configuration.
package struct Ailment: Sendable {
    /// How bad it is.
    package enum Severity: String, Sendable, CaseIterable {
        /// It can stop the cluster, or makes the webhook fail.
        case danger
        /// It costs time, or surprises somebody one day.
        case caution
    }

    /// What was looked at.
    package enum Check: String, Sendable, CaseIterable {
        case leases, nodes
        case certificateRequests = "certificate-requests"
        case accessReviews = "access-reviews"
        case ownNamespace = "own-namespace"
        case kubeSystem = "kube-system"
        case wildcard
        case timeout
        case matchConditions = "match-conditions"
        case caBundle = "ca-bundle"
        case sideEffects = "side-effects"
        case reinvocation
        case reviewVersions = "review-versions"
        case duplicateName = "duplicate-name"
        case selector
        case noRules = "no-rules"
        /// What the API server refuses a configuration for, whatever it means.
        case form
    }

    /// What was looked at.
    package let check: Check
    /// How bad it is.
    package let severity: Severity
    /// The configuration.
    package let manifest: Manifest
    /// The webhook's name; empty for the configuration as a whole.
    package let webhook: String
    /// The part of the configuration that is meant; it may be missing.
    package let pointer: Pointer
    /// What was found, a sentence.
    package let what: String
    /// What comes of it, a sentence or two.
    package let why: String
    /// How to mend it, a sentence.
    package let fix: String

    /// Where in the file.
    package var location: SourceLocation { manifest.location(at: pointer) }
}
