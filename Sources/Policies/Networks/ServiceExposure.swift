import Admission
import Documents
import Kubernetes

/// Services are reachable from outside only in the ways that are allowed.
///
/// A LoadBalancer or a node port puts a workload before everybody; an external IP or name takes traffic of the cluster
/// elsewhere.
struct ServiceExposure: Validating {
    static let about = About(
        "service-exposure", "Services are reachable from outside only in the ways that are allowed.",
        judges: .kinds([KindPattern("/Service")]),
        fields: "spec.type", "spec.externalIPs", "spec.externalName", "spec.loadBalancerSourceRanges", "spec.ports",
        prose: """
            A LoadBalancer or a node port puts a workload before everybody who can reach the cluster's nodes or its \
            provider. External IPs take traffic to addresses that nobody gave the Service (CVE-2020-8554), and external \
            names take it out of the cluster, so each of them must be allowed by itself. Where load balancers are \
            allowed, they can be held to the provider's internal network and to source ranges, and node ports to ranges.

            An update that leaves spec and annotations as they were is let be: the finalizer of a load balancer must \
            come off.
            """)

    /// `core/v1`, ServiceType.
    enum ServiceType: String, ParameterValue, CaseIterable {
        case clusterIP = "ClusterIP"
        case nodePort = "NodePort"
        case loadBalancer = "LoadBalancer"
        case externalName = "ExternalName"
    }

    @Parameter("The types that are allowed: ClusterIP, NodePort, LoadBalancer, ExternalName.")
    var types: [ServiceType] = [.clusterIP]

    @Parameter("The addresses that may be external IPs, such as 192.0.2.7 or 192.0.2.*.")
    var externalIPs: [NamePattern] = []

    @Parameter("The names that Services of type ExternalName may stand for, such as *.example.com.")
    var externalNames: [NamePattern] = [NamePattern("*")]

    @Parameter("Load balancers must be internal to the provider's network, by one of the internalAnnotations.")
    var requireInternal = false

    @Parameter("Annotations that make a load balancer internal, with their values; one is enough.")
    var internalAnnotations: [String: NamePattern] = Self.knownInternalAnnotations

    @Parameter("Load balancers must have source ranges that, taken together, don't hold every public address.")
    var requireSourceRanges = false

    @Parameter("The ports that Services may have; any, unless some are named.")
    var ports: [PortRange] = []

    @Parameter(
        "The node ports that Services may ask for, the one of health checks among them; any, unless some are named.")
    var nodePorts: [PortRange] = []

    var problems: [ParameterProblem] {
        types.isEmpty ? [ParameterProblem("types", "No type is left; wanted is ClusterIP at least.")] : []
    }

    func check(_ request: Request) -> [Finding] {
        guard !request.leaves(["spec"], ["metadata", "annotations"]) else { return [] }
        var service = FieldReader()
        guard let spec = service.read(request.object.objectField("spec"), ["spec"]) else { return service.findings }
        let type = service.read(spec.stringField("type"), ["spec", "type"]) ?? ServiceType.clusterIP.rawValue
        checkType(type, &service)
        checkExternals(spec, type, &service)
        if type == ServiceType.loadBalancer.rawValue, types.contains(.loadBalancer) {
            checkLoadBalancer(spec, request.view, &service)
        }
        checkPorts(spec, &service)
        return service.findings
    }

    private func checkType(_ type: String, _ service: inout FieldReader) {
        guard !types.contains(where: { $0.rawValue == type }) else { return }
        let allowed = types.map(\.rawValue).joined(separator: " or ")
        service.find("is \(type)", "must be \(allowed)", at: ["spec", "type"])
    }

    private func checkExternals(_ spec: JSON, _ type: String, _ service: inout FieldReader) {
        for (position, address) in service.texts(spec.listField("externalIPs"), ["spec", "externalIPs"])
        where !externalIPs.matches(address) {
            service.find(
                "is \"\(address)\"",
                externalIPs.isEmpty ? "no external IP is allowed" : "allowed is \(externalIPs.listed)",
                at: ["spec", "externalIPs", String(position)])
        }
        guard type == ServiceType.externalName.rawValue, types.contains(.externalName) else { return }
        let name = service.read(spec.stringField("externalName"), ["spec", "externalName"]) ?? ""
        let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
        if !externalNames.matches(bare) {
            service.find("is \"\(name)\"", "allowed is \(externalNames.listed)", at: ["spec", "externalName"])
        }
    }

    private func checkLoadBalancer(_ spec: JSON, _ view: ObjectView, _ service: inout FieldReader) {
        if requireInternal, !isInternal(view.annotations) {
            let known = internalAnnotations.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            service.find(
                "have none that makes the load balancer internal", "must have one: \(known.listed)",
                at: ["metadata", "annotations"], reason: .required)
        }
        guard requireSourceRanges else { return }
        checkSourceRanges(spec, view, &service)
    }

