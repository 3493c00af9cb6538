import ArgumentParser

/// Options that say nothing where others stand.
enum IdleOptions {
    /// Refuses those that are given, in one sentence.
    ///
    /// - Parameters:
    ///   - options: each with whether it is given.
    ///   - place: what takes their meaning away: `with --ca`.
    static func refuse(_ options: KeyValuePairs<String, Bool>, _ place: String) throws(ValidationError) {
        let given = options.filter(\.value).map(\.key)
        guard !given.isEmpty else { return }
        let names =
            given.count < 2
            ? given.joined() : given.dropLast().joined(separator: ", ") + " and " + given[given.count - 1]
        throw ValidationError("\(names) \(given.count == 1 ? "has" : "have") no meaning \(place).")
    }
}
