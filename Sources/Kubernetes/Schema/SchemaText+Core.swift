extension SchemaText {
    /// The core group, but for what pods are made of, and what all kinds share. From the OpenAPI documents of Kubernetes 1.34 to 1.37.
    static let core = """
        = meta/v1 meta
        Condition: lastTransitionTime time, message string, observedGeneration int, reason string, status string, type
          string
        DeleteOptions: apiVersion string, dryRun [string], gracePeriodSeconds int,
          ignoreStoreReadErrorWithClusterBreakingPotential bool, kind string, orphanDependents bool, preconditions
          Preconditions, propagationPolicy string
        FieldSelectorRequirement: key string, operator string, values [string]
        GroupVersionForDiscovery: groupVersion string, version string
        LabelSelector!: matchExpressions [LabelSelectorRequirement], matchLabels {string}
        LabelSelectorRequirement: key string, operator string, values [string]
        ManagedFieldsEntry: apiVersion string, fieldsType string, fieldsV1 any, manager string, operation string,
          subresource string, time time
        ObjectMeta: annotations {string}, creationTimestamp time, deletionGracePeriodSeconds int, deletionTimestamp
          time, finalizers [string] set, generateName string, generation int, labels {string}, managedFields
          [ManagedFieldsEntry], name string, namespace string, ownerReferences [OwnerReference] map(uid),
          resourceVersion string, selfLink string, uid string
        OwnerReference!: apiVersion string, blockOwnerDeletion bool, controller bool, kind string, name string, uid
          string
        Preconditions: resourceVersion string, uid string
        ServerAddressByClientCIDR: clientCIDR string, serverAddress string
        kind Status: code int, details StatusDetails, message string, reason string, status string
        StatusCause: field string, message string, reason string
        StatusDetails: causes [StatusCause], group string, kind string, name string, retryAfterSeconds int, uid string
        = core/v1
        AttachedVolume: devicePath string, name string
        AzureFilePersistentVolumeSource: readOnly bool, secretName string, secretNamespace string, shareName string
        kind Binding: target ObjectReference
        CSIPersistentVolumeSource: controllerExpandSecretRef SecretReference, controllerPublishSecretRef
          SecretReference, driver string, fsType string, nodeExpandSecretRef SecretReference, nodePublishSecretRef
          SecretReference, nodeStageSecretRef SecretReference, readOnly bool, volumeAttributes {string}, volumeHandle
          string
        CephFSPersistentVolumeSource: monitors [string], path string, readOnly bool, secretFile string, secretRef
          SecretReference, user string
        CinderPersistentVolumeSource: fsType string, readOnly bool, secretRef SecretReference, volumeID string
        ClientIPConfig: timeoutSeconds int
        ComponentCondition: error string, message string, status string, type string
        kind ComponentStatus: conditions [ComponentCondition] map(type)
        kind ConfigMap: binaryData {bytes}, data {string}, immutable bool
        ConfigMapNodeConfigSource: kubeletConfigKey string, name string, namespace string, resourceVersion string, uid
          string
        ContainerExtendedResourceRequest: containerName string, requestName string, resourceName string
        ContainerImage: names [string], sizeBytes int
        ContainerState: running ContainerStateRunning, terminated ContainerStateTerminated, waiting
          ContainerStateWaiting
        ContainerStateRunning: startedAt time
        ContainerStateTerminated: containerID string, exitCode int, finishedAt time, message string, reason string,
          signal int, startedAt time
        ContainerStateWaiting: message string, reason string
        ContainerStatus: allocatedResources {quantity}, allocatedResourcesStatus [ResourceStatus] map(name),
          containerID string, image string, imageID string, lastState ContainerState, name string, ready bool,
          resources ResourceRequirements, restartCount int, started bool, state ContainerState, stopSignal string,
          user ContainerUser, volumeMounts [VolumeMountStatus] map(mountPath)
        ContainerUser: linux LinuxContainerUser
        DaemonEndpoint: Port int
        EndpointAddress!: hostname string, ip string, nodeName string, targetRef ObjectReference
        EndpointPort!: appProtocol string, name string, port int, protocol string
        EndpointSubset: addresses [EndpointAddress], notReadyAddresses [EndpointAddress], ports [EndpointPort]
        kind Endpoints: subsets [EndpointSubset]
        kind Event: action string, count int, eventTime time, firstTimestamp time, involvedObject ObjectReference,
          lastTimestamp time, message string, reason string, related ObjectReference, reportingComponent string,
          reportingInstance string, series EventSeries, source EventSource, type string
        EventSeries: count int, lastObservedTime time
        EventSource: component string, host string
        FlexPersistentVolumeSource: driver string, fsType string, options {string}, readOnly bool, secretRef
          SecretReference
        GlusterfsPersistentVolumeSource: endpoints string, endpointsNamespace string, path string, readOnly bool
        HostIP: ip string
        ISCSIPersistentVolumeSource: chapAuthDiscovery bool, chapAuthSession bool, fsType string, initiatorName
          string, iqn string, iscsiInterface string, lun int, portals [string], readOnly bool, secretRef
          SecretReference, targetPortal string
        ImageVolumeStatus: imageRef string
        kind LimitRange: spec LimitRangeSpec
        LimitRangeItem: default {quantity}, defaultRequest {quantity}, max {quantity}, maxLimitRequestRatio
          {quantity}, min {quantity}, type string
        LimitRangeSpec: limits [LimitRangeItem]
        LinuxContainerUser: gid int, supplementalGroups [int], uid int
        LoadBalancerIngress: hostname string, ip string, ipMode string, ports [PortStatus]
        LoadBalancerStatus: ingress [LoadBalancerIngress]
        LocalVolumeSource: fsType string, path string
        ModifyVolumeStatus: status string, targetVolumeAttributesClassName string
        kind Namespace: spec NamespaceSpec, status NamespaceStatus
        NamespaceCondition: lastTransitionTime time, message string, reason string, status string, type string
        NamespaceSpec: finalizers [string]
        NamespaceStatus: conditions [NamespaceCondition] map(type), phase string
        kind Node: spec NodeSpec, status NodeStatus
        NodeAddress: address string, type string
        NodeAllocatableMappedResources: name string, quantity quantity
        NodeAllocatableOverheadResources: name string, perContainer quantity, perPod quantity
        NodeAllocatableResourceClaimStatus: containers [string] set, mapping [NodeAllocatableMappedResources]
          map(name), overhead [NodeAllocatableOverheadResources] map(name), resourceClaimName string, resources
          {quantity}
        NodeCondition: lastHeartbeatTime time, lastTransitionTime time, message string, reason string, status string,
          type string
        NodeConfigSource: configMap ConfigMapNodeConfigSource
        NodeConfigStatus: active NodeConfigSource, assigned NodeConfigSource, error string, lastKnownGood
          NodeConfigSource
        NodeDaemonEndpoints: kubeletEndpoint DaemonEndpoint
        NodeFeatures: supplementalGroupsPolicy bool
        NodePodPreemptionPolicy: disableResizePreemption [string] set
        NodeRuntimeHandler: features NodeRuntimeHandlerFeatures, name string
        NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts bool, userNamespaces bool
        NodeSpec: configSource NodeConfigSource, externalID string, podCIDR string, podCIDRs [string] set,
          podPreemptionPolicy NodePodPreemptionPolicy, providerID string, taints [Taint], unschedulable bool
        NodeStatus: addresses [NodeAddress] map(type), allocatable {quantity}, capacity {quantity}, conditions
          [NodeCondition] map(type), config NodeConfigStatus, daemonEndpoints NodeDaemonEndpoints, declaredFeatures
          [string], features NodeFeatures, images [ContainerImage], nodeInfo NodeSystemInfo, phase string,
          runtimeHandlers [NodeRuntimeHandler], volumesAttached [AttachedVolume], volumesInUse [string]
        NodeSwapStatus: capacity int
        NodeSystemInfo: architecture string, bootID string, containerRuntimeVersion string, kernelVersion string,
          kubeProxyVersion string, kubeletVersion string, machineID string, operatingSystem string, osImage string,
          runningInUserNamespace bool, swap NodeSwapStatus, systemUUID string
        ObjectReference!: apiVersion string, fieldPath string, kind string, name string, namespace string,
          resourceVersion string, uid string
        kind PersistentVolume: spec PersistentVolumeSpec, status PersistentVolumeStatus
        kind PersistentVolumeClaim: spec PersistentVolumeClaimSpec, status PersistentVolumeClaimStatus
        PersistentVolumeClaimCondition: lastProbeTime time, lastTransitionTime time, message string, reason string,
          status string, type string
        PersistentVolumeClaimStatus: accessModes [string], allocatedResourceStatuses {string}, allocatedResources
          {quantity}, capacity {quantity}, conditions [PersistentVolumeClaimCondition] map(type),
          currentVolumeAttributesClassName string, healthStatus VolumeHealthStatus, modifyVolumeStatus
          ModifyVolumeStatus, phase string
        PersistentVolumeSpec: accessModes [string], awsElasticBlockStore AWSElasticBlockStoreVolumeSource, azureDisk
          AzureDiskVolumeSource, azureFile AzureFilePersistentVolumeSource, capacity {quantity}, cephfs
          CephFSPersistentVolumeSource, cinder CinderPersistentVolumeSource, claimRef ObjectReference, csi
          CSIPersistentVolumeSource, fc FCVolumeSource, flexVolume FlexPersistentVolumeSource, flocker
          FlockerVolumeSource, gcePersistentDisk GCEPersistentDiskVolumeSource, glusterfs
          GlusterfsPersistentVolumeSource, hostPath HostPathVolumeSource, iscsi ISCSIPersistentVolumeSource, local
          LocalVolumeSource, mountOptions [string], nfs NFSVolumeSource, nodeAffinity VolumeNodeAffinity,
          persistentVolumeReclaimPolicy string, photonPersistentDisk PhotonPersistentDiskVolumeSource, portworxVolume
          PortworxVolumeSource, quobyte QuobyteVolumeSource, rbd RBDPersistentVolumeSource, scaleIO
          ScaleIOPersistentVolumeSource, storageClassName string, storageos StorageOSPersistentVolumeSource,
          volumeAttributesClassName string, volumeMode string, vsphereVolume VsphereVirtualDiskVolumeSource
        PersistentVolumeStatus: lastPhaseTransitionTime time, message string, phase string, reason string
        kind Pod: spec PodSpec, status PodStatus
        PodCondition: lastProbeTime time, lastTransitionTime time, message string, observedGeneration int, reason
          string, status string, type string
        PodExtendedResourceClaimStatus: requestMappings [ContainerExtendedResourceRequest], resourceClaimName string
        PodIP: ip string
        PodResourceClaimStatus: name string, resourceClaimName string
        PodStatus: allocatedResources {quantity}, conditions [PodCondition] map(type), containerStatuses
          [ContainerStatus], ephemeralContainerStatuses [ContainerStatus], extendedResourceClaimStatus
          PodExtendedResourceClaimStatus, hostIP string, hostIPs [HostIP], initContainerStatuses [ContainerStatus],
          message string, nodeAllocatableResourceClaimStatuses [NodeAllocatableResourceClaimStatus]
          map(resourceClaimName), nominatedNodeName string, observedGeneration int, phase string, podIP string, podIPs
          [PodIP] map(ip), qosClass string, reason string, resize string, resourceClaimStatuses
          [PodResourceClaimStatus] map(name), resources ResourceRequirements, startTime time, volumeHealth
          [PodVolumeHealth] map(name)
        kind PodTemplate: template PodTemplateSpec
        PodVolumeHealth: healthConditions [VolumeHealthCondition] map(status reason), lastTransitionTime time, name
          string
        PortStatus: error string, port int, protocol string
        RBDPersistentVolumeSource: fsType string, image string, keyring string, monitors [string], pool string,
          readOnly bool, secretRef SecretReference, user string
        kind ReplicationController: spec ReplicationControllerSpec, status ReplicationControllerStatus
        ReplicationControllerCondition: lastTransitionTime time, message string, reason string, status string, type
          string
        ReplicationControllerSpec: minReadySeconds int, replicas int, selector {string}!, template PodTemplateSpec
        ReplicationControllerStatus: availableReplicas int, conditions [ReplicationControllerCondition] map(type),
          fullyLabeledReplicas int, observedGeneration int, readyReplicas int, replicas int
        ResourceHealth: health string, message string, resourceID string
        kind ResourceQuota: spec ResourceQuotaSpec, status ResourceQuotaStatus
        ResourceQuotaSpec: hard {quantity}, scopeSelector ScopeSelector, scopes [string]
        ResourceQuotaStatus: hard {quantity}, used {quantity}
        ResourceStatus: name string, resources [ResourceHealth] map(resourceID)
        ScaleIOPersistentVolumeSource: fsType string, gateway string, protectionDomain string, readOnly bool,
          secretRef SecretReference, sslEnabled bool, storageMode string, storagePool string, system string,
          volumeName string
        ScopeSelector!: matchExpressions [ScopedResourceSelectorRequirement]
        ScopedResourceSelectorRequirement: operator string, scopeName string, values [string]
        kind Secret: data {bytes}, immutable bool, stringData {string}, type string
        SecretReference!: name string, namespace string
        kind Service: spec ServiceSpec, status ServiceStatus
        kind ServiceAccount: automountServiceAccountToken bool, imagePullSecrets [LocalObjectReference], secrets
          [ObjectReference] map(name?)
        ServicePort: appProtocol string, name string, nodePort int, port int, protocol string, targetPort intOrString
        ServiceSpec: allocateLoadBalancerNodePorts bool, clusterIP string, clusterIPs [string], externalIPs [string],
          externalName string, externalTrafficPolicy string, healthCheckNodePort int, internalTrafficPolicy string,
          ipFamilies [string], ipFamilyPolicy string, loadBalancerClass string, loadBalancerIP string,
          loadBalancerSourceRanges [string], ports [ServicePort] map(port protocol=TCP), publishNotReadyAddresses
          bool, selector {string}!, sessionAffinity string, sessionAffinityConfig SessionAffinityConfig,
          trafficDistribution string, type string
        ServiceStatus: conditions [Condition] map(type), loadBalancer LoadBalancerStatus
        SessionAffinityConfig: clientIP ClientIPConfig
        StorageOSPersistentVolumeSource: fsType string, readOnly bool, secretRef ObjectReference, volumeName string,
          volumeNamespace string
        Taint: effect string, key string, timeAdded time, value string
        TopologySelectorLabelRequirement: key string, values [string]
        TopologySelectorTerm!: matchLabelExpressions [TopologySelectorLabelRequirement]
        VolumeHealthCondition: message string, reason string, status string
        VolumeHealthStatus: healthConditions [VolumeHealthCondition] map(status reason), lastTransitionTime time
        VolumeMountStatus: mountPath string, name string, readOnly bool, recursiveReadOnly string, volumeStatus
          VolumeStatus
        VolumeNodeAffinity: required NodeSelector
        VolumeStatus: image ImageVolumeStatus
        """
}