    private func checkSourceRanges(_ spec: JSON, _ view: ObjectView, _ service: inout FieldReader) {
        var list: Pointer = ["spec", "loadBalancerSourceRanges"]
        var ranges = service.texts(spec.listField("loadBalancerSourceRanges"), list).map {
            (place: list.appending($0), range: $1)
        }
        if ranges.isEmpty, let old = view.annotations?.member(Self.rangesAnnotation)?.string {
            let annotation = Pointer(["metadata", "annotations", Self.rangesAnnotation])
            let texts = old.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
            ranges = texts.filter { !$0.isEmpty }.map { (annotation, $0) }
            if !ranges.isEmpty { list = annotation }
        }
        if ranges.isEmpty {
            service.find("is missing, which is everybody", "must be set", at: list, reason: .required)
        }
        let open = ranges.filter { $0.range.hasNoPrefix }
        for (place, range) in open {
            service.find("is \"\(range)\", which is everybody", "must be narrower", at: place)
        }
        guard open.isEmpty else { return }
        let blocks = ranges.compactMap { AddressRange(cidr: $0.range) }
        if !blocks.isEmpty, AddressRange.areEverything(blocks + Self.notPublic) {
            service.find("holds every public address, which is everybody", "must be narrower", at: list)
        }
    }

    /// Blocks that nobody outside has an address of: this network, private ones, loopback, link-local, multicast and what
    /// is reserved (RFC 6890), and all of IPv6 but global unicast (RFC 4291, section 2.4).
    private static let notPublic = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "224.0.0.0/3", "::/3", "4000::/2", "8000::/1",
    ].compactMap(AddressRange.init(cidr:))

    private func isInternal(_ annotations: JSON?) -> Bool {
        internalAnnotations.contains { name, value in
            annotations?.member(name)?.string.map(value.matches) ?? false
        }
    }

    private func checkPorts(_ spec: JSON, _ service: inout FieldReader) {
        guard !ports.isEmpty || !nodePorts.isEmpty else { return }
        for (position, port) in service.objects(spec.listField("ports"), ["spec", "ports"]) {
            let place = ["spec", "ports", String(position)]
            service.check(port.intField("port"), Pointer(place + ["port"]), among: ports)
            service.check(port.intField("nodePort"), Pointer(place + ["nodePort"]), among: nodePorts)
        }
        service.check(spec.intField("healthCheckNodePort"), ["spec", "healthCheckNodePort"], among: nodePorts)
    }

    /// The older form of `loadBalancerSourceRanges`.
    private static let rangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges"

    /// Of the providers' load balancer controllers.
    private static var knownInternalAnnotations: [String: NamePattern] {
        [
            "cloud.google.com/load-balancer-type": "Internal",
            "networking.gke.io/load-balancer-type": "Internal",
            "service.beta.kubernetes.io/aws-load-balancer-internal": "true",
            "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
            "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
            "service.beta.kubernetes.io/oci-load-balancer-internal": "true",
            "service.beta.kubernetes.io/openstack-internal-load-balancer": "true",
            "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": "private",
            "service.kubernetes.io/qcloud-loadbalancer-internal-subnetid": "*",
        ].mapValues { NamePattern($0) }
    }
}

extension ServiceExposure {
    /// Ports, both ends included.
    struct PortRange: ParameterObject, ParameterValue {
        @Parameter("The lowest port of the range.")
        var minimum = 1

        @Parameter("The highest port of the range.")
        var maximum = 65535

        var problems: [ParameterProblem] {
            if minimum < 1 { return [ParameterProblem("minimum", "\(minimum) is no port; wanted is 1 or more.")] }
            if maximum > 65535 {
                return [ParameterProblem("maximum", "\(maximum) is no port; wanted is at most 65535.")]
            }
            guard minimum > maximum else { return [] }
            return [ParameterProblem("maximum", "\(maximum) is below the minimum, \(minimum).")]
        }

        var words: String { minimum == maximum ? "\(minimum)" : "from \(minimum) to \(maximum)" }
    }
}

extension FieldReader {
    /// A port must be in one of the ranges, if there are any; 0 is one that is not given.
    fileprivate mutating func check(
        _ field: FieldValue<Int64>, _ place: Pointer, among ranges: [ServiceExposure.PortRange]
    ) {
        switch field {
        case .absent, .found(0): return
        case .malformed(let found, let wanted):
            findings.append(Finding(Malformation(pointer: place, found: found, wanted: wanted)))
        case .found(let port):
            if ranges.isEmpty || ranges.contains(where: { port >= $0.minimum && port <= $0.maximum }) { return }
            find("is \(port)", "must be \(ranges.map(\.words).joined(separator: ", or "))", at: place)
        }
    }
}
