import Admission
import Documents
import Kubernetes
import Policies
import Rehearsal
import Testing

/// What the cases show, with one thing in the object missing or of another type: kinds without a pod, too.
@Suite("Policies keep their promises for damaged objects")
struct DamagedCaseTests {
    @Test("Every part of every case's object may be damaged", arguments: Entry.all)
    func damage(entry: Entry) throws {
        for example in CaseFiles.cases.map(\.theCase) {
            guard let policy = example.policy, type(of: policy).about.id == entry.id,
                let object = example.request.object
            else { continue }
            let gate = Gate([Binding(policy)])
            for (number, place) in places(in: object).enumerated() {
                var draft = Draft(object)
                draft.set(place, damages[number % damages.count])
                var request = example.request
                request.object = try draft.object()
                try judge(request, gate, "\(example.name): \(place)")
            }
        }
    }

    private let damages: [JSONValue] = [
        .null, true, 7, "text", "", [], [:], [[:]], [7], ["name": 5], -1, 4_294_967_296, ["text"],
    ]

    private func judge(_ request: AdmissionRequest, _ gate: Gate, _ comment: String) throws {
        let steps = gate.decide(request, .validating).steps
        #expect(gate.decide(request, .validating).steps.map(\.outcome) == steps.map(\.outcome), "\(comment)")
        for finding in steps.flatMap(\.findings) {
            #expect(leads(finding.pointer, into: request.object), "\(comment): \(finding.message)")
        }
        let first = gate.decide(request, .mutating)
        guard let changed = first.patchedObject else { return }
        var second = request
        second.object = changed
        #expect(gate.decide(second, .mutating).patch.isEmpty, "\(comment): \(first.patch)")
    }

    /// All places below the top level, but for those by which an object is known.
    private func places(in json: JSON, at place: Pointer = []) -> [Pointer] {
        let children =
            json.members.map { (place.appending($0.name), $0.value) }
            + json.elements.enumerated().map { (place.appending($0.offset), $0.element) }
        return children.filter { $0.0 != ["kind"] && $0.0 != ["apiVersion"] }
            .flatMap { [$0.0] + places(in: $0.1, at: $0.0) }
    }

    /// Some part of the object is on the way to the place, which never goes past the end of a list.
    private func leads(_ pointer: Pointer, into object: JSON?) -> Bool {
        var value = object
        for token in pointer.tokens {
            guard let found = value else { return true }
            if found.kind == .array, found[[token]] == nil { return false }
            value = found[[token]]
        }
        return true
    }
}
