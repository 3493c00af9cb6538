import Admission
import Documents
import Kubernetes
import Policies

/// One of a gate's policies, as it is written.
struct BindingEntry: ParameterObject {
    @Parameter("The policy's id.")
    var policy = ""
    @Parameter("Names it in messages and metrics; the id unless given.")
    var name: String? = nil
    @Parameter("What follows from a finding: Enforce denies, Warn warns the user, Audit notes it in the audit log.")
    var mode = Mode.enforce
    @Parameter("What follows when the policy can't judge: Deny or Allow.")
    var onError = ErrorVerdict.deny
    @Parameter("Whether the policy may change objects; only one that can, and is enforced, does.")
    var mutate: Bool? = nil
    @Parameter("The requests that it judges; all that it can judge unless given.")
    var scope = ScopeEntry()
    @Parameter("The requests among those that it lets pass; one exemption that holds is enough.")
    var exempt: [ScopeEntry] = []
    @Parameter("The policy's own parameters.")
    var parameters: JSONValue = .null

    var problems: [ParameterProblem] {
        var problems: [ParameterProblem] = []
        if policy.isEmpty { problems.append(.init("policy", "The policy's id is missing.")) }
        // The name becomes the key of an audit annotation.
        if let name, !isLabelKey(name) || name.contains("/") {
            problems.append(
                .init(
                    "name",
                    "\"\(name)\" can't be a name; wanted are at most 63 letters, digits, \"-\", \"_\" and \".\", "
                        + "with a letter or digit at both ends."))
        }
        return problems
    }
}

/// Puts the policies of one gate to work.
struct BindingReader {
    let reader: ParameterReader
    let templates: PodTemplates

    /// The binding that an entry describes; nil when its policy is unknown. All that is wrong goes to the reader.
    func binding(_ json: JSON) -> Binding? {
        guard json.kind == .object else {
            reader.complain(json, wanted: "a policy, an object with the key \"policy\"")
            return nil
        }
        let entry = BindingEntry.read(json, reader)
        guard let type = Catalog.policy(entry.policy) else {
            complainOfPolicy(entry.policy)
            return nil
        }
        let policy = reader.descend("parameters") { read(type, json.member("parameters")) }
        judge(entry, json["exempt"], type.about.judges)
        judgeWork(entry, policy)
        return Binding(
            policy, name: entry.name, mode: entry.mode, scope: entry.scope.scope,
            exemptions: entry.exempt.map(\.scope), onError: entry.onError, mutates: entry.mutate ?? true)
    }

    private func read(_ type: (some Policy).Type, _ json: JSON?) -> any Policy { type.read(json, reader) }

    private func complainOfPolicy(_ id: String) {
        guard !id.isEmpty else { return }
        let suggestion = Spelling.nearest(to: id, among: Catalog.ids)
        let known = suggestion == nil ? "; there are \(Catalog.ids.joined(separator: ", "))" : ""
        reader.descend("policy") {
            reader.complain("There is no policy \"\(id)\"\(known).", suggestion: suggestion)
        }
    }

    /// Kinds that the policy never judges are mistakes, and so are exemptions of everything.
    private func judge(_ entry: BindingEntry, _ exemptions: JSON?, _ judges: Judges) {
        reader.descend("scope") { judge(entry.scope.kinds.elements, judges) }
        reader.descend("exempt") {
            for (position, exemption) in entry.exempt.enumerated() {
                reader.descend(String(position)) {
                    judge(exemption.kinds.elements, judges)
                    if let json = exemptions?[position], json.kind == .object, json.count == 0 {
                        reader.complain("This exemption limits nothing and so would exempt everything.")
                    }
                }
            }
        }
    }

    private func judge(_ patterns: [KindPattern], _ judges: Judges) {
        guard let judged = judges.kinds(templates) else { return }
        reader.descend("kinds") {
            for (position, pattern) in patterns.enumerated() where !judged.contains(where: pattern.overlaps) {
                reader.descend(String(position)) { complain(of: pattern, judged.map(\.kind)) }
            }
        }
    }

    private func complain(of pattern: KindPattern, _ judged: [String]) {
        let names = judged.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let suggestion = Spelling.nearest(to: pattern.kind, among: names)
        let known = suggestion == nil ? "; it judges \(names.joined(separator: ", "))" : ""
        reader.complain("The policy judges no \"\(pattern)\"\(known).", suggestion: suggestion)
    }

    /// A binding without work is a mistake, and so is one that is told to do what it can't.
    private func judgeWork(_ entry: BindingEntry, _ policy: any Policy) {
        let canMutate = policy is any Mutating
        if entry.mutate == true, !canMutate {
            complain("mutate", "The policy \"\(entry.policy)\" changes no objects; remove this key.")
        } else if entry.mutate == true, entry.mode != .enforce {
            complain("mutate", "Only enforced policies change objects, but the mode is \(entry.mode.rawValue).")
        }
        guard canMutate, !(policy is any Validating) else { return }
        if entry.mode != .enforce {
            complain("mode", "The policy \"\(entry.policy)\" only changes objects, which takes the mode Enforce.")
        } else if entry.mutate == false {
            complain("mutate", "The policy \"\(entry.policy)\" only changes objects, and so would do nothing.")
        }
    }

    private func complain(_ key: String, _ message: String) {
        reader.descend(key) { reader.complain(message) }
    }
}
