import Admission
import Documents
import Kubernetes
import Policies
import Rehearsal
import Testing

/// What holds for every policy and any object, whatever is missing or wrong in it.
@Suite("Policies keep their promises for generated pods")
struct PropertyTests {
    @Test("Mending is done at once, judged well, and makes nothing worse", arguments: Entry.all)
    func mending(entry: Entry) throws {
        let variants = Variant.all(of: entry)
        for seed in 0..<400 {
            var generator = PodGenerator(seed: UInt64(seed), oddity: seed.isMultiple(of: 2) ? 40 : 1_000_000)
            let request = try request(&generator)
            let gate = Gate([Binding(variants[seed % variants.count].policy)])
            let first = gate.decide(request, .mutating)
            guard let changed = first.patchedObject else { continue }
            var second = request
            second.object = changed
            #expect(try applied(first.patch, to: request) == .json(changed), "seed \(seed)")
            #expect(gate.decide(second, .mutating).patch == Patch(), "seed \(seed)")
            let before = gate.decide(request, .validating).steps.flatMap(\.findings)
            let after = gate.decide(second, .validating).steps.flatMap(\.findings)
            // What is found still was found before, word by word: nothing is worse, and nothing is bad in another way.
            #expect(after.allSatisfy(before.contains), "seed \(seed): \(after.map(\.message))")
            let edits = WrittenPlaces(first.patch, in: changed)
            #expect(after.map(\.pointer).filter(edits.contain) == [], "seed \(seed)")
        }
    }

    @Test("Judging answers twice the same, and every finding leads to a place in the object", arguments: Entry.all)
    func judging(entry: Entry) throws {
        let variants = Variant.all(of: entry)
        for seed in 0..<400 {
            var generator = PodGenerator(seed: UInt64(seed) &+ 7919, oddity: 15)
            let request = try request(&generator)
            let gate = Gate([Binding(variants[seed % variants.count].policy)])
            let steps = gate.decide(request, .validating).steps
            #expect(steps.map(\.outcome) == gate.decide(request, .validating).steps.map(\.outcome), "seed \(seed)")
            for finding in steps.flatMap(\.findings) {
                #expect(leads(finding.pointer, into: request.object), "seed \(seed): \(finding.message)")
            }
        }
    }

    @Test(
        "What a finding says of its mend holds: it is gone afterwards, and nothing new is found", arguments: Entry.all)
    func mends(entry: Entry) throws {
        let variants = Variant.all(of: entry).compactMap { $0.policy as? any Validating }
        for seed in 0..<300 where !variants.isEmpty {
            var generator = PodGenerator(seed: UInt64(seed) &+ 104_729, oddity: seed.isMultiple(of: 2) ? 40 : 1_000_000)
            let admission = try request(&generator)
            let policy = variants[seed % variants.count]
            let object = try #require(admission.object)
            let before = Request(admission, object: object, templates: PodTemplates(), inventory: EmptyInventory())
            guard before.pod?.malformations.isEmpty ?? false, policy.obstacle(to: before) == nil else { continue }
            let findings = policy.check(before)
            let patch = policy.mends(before)
            #expect(patch.isEmpty == findings.allSatisfy { $0.mend == nil }, "seed \(seed)")
            let mended = try patch.applied(to: .json(object)).parsed()
            let after = Request(before, object: mended)
            let rest = policy.check(after)
            #expect(rest.allSatisfy { $0.mend == nil }, "seed \(seed): \(rest.map(\.message))")
            #expect(rest.count <= findings.count { $0.mend == nil }, "seed \(seed): \(rest.map(\.message))")
            #expect(policy.mends(after).isEmpty, "seed \(seed)")
        }
    }

    /// The request for a generated object: its creation, or an update of something else.
    private func request(_ generator: inout PodGenerator) throws -> AdmissionRequest {
        let (kind, value) = generator.object()
        let old: JSONValue? = generator.number(below: 3) == 0 ? generator.object().json : nil
        return AdmissionRequest(
            uid: "1", kind: GroupVersionKind(group: kind.group, version: "v1", kind: kind.kind),
            resource: GroupVersionResource(group: kind.group, version: "v1", resource: kind.resource),
            namespace: "team-a", operation: old == nil ? .create : .update,
            userInfo: UserInfo(username: "alice", groups: ["dev"]), object: try value.parsed(),
            oldObject: try old?.parsed())
    }

    /// The patch as the API server would apply it: from its text.
    private func applied(_ patch: Patch, to request: AdmissionRequest) throws -> JSONValue {
        var writer = JSONWriter()
        patch.write(to: &writer)
        let read = try Patch(JSON(parsing: writer.bytes))
        return try read.applied(to: .json(#require(request.object)))
    }

    /// Some part of the object is on the way to the place, and where the way leaves the object, it does so through an
    /// object or something that is none, never past the end of a list.
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

/// What the edits of a patch wrote: nothing of it may be found fault with.
///
/// The objects that they made for it may lack other members, as they did when they were not there themselves: an edit that
/// makes `labels` for one default can't invent another label that is required and has none. Whatever else an edit wrote,
/// lists and all that is in them among it, must be well, and there is nothing below it that could be amiss.
struct WrittenPlaces {
    private var objects: Set<Pointer> = []
    private var others: [Pointer] = []

    init(_ patch: Patch, in object: JSON) {
        for operation in patch.operations {
            switch operation {
            case .add(let path, let value) where path.tokens.last == "-":
                guard let place = path.parent, let count = object[place]?.count else { continue }
                for position in 0..<count where object[place.appending(position)].map({ .json($0) == value }) ?? false {
                    others.append(place.appending(position))
                }
            case .add(let path, let value), .replace(let path, let value): write(value, at: path)
            case .remove(let path): others.append(path)
            case .move, .copy, .test: continue
            }
        }
    }

    private mutating func write(_ value: JSONValue, at path: Pointer) {
        guard case .object(let members) = value.opened, !members.isEmpty else { return others.append(path) }
        objects.insert(path)
        for member in members { write(member.value, at: path.appending(member.name)) }
    }

    /// A place is one of those.
    func contain(_ place: Pointer) -> Bool {
        objects.contains(place) || others.contains { place.tokens.starts(with: $0.tokens) }
    }
}

/// A policy with parameters that one of its cases uses, or none.
private struct Variant {
    let policy: any Policy

    static func all(of entry: Entry) -> [Variant] {
        let cases = CaseFiles.cases.map(\.theCase).filter { $0.subject.name == entry.id }
        let policies = cases.compactMap { one in one.policy.map { (one.parameters?.compactText ?? "", $0) } }
        let distinct = Dictionary(policies) { first, _ in first }
        return ([entry.standard] + distinct.sorted { $0.key < $1.key }.map(\.value)).map(Variant.init)
    }
}
