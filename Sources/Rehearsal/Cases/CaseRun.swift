package import Configuration

/// All cases of some files, played: what `sekisho test` reports.
package struct CaseRun: Sendable {
    /// One case and what came out of it.
    package struct Result: Sendable {
        /// The case.
        package let theCase: CaseFile.Case
        /// What came out.
        package let outcome: CaseFile.Outcome
        /// How long it took to play.
        package let duration: Duration
    }

    /// The cases of one file.
    package struct File: Sendable {
        /// The file as the user named it.
        package let name: String
        /// In the order of the file; those that were not chosen are left out.
        package let results: [Result]

        /// Cases that came out otherwise than expected.
        package var failures: Int { results.count { !$0.outcome.isAsExpected } }
    }

    /// The files that have chosen cases, in the order in which they were read.
    package let files: [File]
    /// Cases that were not chosen.
    package let skipped: Int
    /// All that is wrong with the files.
    package let complaints: [Complaint]

    /// Cases that were played.
    package var count: Int { files.reduce(0) { $0 + $1.results.count } }

    /// Cases that came out otherwise than expected.
    package var failures: Int { files.reduce(0) { $0 + $1.failures } }

    /// Plays the cases that are chosen.
    package init(_ collection: CaseCollection, choosing filter: CaseFilter = CaseFilter()) {
        var skipped = 0
        files = collection.files.compactMap { name, cases in
            let chosen = cases.filter(filter.chooses)
            skipped += cases.count - chosen.count
            return chosen.isEmpty ? nil : File(name: name, results: chosen.map(Self.play))
        }
        self.skipped = skipped
        complaints = collection.complaints
    }

    private static func play(_ theCase: CaseFile.Case) -> Result {
        let clock = ContinuousClock()
        let began = clock.now
        let outcome = theCase.outcome()
        return Result(theCase: theCase, outcome: outcome, duration: began.duration(to: clock.now))
    }
}
