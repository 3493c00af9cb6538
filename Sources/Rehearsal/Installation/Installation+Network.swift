import Documents

extension Installation {
    /// How the server is reached, and how many of it stay up.
    var networkObjects: [JSONValue] { [service, disruptionBudget, networkPolicy] }

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
}
