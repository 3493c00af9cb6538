import Documents

extension Installation {
    /// The namespace and what runs in it.
    var serverObjects: [JSONValue] { [namespace, serviceAccount, configMap] + certificateObjects + [deployment] }

    /// The namespace keeps itself to the strictest of the Pod Security Standards.
    private var namespace: JSONValue {
        var labels: [JSONValue.Member] = []
        if case .object(let members) = Self.labels("server") { labels = members }
        for mode in ["enforce", "audit", "warn"] {
            labels.append(.init("pod-security.kubernetes.io/\(mode)", "restricted"))
        }
        return [
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": ["name": .string(options.namespace), "labels": .object(labels)],
        ]
    }

    /// An account that may do nothing, since the server never calls the API server.
    private var serviceAccount: JSONValue {
        [
            "apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata(),
            "automountServiceAccountToken": false,
        ]
    }

    private var configMap: JSONValue {
        ["apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata("sekisho-policies"), "data": files.data]
    }

    private var deployment: JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata(),
            "spec": [
                "replicas": .int(Int64(options.replicas)), "revisionHistoryLimit": 3,
                "strategy": ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": 0, "maxSurge": 1]],
                "selector": ["matchLabels": Self.labels("server")],
                "template": [
                    "metadata": [
                        "labels": Self.labels("server"), "annotations": ["sekisho.dev/policies": .string(hash)],
                    ],
                    "spec": podSpec,
                ],
            ],
        ]
    }

    private var podSpec: JSONValue {
        var members: [JSONValue.Member] = [
            .init("serviceAccountName", .string(Self.name)), .init("automountServiceAccountToken", false),
            .init("enableServiceLinks", false),
        ]
        if let priorityClass = options.priorityClass {
            members.append(.init("priorityClassName", .string(priorityClass)))
        }
        let seconds = Self.grace.delay + Self.grace.answers + Self.grace.spare
        members += [
            .init("terminationGracePeriodSeconds", .int(Int64(seconds))),
            .init(
                "securityContext",
                [
                    "runAsNonRoot": true, "runAsUser": 65532, "runAsGroup": 65532, "fsGroup": 65532,
                    "seccompProfile": ["type": "RuntimeDefault"],
                ]),
            .init("topologySpreadConstraints", ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].spread),
            .init("containers", [container]), .init("volumes", volumes),
        ]
        return .object(members)
    }

    private var container: JSONValue {
        [
            "name": .string(Self.name), "image": .string(options.image), "imagePullPolicy": "IfNotPresent",
            "args": .array(arguments.map { .string($0) }),
            "ports": [["name": "https", "containerPort": 8443], ["name": "admin", "containerPort": 8080]],
            "readinessProbe": probe("/readyz", period: 2, failures: 2),
            "livenessProbe": probe("/livez", period: 10, failures: 3),
            "resources": [
                "requests": ["cpu": "100m", "memory": "64Mi"], "limits": ["memory": "512Mi"],
            ],
            "securityContext": [
                "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "runAsNonRoot": true,
                "capabilities": ["drop": ["ALL"]],
            ],
            "volumeMounts": [
                ["name": "policies", "mountPath": "/etc/sekisho/policies", "readOnly": true],
                ["name": "certificates", "mountPath": "/etc/sekisho/certificates", "readOnly": true],
            ],
        ]
    }

    private var arguments: [String] {
        [
            "serve", "--policies=/etc/sekisho/policies", "--listen=0.0.0.0:8443", "--admin=0.0.0.0:8080",
        ] + certificateArguments + [
            "--drain-delay=\(Self.grace.delay)", "--drain-grace=\(Self.grace.answers)",
        ]
    }

    private func probe(_ path: String, period: Int64, failures: Int64) -> JSONValue {
        [
            "httpGet": ["path": .string(path), "port": "admin"], "periodSeconds": .int(period),
            "failureThreshold": .int(failures), "timeoutSeconds": 2,
        ]
    }

    private var volumes: JSONValue {
        var policies: [JSONValue.Member] = [.init("name", "sekisho-policies")]
        if let items = files.items { policies.append(.init("items", items)) }
        return [
            ["name": "policies", "configMap": .object(policies)],
            // 0440: readable by the process through fsGroup, and by nobody else.
            ["name": "certificates", "secret": ["secretName": .string(secretName), "defaultMode": 288]],
        ]
    }
}

extension [String] {
    /// The pods spread over domains with these labels, as far as there are any.
    fileprivate var spread: JSONValue {
        .array(
            map { key in
                [
                    "topologyKey": .string(key), "maxSkew": 1, "whenUnsatisfiable": "ScheduleAnyway",
                    "labelSelector": ["matchLabels": Installation.labels("server")],
                ]
            })
    }
}
