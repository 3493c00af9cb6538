import Documents

/// Between `autoscaling/v1`, which knows one metric and keeps all else in annotations, and `autoscaling/v2`
/// (kubernetes, pkg/apis/autoscaling/v1/conversion.go).
extension Conversion {
    private static let metricsKey = "autoscaling.alpha.kubernetes.io/metrics"
    private static let currentMetricsKey = "autoscaling.alpha.kubernetes.io/current-metrics"
    private static let conditionsKey = "autoscaling.alpha.kubernetes.io/conditions"
    private static let behaviorKey = "autoscaling.alpha.kubernetes.io/behavior"

    private static let target: Pointer = ["spec", "targetCPUUtilizationPercentage"]
    private static let current: Pointer = ["status", "currentCPUUtilizationPercentage"]
    private static let metrics: Pointer = ["spec", "metrics"]
    private static let currentMetrics: Pointer = ["status", "currentMetrics"]
    private static let conditions: Pointer = ["status", "conditions"]
    private static let behavior: Pointer = ["spec", "behavior"]

    /// From `autoscaling/v1` to `autoscaling/v2`. Annotations that can't be read count for nothing.
    static func convertAutoscalerToNewest(_ draft: inout Draft) {
        var specified = draft.list(in: metricsKey).map { Metric.spec.newest($0) }
        if let value = draft[target] { specified.append(cpu("target", ["type": "Utilization"], value)) }
        if specified.isEmpty { specified = [cpu("target", ["type": "Utilization"], 80)] }
        draft.set(metrics, .array(specified))
        if let found = draft.json(in: behaviorKey), found.count > 0 {
            draft.set(behavior, recased(found) { $0.lowercased() })
        }
        let reported = draft.list(in: currentMetricsKey).map { Metric.status.newest($0) }
        let only = draft[current].map { cpu("current", [:], $0) }
        if !reported.isEmpty || only != nil {
            draft.set(currentMetrics, .array(reported.isEmpty ? [only].compactMap(\.self) : reported))
        }
        let held = draft.list(in: conditionsKey)
        if !held.isEmpty { draft.set(conditions, .array(held.map { .json($0) })) }
        draft.remove(target)
        draft.remove(current)
        draft.dropAnnotations([metricsKey, currentMetricsKey, conditionsKey, behaviorKey])
    }

    /// From `autoscaling/v2` to `autoscaling/v1`.
    static func convertAutoscalerToFirst(_ draft: inout Draft) {
        draft.dropAnnotations([metricsKey, currentMetricsKey, conditionsKey, behaviorKey])
        let specified = draft.elements(at: metrics)
        let usage: Pointer = ["resource", "target", "averageUtilization"]
        if let value = specified.first(where: { isCPU($0, usage) })?[usage] { draft.set(target, value) }
        let others = specified.filter { !isCPU($0, usage) }
        draft.annotate(metricsKey, others.map { Metric.spec.first($0) })
        let reported = draft.elements(at: currentMetrics)
        let used: Pointer = ["resource", "current", "averageUtilization"]
        if let value = reported.last(where: { isCPU($0, used) })?[used] { draft.set(current, value) }
        draft.annotate(currentMetricsKey, reported.map { Metric.status.first($0) })
        draft.annotate(conditionsKey, draft.elements(at: conditions))
        if let found = draft[behavior].flatMap({ try? $0.parsed() }) {
            draft.set(["metadata", "annotations", behaviorKey], .string(recased(found) { $0.uppercased() }.text))
        }
        for place in [metrics, currentMetrics, conditions, behavior] { draft.remove(place) }
    }

    /// The metric is one of the processor, with a value at this place.
    private static func isCPU(_ metric: JSONValue, _ value: Pointer) -> Bool {
        metric["type"]?.string == "Resource" && metric[["resource", "name"]]?.string == "cpu" && metric[value] != nil
    }

    /// A metric of the processor's use.
    private static func cpu(_ name: String, _ more: JSONValue, _ percentage: JSONValue) -> JSONValue {
        guard case .object(let members) = more else { return .null }
        let value: JSONValue = .object(members + [.init("averageUtilization", percentage)])
        return ["type": "Resource", "resource": .object([.init("name", "cpu"), .init(name, value)])]
    }

    /// The annotation holds the behavior in Go's own names, which differ in their first letters; nulls are left out.
    private static func recased(_ json: JSON, _ change: (String) -> String) -> JSONValue {
        switch json.kind {
        case .object:
            .object(
                json.members.filter { !$0.value.isNull }.map { member in
                    let name = member.name
                    return .init(change(String(name.prefix(1))) + name.dropFirst(), recased(member.value, change))
                })
        case .array: .array(json.elements.map { recased($0, change) })
        default: .json(json)
        }
    }
}

