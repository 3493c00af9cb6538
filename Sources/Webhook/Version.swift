/// The version of Sekisho.
package enum Version {
    /// As in `sekisho --version` and in the metrics.
    package static let current = "0.1.0"
}
