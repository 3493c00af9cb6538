import Documents

/// What the API server fills into objects before admission: `SetDefaults` of `pkg/apis/*/defaults.go` and the conversions
/// around it, as Kubernetes 1.36 has them.
///
/// Left out is what admission plugins put in, which webhooks of a cluster see as well: the ServiceAccount plugin's account
/// `default` and its token volume, tolerations, priorities, limits of a LimitRange, the default StorageClass and
/// IngressClass. So is what needs a cluster: addresses and IP families of Services, node ports, the generated selector of
/// a Job; and identity, generation and status, but for the phases that are defaults.
struct Defaults {
    /// What is to be filled in, in an order in which nothing stands in the way of another.
    private(set) var fills: [(place: Pointer, value: JSONValue)] = []

    /// What is to be filled into an object of this kind, which is created in the namespace if one is given.
    init(of object: JSON, _ kind: GroupVersionKind, namespace: String = "") {
        let root = Field(object, at: [])
        fillMetadata(root["metadata"], kind, namespace: namespace)
        fill(root, kind)
    }

    /// Fills in a field where nothing stands: of those that are pointers or markers in the API's types, for which an
    /// empty text, false and zero are values.
    mutating func fill(_ field: Field, _ value: JSONValue) {
        if field.isMissing { fills.append((field.place, value)) }
    }

    /// Fills in a field where nothing stands, or an empty text, a zero or an empty list, which say as much where the
    /// API's type is no pointer.
    mutating func fillZero(_ field: Field, _ value: JSONValue) {
        if field.isZero { fills.append((field.place, value)) }
    }

    /// The namespace, which creation takes from the request's path (apiserver,
    /// `EnsureObjectNamespaceMatchesRequestNamespace`).
    mutating func fillMetadata(_ metadata: Field, _ kind: GroupVersionKind, namespace: String) {
        guard !namespace.isEmpty, !(kind.group.isEmpty && kind.kind == "Namespace") else { return }
        fillZero(metadata["namespace"], .string(namespace))
    }

    /// Fills in what is built in for the kind; objects of other kinds stay as they are.
    mutating func fill(_ object: Field, _ kind: GroupVersionKind) {
        switch kind.group {
        case "": fillCore(object, kind.kind)
        case "apps": fillApps(object, kind.kind)
        case "batch": fillBatch(object, kind.kind)
        case "autoscaling": fillAutoscaling(object, kind)
        case "networking.k8s.io": fillNetworking(object, kind.kind)
        case "rbac.authorization.k8s.io": fillAccess(object, kind.kind)
        case "storage.k8s.io": fillStorage(object, kind.kind)
        case "discovery.k8s.io", "scheduling.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io":
            fillOthers(object, kind.kind)
        default: return
        }
    }

    private mutating func fillCore(_ object: Field, _ kind: String) {
        switch kind {
        case "Pod": fillPod(object)
        case "PodTemplate": fillPodSpec(object["template"]["spec"])
        case "ReplicationController": fillReplicationController(object)
        case "Service": fillService(object["spec"])
        case "Namespace": fillNamespace(object)
        case "Secret": fillZero(object["type"], "Opaque")
        case "PersistentVolumeClaim": fillClaim(object)
        case "PersistentVolume": fillVolume(object)
        case "LimitRange": for limit in object["spec"]["limits"].elements { fillLimit(limit) }
        case "Endpoints":
            for port in object["subsets"].elements.flatMap(\.["ports"].elements) { fillZero(port["protocol"], "TCP") }
        default: return
        }
    }

    private mutating func fillOthers(_ object: Field, _ kind: String) {
        switch kind {
        case "EndpointSlice":
            for port in object["ports"].elements {
                fill(port["name"], "")
                fill(port["protocol"], "TCP")
            }
        case "PriorityClass": fill(object["preemptionPolicy"], "PreemptLowerPriority")
        case "CustomResourceDefinition": fillDefinition(object["spec"])
        case "APIService" where object["spec"]["service"].isObject: fill(object["spec"]["service"]["port"], 443)
        default: return
        }
    }

    private mutating func fillDefinition(_ spec: Field) {
        let names = spec["names"]
        fillZero(names["singular"], .string(names["kind"].text.lowercased()))
        fillZero(names["listKind"], .string(names["kind"].text + "List"))
        fill(spec["conversion"], ["strategy": "None"])
    }
}
