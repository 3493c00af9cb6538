import Documents

extension Installation {
    /// How the server is reached, and how many of it stay up.
    var networkObjects: [JSONValue] {
        [service, disruptionBudget, networkPolicy] + (options.monitor.map { [monitor($0)] } ?? [])
    }

    private var service: JSONValue {
        [
            "apiVersion": "v1", "kind": "Service", "metadata": metadata(),
            "spec": [
                "selector": Self.labels("server"),
                "ports": [
                    ["name": "https", "port": 443, "targetPort": "https"],
                    ["name": "metrics", "port": 8080, "targetPort": "admin"],
                ],
            ],
        ]
    }

    /// One at a time, so that a node can be drained even where there is one replica only.
    private var disruptionBudget: JSONValue {
        [
            "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": metadata(),
            "spec": ["maxUnavailable": 1, "selector": ["matchLabels": Self.labels("server")]],
        ]
    }

    /// Reviews come from the API server, which no selector can name; metrics are for pods of this cluster. Nothing goes
    /// out.
    private var networkPolicy: JSONValue {
        [
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata(),
            "spec": [
                "podSelector": ["matchLabels": Self.labels("server")], "policyTypes": ["Ingress", "Egress"],
                "ingress": [
                    ["ports": [["port": 8443, "protocol": "TCP"]]],
                    [
                        "from": [["namespaceSelector": [:]]], "ports": [["port": 8080, "protocol": "TCP"]],
                    ],
                ],
                "egress": [],
            ],
        ]
    }

    /// Every 30 seconds, from each server by itself: numbers are a server's own.
    private func monitor(_ monitor: Monitor) -> JSONValue {
        let kind: String
        let endpoints: JSONValue.Member
        switch monitor {
        case .pod:
            kind = "PodMonitor"
            endpoints = .init("podMetricsEndpoints", [["port": "admin", "path": "/metrics", "interval": "30s"]])
        case .service:
            kind = "ServiceMonitor"
            endpoints = .init("endpoints", [["port": "metrics", "path": "/metrics", "interval": "30s"]])
        }
        return [
            "apiVersion": "monitoring.coreos.com/v1", "kind": .string(kind), "metadata": metadata(),
            "spec": .object([.init("selector", ["matchLabels": Self.labels("server")]), endpoints]),
        ]
    }
}
