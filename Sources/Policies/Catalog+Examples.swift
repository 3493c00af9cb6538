import Admission
package import Documents

extension Catalog {
    /// Parameters as somebody might set them, for the reference: of each policy that does nothing until it is told what.
    /// For the others the defaults are as good an example.
    package static let examples: [String: JSONValue] = [
        "namespace-quota": [
            "quotas": [
                [
                    "name": "standard", "namespaces": ["team-*"],
                    "hard": ["pods": 50, "requests.cpu": 20, "requests.memory": "64Gi"],
                ]
            ]
        ],
        "trusted-registries": [
            "allow": [
                ["images": ["docker.io/library/*", "registry.k8s.io"]],
                ["images": ["ghcr.io/example"], "groups": ["platform"], "namespaces": ["team-*"]],
            ],
            "mirrors": [["from": "docker.io", "to": "mirror.example.com/docker-hub"]],
        ],
        "required-metadata": [
            "labels": ["team": [:], "tier": ["values": ["front", "back"], "defaultValue": "back"]],
            "annotations": ["example.com/owner": ["values": ["*@example.com"]]],
        ],
        "inject": [
            "injections": [
                ["pointer": "/metadata/labels/team", "value": "platform"],
                [
                    "base": "containers", "pointer": "/env", "action": "append",
                    "value": [["name": "TZ", "value": "UTC"]],
                ],
            ]
        ],
    ]
}
