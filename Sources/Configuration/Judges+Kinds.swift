import Admission
import Kubernetes

extension Judges {
    /// The kinds that can be judged, or nil when any can.
    func kinds(_ templates: PodTemplates) -> [KindPattern]? {
        switch self {
        case .workloads: Self.workloads(templates)
        case .workloadsAnd(let kinds): Self.workloads(templates) + kinds
        case .kinds(let kinds), .subresources(_, let kinds): kinds
        case .anything: nil
        }
    }

    private static func workloads(_ templates: PodTemplates) -> [KindPattern] {
        templates.entries.map { KindPattern("\($0.group)/\($0.kind)") }
    }
}

extension KindPattern {
    /// There may be a kind that both patterns stand for.
    func overlaps(_ other: KindPattern) -> Bool {
        (kind == other.kind || kind == "*" || other.kind == "*")
            && (group == nil || other.group == nil || group == other.group || group == "*" || other.group == "*")
    }
}
