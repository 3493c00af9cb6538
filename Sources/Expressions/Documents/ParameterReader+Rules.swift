import Admission
import Documents
import Kubernetes

/// What the API server refuses of rules that can be read (kubernetes, pkg/apis/admissionregistration/validation,
/// `validateNamedRuleWithOperations`).
extension ParameterReader {
    /// Complains of the rules of match constraints: those that match and those that exclude.
    ///
    /// - Parameters:
    ///   - constraints: `matchConstraints` or `matchResources`, as they are written.
    ///   - isMutating: the policy changes objects, of which there are none to change where one is deleted.
    func judgeRules(of constraints: JSON?, at pointer: Pointer, isMutating: Bool) {
        for list in ["resourceRules", "excludeResourceRules"] {
            guard let rules = constraints?.member(list), rules.kind == .array else { continue }
            for (position, rule) in rules.elements.enumerated() where rule.kind == .object {
                descend(pointer.appending(list).appending(position)) {
                    judge(rule)
                    if isMutating, list == "resourceRules" { refuseDeletion(rule) }
                }
            }
        }
    }

    private func judge(_ rule: JSON) {
        for name in ["apiGroups", "apiVersions", "operations"] {
            let texts = rule.texts(name)
            if texts.count > 1, texts.contains(where: { $0.text == "*" }) {
                descend(name) { complain("* stands for any, so that nothing else can be beside it.") }
            }
        }
        for name in ["apiVersions", "resources"] {
            for (position, _) in rule.texts(name).filter(\.text.isEmpty) {
                descend([name, String(position)]) { complain("This is empty; wanted is a name, or * for any.") }
            }
        }
        judgeResources(rule.texts("resources"))
        judgeNames(rule.texts("resourceNames"))
    }

    /// A wildcard leaves nothing over for others that it takes in.
    private func judgeResources(_ resources: [(position: Int, text: String)]) {
        var whole: Set<Substring> = []
        var everywhere: Set<Substring> = []
        for (position, text) in resources {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            if whole.contains(parts[0]) { complainOfCover("\(parts[0])/*", position, text) }
            if everywhere.contains(parts[1]) { complainOfCover("*/\(parts[1])", position, text) }
            if parts[1] == "*" { whole.insert(parts[0]) }
            if parts[0] == "*" { everywhere.insert(parts[1]) }
        }
        let texts = resources.map(\.text)
        if texts.count > 1, texts.contains("*/*") {
            descend("resources") { complain("*/* stands for any, so that nothing else can be beside it.") }
        }
        // The API server looks at the last resource alone.
        if texts.contains("*"), let last = texts.last(where: { !$0.contains("/") }), last != "*" {
            descend("resources") { complain("* stands for any without subresource, \"\(last)\" too.") }
        }
    }

    private func complainOfCover(_ cover: String, _ position: Int, _ text: String) {
        descend(["resources", String(position)]) { complain("\"\(text)\" is in \(cover) already.") }
    }

    private func judgeNames(_ names: [(position: Int, text: String)]) {
        var seen: Set<String> = []
        for (position, name) in names {
            descend(["resourceNames", String(position)]) {
                if let fault = name.pathFault { complain(fault) }
                if !seen.insert(name).inserted { complain("\"\(name)\" is there already.") }
            }
        }
    }

    private func refuseDeletion(_ rule: JSON) {
        for (position, _) in rule.texts("operations").filter({ $0.text == "DELETE" }) {
            descend(["operations", String(position)]) {
                complain("Nothing can be changed on DELETE; wanted is one of CREATE, UPDATE, CONNECT, *.")
            }
        }
    }

    /// Complains of a name that no object of Kubernetes can have (apimachinery, `NameIsDNSSubdomain`).
    func judge(name: String) {
        guard !name.isEmpty, !isSubdomain(name[...]) else { return }
        complain(
            "\"\(name)\" can't name an object; wanted are at most 253 lower case letters, digits, - and ., with a letter "
                + "or digit at both ends of each part.")
    }
}

extension JSON {
    /// The texts in a list by their positions; none where there is no list.
    func texts(_ name: String) -> [(position: Int, text: String)] {
        guard let list = member(name), list.kind == .array else { return [] }
        return list.elements.enumerated().compactMap { position, element in
            element.string.map { (position, $0) }
        }
    }
}

extension String {
    /// Why the text can be no part of a path, which names are; nil where it can (apimachinery,
    /// `IsValidPathSegmentName`).
    var pathFault: String? {
        if self == "." || self == ".." { return "\"\(self)\" can't be a name." }
        let isBad = utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") }
        return isBad ? "\"\(self)\" can't be a name, which has neither / nor %." : nil
    }
}
