extension SchemaText {
    /// Networks, storage, access. From the OpenAPI documents of Kubernetes 1.34 to 1.37.
    static let cluster = """
        = networking/v1 networking.k8s.io
        HTTPIngressPath: backend IngressBackend, path string, pathType string
        HTTPIngressRuleValue: paths [HTTPIngressPath]
        kind IPAddress: spec IPAddressSpec
        IPAddressSpec: parentRef ParentReference
        IPBlock: cidr string, except [string]
        kind Ingress: spec IngressSpec, status IngressStatus
        IngressBackend: resource TypedLocalObjectReference, service IngressServiceBackend
        kind IngressClass: spec IngressClassSpec
        IngressClassParametersReference: apiGroup string, kind string, name string, namespace string, scope string
        IngressClassSpec: controller string, parameters IngressClassParametersReference
        IngressLoadBalancerIngress: hostname string, ip string, ports [IngressPortStatus]
        IngressLoadBalancerStatus: ingress [IngressLoadBalancerIngress]
        IngressPortStatus: error string, port int, protocol string
        IngressRule: host string, http HTTPIngressRuleValue
        IngressServiceBackend: name string, port ServiceBackendPort
        IngressSpec: defaultBackend IngressBackend, ingressClassName string, rules [IngressRule], tls [IngressTLS]
        IngressStatus: loadBalancer IngressLoadBalancerStatus
        IngressTLS: hosts [string], secretName string
        kind NetworkPolicy: spec NetworkPolicySpec
        NetworkPolicyEgressRule: ports [NetworkPolicyPort], to [NetworkPolicyPeer]
        NetworkPolicyIngressRule: from [NetworkPolicyPeer], ports [NetworkPolicyPort]
        NetworkPolicyPeer: ipBlock IPBlock, namespaceSelector LabelSelector, podSelector LabelSelector
        NetworkPolicyPort: endPort int, port intOrString, protocol string
        NetworkPolicySpec: egress [NetworkPolicyEgressRule], ingress [NetworkPolicyIngressRule], podSelector
          LabelSelector, policyTypes [string]
        ParentReference: group string, name string, namespace string, resource string
        ServiceBackendPort!: name string, number int
        kind ServiceCIDR: spec ServiceCIDRSpec, status ServiceCIDRStatus
        ServiceCIDRSpec: cidrs [string]
        ServiceCIDRStatus: conditions [Condition] map(type)
        = discovery/v1 discovery.k8s.io
        Endpoint: addresses [string] set, conditions EndpointConditions, deprecatedTopology {string}, hints
          EndpointHints, hostname string, nodeName string, targetRef ObjectReference, zone string
        EndpointConditions: ready bool, serving bool, terminating bool
        EndpointHints: forNodes [ForNode], forZones [ForZone]
        EndpointPort!: appProtocol string, name string, port int, protocol string
        kind EndpointSlice: addressType string, endpoints [Endpoint], ports [EndpointPort]
        ForNode: name string
        ForZone: name string
        = storage/v1 storage.k8s.io
        kind CSIDriver: spec CSIDriverSpec
        CSIDriverSpec: attachRequired bool, fsGroupPolicy string, nodeAllocatableUpdatePeriodSeconds int,
          podInfoOnMount bool, preventPodSchedulingIfMissing bool, requiresRepublish bool, seLinuxMount bool,
          serviceAccountTokenInSecrets bool, storageCapacity bool, tokenRequests [TokenRequest], volumeLifecycleModes
          [string] set
        kind CSINode: spec CSINodeSpec, status CSINodeStatus
        CSINodeDriver: allocatable VolumeNodeResources, name string, nodeID string, topologyKeys [string]
        CSINodeSpec: drivers [CSINodeDriver] map(name)
        CSINodeStatus: storageHealth [StorageHealth] map(name)
        kind CSIStorageCapacity: capacity quantity, maximumVolumeSize quantity, nodeTopology LabelSelector,
          storageClassName string
        kind StorageClass: allowVolumeExpansion bool, allowedTopologies [TopologySelectorTerm], mountOptions [string],
          parameters {string}, provisioner string, reclaimPolicy string, volumeBindingMode string
        StorageHealth: healthConditions [StorageHealthCondition], name string
        StorageHealthCondition: accessMode string, lastTransitionTime time, message string, reason string, status
          string, volumeMode string
        TokenRequest: audience string, expirationSeconds int
        kind VolumeAttachment: spec VolumeAttachmentSpec, status VolumeAttachmentStatus
        VolumeAttachmentSource: inlineVolumeSpec PersistentVolumeSpec, persistentVolumeName string
        VolumeAttachmentSpec: attacher string, nodeName string, source VolumeAttachmentSource
        VolumeAttachmentStatus: attachError VolumeError, attached bool, attachmentMetadata {string}, detachError
          VolumeError
        kind VolumeAttributesClass: driverName string, parameters {string}
        VolumeError: errorCode int, message string, time time
        VolumeNodeResources: count int
        = rbac/v1 rbac.authorization.k8s.io
        AggregationRule: clusterRoleSelectors [LabelSelector]
        kind ClusterRole: aggregationRule AggregationRule, rules [PolicyRule]
        kind ClusterRoleBinding: roleRef RoleRef, subjects [Subject]
        PolicyRule: apiGroups [string], nonResourceURLs [string], resourceNames [string], resources [string], verbs
          [string]
        kind Role: rules [PolicyRule]
        kind RoleBinding: roleRef RoleRef, subjects [Subject]
        RoleRef!: apiGroup string, kind string, name string
        Subject!: apiGroup string, kind string, name string, namespace string
        = authentication/v1 authentication.k8s.io
        BoundObjectReference: apiVersion string, kind string, name string, uid string
        kind SelfSubjectReview: status SelfSubjectReviewStatus
        SelfSubjectReviewStatus: userInfo UserInfo
        kind TokenRequest: spec TokenRequestSpec, status TokenRequestStatus
        TokenRequestSpec: attestations {[string]}, audiences [string], boundObjectRef BoundObjectReference,
          expirationSeconds int
        TokenRequestStatus: expirationTimestamp time, token string
        kind TokenReview: spec TokenReviewSpec, status TokenReviewStatus
        TokenReviewSpec: audiences [string], token string
        TokenReviewStatus: audiences [string], authenticated bool, error string, user UserInfo
        UserInfo: extra {[string]}, groups [string], uid string, username string
        = authorization/v1 authorization.k8s.io
        FieldSelectorAttributes: rawSelector string, requirements [FieldSelectorRequirement]
        LabelSelectorAttributes: rawSelector string, requirements [LabelSelectorRequirement]
        kind LocalSubjectAccessReview: spec SubjectAccessReviewSpec, status SubjectAccessReviewStatus
        NonResourceAttributes: path string, verb string
        NonResourceRule: nonResourceURLs [string], verbs [string]
        ResourceAttributes: fieldSelector FieldSelectorAttributes, group string, labelSelector
          LabelSelectorAttributes, name string, namespace string, resource string, subresource string, verb string,
          version string
        ResourceRule: apiGroups [string], resourceNames [string], resources [string], verbs [string]
        kind SelfSubjectAccessReview: spec SelfSubjectAccessReviewSpec, status SubjectAccessReviewStatus
        SelfSubjectAccessReviewSpec: nonResourceAttributes NonResourceAttributes, resourceAttributes
          ResourceAttributes
        kind SelfSubjectRulesReview: spec SelfSubjectRulesReviewSpec, status SubjectRulesReviewStatus
        SelfSubjectRulesReviewSpec: namespace string
        kind SubjectAccessReview: spec SubjectAccessReviewSpec, status SubjectAccessReviewStatus
        SubjectAccessReviewSpec: extra {[string]}, groups [string], nonResourceAttributes NonResourceAttributes,
          resourceAttributes ResourceAttributes, uid string, user string
        SubjectAccessReviewStatus: allowed bool, denied bool, evaluationError string, reason string
        SubjectRulesReviewStatus: evaluationError string, incomplete bool, nonResourceRules [NonResourceRule],
          resourceRules [ResourceRule]
        = certificates/v1 certificates.k8s.io
        kind CertificateSigningRequest: spec CertificateSigningRequestSpec, status CertificateSigningRequestStatus
        CertificateSigningRequestCondition: lastTransitionTime time, lastUpdateTime time, message string, reason
          string, status string, type string
        CertificateSigningRequestSpec: expirationSeconds int, extra {[string]}, groups [string], request bytes,
          signerName string, uid string, usages [string], username string
        CertificateSigningRequestStatus: certificate bytes, conditions [CertificateSigningRequestCondition] map(type)
        kind ClusterTrustBundle: spec ClusterTrustBundleSpec
        ClusterTrustBundleSpec: signerName string, trustBundle string
        kind PodCertificateRequest: spec PodCertificateRequestSpec, status PodCertificateRequestStatus
        PodCertificateRequestSpec: maxExpirationSeconds int, nodeName string, nodeUID string, podName string, podUID
          string, serviceAccountName string, serviceAccountUID string, signerName string, stubPKCS10Request bytes,
          unverifiedUserAnnotations {string}
        PodCertificateRequestStatus: beginRefreshAt time, certificateChain string, conditions [Condition] map(type),
          notAfter time, notBefore time
        = coordination/v1 coordination.k8s.io
        kind Lease: spec LeaseSpec
        LeaseSpec: acquireTime time, holderIdentity string, leaseDurationSeconds int, leaseTransitions int,
          preferredHolder string, renewTime time, strategy string
        = events/v1 events.k8s.io
        kind Event: action string, deprecatedCount int, deprecatedFirstTimestamp time, deprecatedLastTimestamp time,
          deprecatedSource EventSource, eventTime time, note string, reason string, regarding ObjectReference, related
          ObjectReference, reportingController string, reportingInstance string, series EventSeries, type string
        EventSeries: count int, lastObservedTime time
        = flowcontrol/v1 flowcontrol.apiserver.k8s.io
        ExemptPriorityLevelConfiguration: lendablePercent int, nominalConcurrencyShares int
        FlowDistinguisherMethod: type string
        kind FlowSchema: spec FlowSchemaSpec, status FlowSchemaStatus
        FlowSchemaCondition: lastTransitionTime time, message string, reason string, status string, type string
        FlowSchemaSpec: distinguisherMethod FlowDistinguisherMethod, matchingPrecedence int,
          priorityLevelConfiguration PriorityLevelConfigurationReference, rules [PolicyRulesWithSubjects]
        FlowSchemaStatus: conditions [FlowSchemaCondition] map(type)
        GroupSubject: name string
        LimitResponse: queuing QueuingConfiguration, type string
        LimitedPriorityLevelConfiguration: borrowingLimitPercent int, lendablePercent int, limitResponse
          LimitResponse, nominalConcurrencyShares int
        NonResourcePolicyRule: nonResourceURLs [string] set, verbs [string] set
        PolicyRulesWithSubjects: nonResourceRules [NonResourcePolicyRule], resourceRules [ResourcePolicyRule],
          subjects [Subject]
        kind PriorityLevelConfiguration: spec PriorityLevelConfigurationSpec, status PriorityLevelConfigurationStatus
        PriorityLevelConfigurationCondition: lastTransitionTime time, message string, reason string, status string,
          type string
        PriorityLevelConfigurationReference: name string
        PriorityLevelConfigurationSpec: exempt ExemptPriorityLevelConfiguration, limited
          LimitedPriorityLevelConfiguration, type string
        PriorityLevelConfigurationStatus: conditions [PriorityLevelConfigurationCondition] map(type)
        QueuingConfiguration: handSize int, queueLengthLimit int, queues int
        ResourcePolicyRule: apiGroups [string] set, clusterScope bool, namespaces [string] set, resources [string]
          set, verbs [string] set
        ServiceAccountSubject: name string, namespace string
        Subject: group GroupSubject, kind string, serviceAccount ServiceAccountSubject, user UserSubject
        UserSubject: name string
        """
}
