import Admission
import ArgumentParser
import Configuration
import Documents
import Rehearsal
import Telemetry
import Transport
import Webhook

/// `sekisho review`: the server's answers without a server.
struct Review: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer admission reviews from a file or standard input.",
        discussion: """
            Takes AdmissionReviews, one a line or any number of them in pretty print, and writes one answer a line: the \
            very bytes that the server would send. What is no review is complained of by its line, and the others are \
            answered all the same.

            With --explain it prints what each policy did and how long it took, instead of the answer; of a Secret \
            nothing is quoted.

            Exit status: 0 every review has its answer, whatever it says; 2 bad input.

            Examples:
              sekisho review review.json --policies policies
              sekisho review --mutate --policies policies < reviews.jsonl
              sekisho review --explain denied.json
            """)

    /// A path of the server.
    enum Stage: String, EnumerableFlag {
        case validate, mutate

        static func help(for value: Stage) -> ArgumentHelp? {
            switch value {
            case .validate: "Answer as /validate does."
            case .mutate: "Answer as /mutate does."
            }
        }
    }

    @Argument(help: "The file with the reviews, or - for standard input.")
    var file = "-"

    @Option(
        help: ArgumentHelp(
            "The policy directory, or a single file: gates, exceptions, and upstream policies with their bindings.",
            valueName: "path"))
    var policies = "Manifests/policies/guide"

    @Flag(exclusivity: .exclusive)
    var stage = Stage.validate

    @Option(help: ArgumentHelp("Answer by one Gate alone, as /validate/NAME does.", valueName: "name"))
    var gate: String?

    @Option(
        help: ArgumentHelp(
            "Manifests, a file or directory, of other objects that policies may look up; repeatable.",
            valueName: "path"))
    var inventory: [String] = []

    @Flag(help: "Print how each answer comes about, step by step, instead of the answer.")
    var explain = false

    func run() throws {
        let endpoint = try prepare()
        let route = ReviewRoute(stages: stage == .mutate ? .mutating : .validating, gate: gate)
        var isComplete = true
        var input = try open()
        while let review = try read(&input) {
            do {
                try Output.standard.write(answer(review.bytes, endpoint, route))
            } catch let refusal as Refusal {
                isComplete = false
                let isDocument = (try? JSON(parsing: review.bytes)) != nil
                let hint = isDocument ? "" : " Wanted is an AdmissionReview as JSON; manifests are for sekisho check."
                Output.errors.say("\(input.name):\(review.line): error: \(refusal.sentence)\(hint)")
            }
        }
        guard isComplete else { throw ExitStatus.badInput.code }
    }

    private func answer(
        _ review: [UInt8], _ endpoint: ReviewEndpoint, _ route: ReviewRoute
    ) throws(Refusal) -> [UInt8] {
        guard explain else { return try endpoint.review(review, by: route) + [UInt8(ascii: "\n")] }
        return Array(try endpoint.trace(review, by: route).text.utf8)
    }

    private func prepare() throws -> ReviewEndpoint {
        do throws(LoadError) {
            let set = try Loader(policies).load()
            return ReviewEndpoint(Published(ActivePolicies(set)), inventory: try ManifestInventory.read(inventory))
        } catch {
            Output.errors.say(error.description)
            throw ExitStatus.badInput.code
        }
    }

    private func open() throws -> ReviewInput {
        do throws(FileError) {
            return try ReviewInput(file)
        } catch {
            Output.errors.say(Complaint(error, of: InputFile.title(file)).description)
            throw ExitStatus.badInput.code
        }
    }

    private func read(_ input: inout ReviewInput) throws -> ReviewInput.Item? {
        do throws(FileError) {
            return try input.next()
        } catch {
            Output.errors.say(Complaint(error, of: input.name).description)
            throw ExitStatus.badInput.code
        }
    }
}
