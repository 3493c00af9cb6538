import Documents

extension Defaults {
    /// `SetDefaults_Pod`: what pods get and templates don't.
    mutating func fillPod(_ pod: Field) {
        let spec = pod["spec"]
        for container in spec["containers"].elements + spec["initContainers"].elements {
            fillRequests(container["resources"])
            guard spec["hostNetwork"].json?.bool ?? false else { continue }
            for port in container["ports"].elements {
                if let number = port["containerPort"].json { fillZero(port["hostPort"], .json(number)) }
            }
        }
        fillPodRequests(spec)
        fill(spec["enableServiceLinks"], true)
        fillPodSpec(spec)
    }

    /// A request for each limit that has none.
    private mutating func fillRequests(_ resources: Field) {
        for (name, limit) in resources["limits"].entries { fill(resources["requests"][name], .json(limit)) }
    }

    /// The pod's own requests (KEP-2837), of resources that no container speaks of; what the containers' requests would
    /// add up to is not filled in.
    private mutating func fillPodRequests(_ spec: Field) {
        let containers = spec["containers"].elements + spec["initContainers"].elements
        for (name, limit) in spec["resources"]["limits"].entries {
            let isOpen = containers.allSatisfy { container in
                ["requests", "limits"].allSatisfy { container["resources"][$0][name].json == nil }
            }
            if isOpen { fill(spec["resources"]["requests"][name], .json(limit)) }
        }
    }

    /// `SetDefaults_PodSpec` and all below it.
    mutating func fillPodSpec(_ spec: Field) {
        fillZero(spec["dnsPolicy"], "ClusterFirst")
        fillZero(spec["restartPolicy"], "Always")
        fill(spec["securityContext"], [:])
        fill(spec["terminationGracePeriodSeconds"], 30)
        fillZero(spec["schedulerName"], "default-scheduler")
        fillAccount(spec)
        for list in ["containers", "initContainers", "ephemeralContainers"] {
            for container in spec[list].elements { fillContainer(container) }
        }
        for volume in spec["volumes"].elements { fillPodVolume(volume) }
    }

    /// The old name and the new one say the same, the new one counts (`Convert_v1_PodSpec_To_core_PodSpec`).
    private mutating func fillAccount(_ spec: Field) {
        let (name, oldName) = (spec["serviceAccountName"], spec["serviceAccount"])
        if !name.text.isEmpty {
            fillZero(oldName, .string(name.text))
        } else if !oldName.text.isEmpty {
            fillZero(name, .string(oldName.text))
        }
    }

    private mutating func fillContainer(_ container: Field) {
        fillZero(container["imagePullPolicy"], Self.pullPolicy(container["image"].text))
        fillZero(container["terminationMessagePath"], "/dev/termination-log")
        fillZero(container["terminationMessagePolicy"], "File")
        // No pointer, and hence there in any case.
        fill(container["resources"], [:])
        for port in container["ports"].elements { fillZero(port["protocol"], "TCP") }
        for variable in container["env"].elements { fillReferences(variable["valueFrom"]) }
        for name in ["livenessProbe", "readinessProbe", "startupProbe"] where container[name].isObject {
            fillProbe(container[name])
        }
        for name in ["postStart", "preStop"] { fillGet(container["lifecycle"][name]["httpGet"]) }
    }

    /// `Always` where nothing but the tag `latest` says which image is meant, or that tag is written.
    static func pullPolicy(_ image: String) -> JSONValue {
        guard let reference = try? ImageReference(parsing: image) else { return "IfNotPresent" }
        return reference.isLatest || reference.tag == "latest" ? "Always" : "IfNotPresent"
    }

    private mutating func fillProbe(_ probe: Field) {
        fillZero(probe["timeoutSeconds"], 1)
        fillZero(probe["periodSeconds"], 10)
        fillZero(probe["successThreshold"], 1)
        fillZero(probe["failureThreshold"], 3)
        fillGet(probe["httpGet"])
        if probe["grpc"].isObject { fill(probe["grpc"]["service"], "") }
    }

    private mutating func fillGet(_ action: Field) {
        guard action.isObject else { return }
        fillZero(action["path"], "/")
        fillZero(action["scheme"], "HTTP")
    }

    /// References to fields and resources of the pod, of a variable or of a file.
    mutating func fillReferences(_ source: Field) {
        if source["fieldRef"].isObject { fillZero(source["fieldRef"]["apiVersion"], "v1") }
        if source["resourceFieldRef"].isObject { fillZero(source["resourceFieldRef"]["divisor"], "0") }
    }
}