/// How the fields of metrics are called in both versions.
private struct Metric {
    /// `target` or `current`: what a metric's values stand in, in the newer version.
    let group: String

    static let spec = Metric(group: "target")
    static let status = Metric(group: "current")

    /// Sources of metrics by their types.
    private static let sources = [
        "Object": "object", "Pods": "pods", "Resource": "resource", "ContainerResource": "containerResource",
        "External": "external",
    ]

    /// Places in a source: in the first version, and in the newest.
    private func fields(of source: String) -> [(first: String, newest: Pointer)] {
        let value = { (name: String) in group + name }
        switch source {
        case "resource", "containerResource":
            return [
                ("name", ["name"]), ("container", ["container"]),
                (value("AverageUtilization"), [group, "averageUtilization"]),
                (value("AverageValue"), [group, "averageValue"]),
            ]
        case "pods":
            return [
                ("metricName", ["metric", "name"]), ("selector", ["metric", "selector"]),
                (value("AverageValue"), [group, "averageValue"]),
            ]
        case "object":
            return [
                ("target", ["describedObject"]), ("metricName", ["metric", "name"]),
                ("selector", ["metric", "selector"]), (value("Value"), [group, "value"]),
                ("averageValue", [group, "averageValue"]),
            ]
        default:
            return [
                ("metricName", ["metric", "name"]), ("metricSelector", ["metric", "selector"]),
                (value("Value"), [group, "value"]), (value("AverageValue"), [group, "averageValue"]),
            ]
        }
    }

    /// A metric of the annotation as the newest version has it.
    func newest(_ metric: JSON) -> JSONValue {
        guard let type = metric["type"]?.string, let name = Self.sources[type], let source = metric.member(name) else {
            return .json(metric)
        }
        var draft = Draft(metric)
        for member in metric.members where member.name != "type" { draft.remove([member.name]) }
        draft.set([name], [:])
        for field in fields(of: name) {
            if let value = source.member(field.first) {
                draft.set(Pointer([name]).appending(field.newest), .json(value))
            }
        }
        if group == "target" { draft.set([name, "target", "type"], kind(of: draft[[name, "target"]], name)) }
        return (try? draft.object()).map { .json($0) } ?? .json(metric)
    }

    /// A metric of the newest version as the annotation has it.
    func first(_ metric: JSONValue) -> JSONValue {
        guard let type = metric["type"]?.string, let name = Self.sources[type], let source = metric[name] else {
            return metric
        }
        let members = fields(of: name).compactMap { field in
            source[field.newest].map { JSONValue.Member(field.first, $0) }
        }
        return .object([.init("type", .string(type)), .init(name, .object(members))])
    }

    /// What a target is measured by follows from the values that it has.
    private func kind(of target: JSONValue?, _ source: String) -> JSONValue {
        let has = { (name: String) in target?[name].map { !$0.isNull } ?? false }
        switch source {
        case "resource", "containerResource": return has("averageUtilization") ? "Utilization" : "AverageValue"
        case "pods": return "AverageValue"
        case "object": return has("averageValue") ? "AverageValue" : "Value"
        default: return has("value") ? "Value" : "AverageValue"
        }
    }
}

extension Draft {
    /// The JSON in an annotation's text.
    fileprivate func json(in key: String) -> JSON? {
        self[["metadata", "annotations", key]]?.string.flatMap { try? JSON(parsing: Array($0.utf8)) }
    }

    /// The objects of the list in an annotation's text.
    fileprivate func list(in key: String) -> [JSON] {
        guard let json = json(in: key), json.kind == .array else { return [] }
        return json.elements.filter { $0.kind == .object }
    }

    /// The elements of the list at a place.
    fileprivate func elements(at place: Pointer) -> [JSONValue] {
        guard case .array(let elements)? = self[place]?.opened else { return [] }
        return elements
    }

    /// Puts a list into an annotation, unless it is empty.
    fileprivate mutating func annotate(_ key: String, _ list: [JSONValue]) {
        guard !list.isEmpty else { return }
        set(["metadata", "annotations", key], .string(JSONValue.array(list).text))
    }

    /// Takes annotations away, and the map with the last of them.
    fileprivate mutating func dropAnnotations(_ keys: [String]) {
        let place: Pointer = ["metadata", "annotations"]
        for key in keys { remove(place.appending(key)) }
        if case .object(let members)? = self[place]?.opened, members.isEmpty { remove(place) }
    }
}

extension JSONValue {
    /// As one line of JSON.
    fileprivate var text: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }
}
