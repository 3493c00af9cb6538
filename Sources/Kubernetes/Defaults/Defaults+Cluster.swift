import Documents

extension Defaults {
    mutating func fillService(_ spec: Field) {
        fillZero(spec["sessionAffinity"], "None")
        if spec["sessionAffinity"].text == "ClientIP" {
            fill(spec["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"], 10_800)
        }
        fillZero(spec["type"], "ClusterIP")
        for port in spec["ports"].elements {
            fillZero(port["protocol"], "TCP")
            if let number = port["port"].json { fillZero(port["targetPort"], .json(number)) }
        }
        fillTraffic(spec, type: spec["type"].text.isEmpty ? "ClusterIP" : spec["type"].text)
    }

    private mutating func fillTraffic(_ spec: Field, type: String) {
        let isExternal = type == "NodePort" || type == "LoadBalancer"
        if isExternal || type == "ClusterIP" && spec["externalIPs"].isFilled {
            fillZero(spec["externalTrafficPolicy"], "Cluster")
        }
        if isExternal || type == "ClusterIP" { fill(spec["internalTrafficPolicy"], "Cluster") }
        if type == "LoadBalancer" { fill(spec["allocateLoadBalancerNodePorts"], true) }
    }

    /// The label of KEP-2161, and what the namespace's strategy prepares.
    mutating func fillNamespace(_ namespace: Field) {
        let name = namespace["metadata"]["name"].text
        if !name.isEmpty { fill(namespace["metadata"]["labels"]["kubernetes.io/metadata.name"], .string(name)) }
        fill(namespace["spec"]["finalizers"], ["kubernetes"])
        fillZero(namespace["status"]["phase"], "Active")
    }

    /// `SetDefaults_LimitRangeItem`: limits come of maxima, requests of limits and then of minima.
    mutating func fillLimit(_ limit: Field) {
        guard limit["type"].text == "Container" else { return }
        let (limits, requests) = (limit["default"], limit["defaultRequest"])
        var named: Set<String> = []
        for (name, value) in limits.entries + limit["max"].entries where named.insert(name).inserted {
            fill(limits[name], .json(value))
            fill(requests[name], .json(value))
        }
        for (name, value) in limit["min"].entries where named.insert(name).inserted {
            fill(requests[name], .json(value))
        }
    }

    mutating func fillNetworking(_ object: Field, _ kind: String) {
        switch kind {
        case "NetworkPolicy":
            let spec = object["spec"]
            fill(spec["podSelector"], [:])
            fillZero(spec["policyTypes"], spec["egress"].isFilled ? ["Ingress", "Egress"] : ["Ingress"])
            for port in ["ingress", "egress"].flatMap({ spec[$0].elements }).flatMap(\.["ports"].elements) {
                fill(port["protocol"], "TCP")
            }
        case "IngressClass" where object["spec"]["parameters"].isObject:
            fill(object["spec"]["parameters"]["scope"], "Cluster")
        default: return
        }
    }

    mutating func fillAccess(_ object: Field, _ kind: String) {
        guard kind == "RoleBinding" || kind == "ClusterRoleBinding" else { return }
        fillZero(object["roleRef"]["apiGroup"], "rbac.authorization.k8s.io")
        for subject in object["subjects"].elements where ["User", "Group"].contains(subject["kind"].text) {
            fillZero(subject["apiGroup"], "rbac.authorization.k8s.io")
        }
    }

    mutating func fillAutoscaling(_ object: Field, _ kind: GroupVersionKind) {
        guard kind.kind == "HorizontalPodAutoscaler" else { return }
        let spec = object["spec"]
        fill(spec["minReplicas"], 1)
        guard kind.version == "v2" else { return }
        fillZero(spec["metrics"], [Self.cpuMetric])
        guard spec["behavior"].isObject else { return }
        fillRules(spec["behavior"]["scaleUp"], [Self.scaling("Pods", 4), Self.scaling("Percent", 100)])
        fill(spec["behavior"]["scaleUp"]["stabilizationWindowSeconds"], 0)
        fillRules(spec["behavior"]["scaleDown"], [Self.scaling("Percent", 100)])
    }

    private mutating func fillRules(_ rules: Field, _ policies: [JSONValue]) {
        fill(rules["selectPolicy"], "Max")
        fill(rules["policies"], .array(policies))
    }

    private static func scaling(_ type: String, _ value: Int64) -> JSONValue {
        ["type": .string(type), "value": .int(value), "periodSeconds": 15]
    }

    private static let cpuMetric: JSONValue = [
        "type": "Resource",
        "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80]],
    ]
}
