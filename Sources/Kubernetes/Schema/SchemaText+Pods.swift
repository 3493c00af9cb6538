extension SchemaText {
    /// What pods are made of. From the OpenAPI documents of Kubernetes 1.34 to 1.37.
    static let pods = """
        = core/v1
        AWSElasticBlockStoreVolumeSource: fsType string, partition int, readOnly bool, volumeID string
        Affinity: nodeAffinity NodeAffinity, podAffinity PodAffinity, podAntiAffinity PodAntiAffinity
        AppArmorProfile: localhostProfile string, type string
        AzureDiskVolumeSource: cachingMode string, diskName string, diskURI string, fsType string, kind string,
          readOnly bool
        AzureFileVolumeSource: readOnly bool, secretName string, shareName string
        CSIVolumeSource: driver string, fsType string, nodePublishSecretRef LocalObjectReference, readOnly bool,
          volumeAttributes {string}
        Capabilities: add [string], drop [string]
        CephFSVolumeSource: monitors [string], path string, readOnly bool, secretFile string, secretRef
          LocalObjectReference, user string
        CinderVolumeSource: fsType string, readOnly bool, secretRef LocalObjectReference, volumeID string
        ClusterTrustBundleProjection: labelSelector LabelSelector, name string, optional bool, path string, signerName
          string, user int
        ConfigMapEnvSource: name string, optional bool
        ConfigMapKeySelector!: key string, name string, optional bool
        ConfigMapProjection: items [KeyToPath], name string, optional bool
        ConfigMapVolumeSource: defaultMode int, defaultUser int, items [KeyToPath], name string, optional bool
        Container: args [string], command [string], env [EnvVar] map(name), envFrom [EnvFromSource], image string,
          imagePullPolicy string, lifecycle Lifecycle, livenessProbe Probe, name string, ports [ContainerPort]
          map(containerPort protocol=TCP), readinessProbe Probe, resizePolicy [ContainerResizePolicy], resources
          ResourceRequirements, restartPolicy string, restartPolicyRules [ContainerRestartRule], securityContext
          SecurityContext, startupProbe Probe, stdin bool, stdinOnce bool, terminationMessagePath string,
          terminationMessagePolicy string, tty bool, volumeDevices [VolumeDevice] map(devicePath), volumeMounts
          [VolumeMount] map(mountPath), workingDir string
        ContainerPort: containerPort int, hostIP string, hostPort int, name string, protocol string
        ContainerResizePolicy: resourceName string, restartPolicy string
        ContainerRestartRule: action string, exitCodes ContainerRestartRuleOnExitCodes
        ContainerRestartRuleOnExitCodes: operator string, values [int] set
        DownwardAPIProjection: items [DownwardAPIVolumeFile]
        DownwardAPIVolumeFile: fieldRef ObjectFieldSelector, mode int, path string, resourceFieldRef
          ResourceFieldSelector, user int
        DownwardAPIVolumeSource: defaultMode int, defaultUser int, items [DownwardAPIVolumeFile]
        EmptyDirVolumeSource: medium string, mode int, sizeLimit quantity
        EnvFromSource: configMapRef ConfigMapEnvSource, prefix string, secretRef SecretEnvSource
        EnvVar: name string, value string, valueFrom EnvVarSource
        EnvVarSource: configMapKeyRef ConfigMapKeySelector, fieldRef ObjectFieldSelector, fileKeyRef FileKeySelector,
          resourceFieldRef ResourceFieldSelector, secretKeyRef SecretKeySelector
        EphemeralContainer: args [string], command [string], env [EnvVar] map(name), envFrom [EnvFromSource], image
          string, imagePullPolicy string, lifecycle Lifecycle, livenessProbe Probe, name string, ports [ContainerPort]
          map(containerPort protocol=TCP), readinessProbe Probe, resizePolicy [ContainerResizePolicy], resources
          ResourceRequirements, restartPolicy string, restartPolicyRules [ContainerRestartRule], securityContext
          SecurityContext, startupProbe Probe, stdin bool, stdinOnce bool, targetContainerName string,
          terminationMessagePath string, terminationMessagePolicy string, tty bool, volumeDevices [VolumeDevice]
          map(devicePath), volumeMounts [VolumeMount] map(mountPath), workingDir string
        EphemeralVolumeSource: volumeClaimTemplate PersistentVolumeClaimTemplate
        EvictionResponder!: name string, priority int
        ExecAction: command [string]
        FCVolumeSource: fsType string, lun int, readOnly bool, targetWWNs [string], wwids [string]
        FileKeySelector!: key string, optional bool, path string, volumeName string
        FlexVolumeSource: driver string, fsType string, options {string}, readOnly bool, secretRef
          LocalObjectReference
        FlockerVolumeSource: datasetName string, datasetUUID string
        GCEPersistentDiskVolumeSource: fsType string, partition int, pdName string, readOnly bool
        GRPCAction: mode string, port int, service string
        GitRepoVolumeSource: directory string, repository string, revision string
        GlusterfsVolumeSource: endpoints string, path string, readOnly bool
        HTTPGetAction: host string, httpHeaders [HTTPHeader], path string, port intOrString, protocol string, scheme
          string
        HTTPHeader: name string, value string
        HostAlias: hostnames [string], ip string
        HostPathVolumeSource: path string, type string
        ISCSIVolumeSource: chapAuthDiscovery bool, chapAuthSession bool, fsType string, initiatorName string, iqn
          string, iscsiInterface string, lun int, portals [string], readOnly bool, secretRef LocalObjectReference,
          targetPortal string
        ImageVolumeSource: pullPolicy string, reference string
        KeyToPath: key string, mode int, path string, user int
        Lifecycle: postStart LifecycleHandler, preStop LifecycleHandler, stopSignal string
        LifecycleHandler: exec ExecAction, httpGet HTTPGetAction, sleep SleepAction, tcpSocket TCPSocketAction
        LocalObjectReference!: name string
        NFSVolumeSource: path string, readOnly bool, server string
        NodeAffinity: preferredDuringSchedulingIgnoredDuringExecution [PreferredSchedulingTerm],
          requiredDuringSchedulingIgnoredDuringExecution NodeSelector
        NodeSelector!: nodeSelectorTerms [NodeSelectorTerm]
        NodeSelectorRequirement: key string, operator string, values [string]
        NodeSelectorTerm!: matchExpressions [NodeSelectorRequirement], matchFields [NodeSelectorRequirement]
        ObjectFieldSelector!: apiVersion string, fieldPath string
        PersistentVolumeClaimSpec: accessModes [string], dataSource TypedLocalObjectReference, dataSourceRef
          TypedObjectReference, resources VolumeResourceRequirements, selector LabelSelector, storageClassName string,
          volumeAttributesClassName string, volumeMode string, volumeName string
        PersistentVolumeClaimTemplate: metadata ObjectMeta, spec PersistentVolumeClaimSpec
        PersistentVolumeClaimVolumeSource: claimName string, readOnly bool
        PhotonPersistentDiskVolumeSource: fsType string, pdID string
        PodAffinity: preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm],
          requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm]
        PodAffinityTerm: labelSelector LabelSelector, matchLabelKeys [string], mismatchLabelKeys [string],
          namespaceSelector LabelSelector, namespaces [string], topologyKey string
        PodAntiAffinity: preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm],
          requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm]
        PodCertificateProjection: certificateChainPath string, credentialBundlePath string, keyPath string, keyType
          string, maxExpirationSeconds int, signerName string, user int, userAnnotations {string}
        PodDNSConfig: nameservers [string], options [PodDNSConfigOption], searches [string]
        PodDNSConfigOption: name string, value string
        PodOS: name string
        PodReadinessGate: conditionType string
        PodResourceClaim: name string, resourceClaimName string, resourceClaimTemplateName string
        PodSchedulingGate: name string
        PodSchedulingGroup: podGroupName string
        PodSecurityContext: appArmorProfile AppArmorProfile, fsGroup int, fsGroupChangePolicy string, runAsGroup int,
          runAsNonRoot bool, runAsUser int, seLinuxChangePolicy string, seLinuxOptions SELinuxOptions, seccompProfile
          SeccompProfile, supplementalGroups [int], supplementalGroupsPolicy string, sysctls [Sysctl], windowsOptions
          WindowsSecurityContextOptions
        PodSpec: activeDeadlineSeconds int, affinity Affinity, automountServiceAccountToken bool, containers
          [Container] map(name), dnsConfig PodDNSConfig, dnsPolicy string, enableServiceLinks bool,
          ephemeralContainers [EphemeralContainer] map(name), evictionResponders [EvictionResponder] map(name),
          hostAliases [HostAlias] map(ip), hostIPC bool, hostNetwork bool, hostPID bool, hostUsers bool, hostname
          string, hostnameOverride string, imagePullSecrets [LocalObjectReference] map(name), initContainers
          [Container] map(name), nodeName string, nodeSelector {string}!, os PodOS, overhead {quantity},
          preemptionPolicy string, priority int, priorityClassName string, readinessGates [PodReadinessGate],
          resourceClaims [PodResourceClaim] map(name), resources ResourceRequirements, restartPolicy string,
          runtimeClassName string, schedulerName string, schedulingGates [PodSchedulingGate] map(name),
          schedulingGroup PodSchedulingGroup, securityContext PodSecurityContext, serviceAccount string,
          serviceAccountName string, setHostnameAsFQDN bool, shareProcessNamespace bool, subdomain string,
          terminationGracePeriodSeconds int, tolerations [Toleration], topologySpreadConstraints
          [TopologySpreadConstraint] map(topologyKey whenUnsatisfiable), volumes [Volume] map(name), workloadRef
          WorkloadReference
        PodTemplateSpec: metadata ObjectMeta, spec PodSpec
        PortworxVolumeSource: fsType string, readOnly bool, volumeID string
        PreferredSchedulingTerm: preference NodeSelectorTerm, weight int
        Probe: exec ExecAction, failureThreshold int, grpc GRPCAction, httpGet HTTPGetAction, initialDelaySeconds int,
          periodSeconds int, successThreshold int, tcpSocket TCPSocketAction, terminationGracePeriodSeconds int,
          timeoutSeconds int
        ProjectedVolumeSource: defaultMode int, defaultUser int, sources [VolumeProjection]
        QuobyteVolumeSource: group string, readOnly bool, registry string, tenant string, user string, volume string
        RBDVolumeSource: fsType string, image string, keyring string, monitors [string], pool string, readOnly bool,
          secretRef LocalObjectReference, user string
        ResourceClaim: name string, request string
        ResourceFieldSelector!: containerName string, divisor quantity, resource string
        ResourceRequirements: claims [ResourceClaim] map(name), limits {quantity}, requests {quantity}
        SELinuxOptions: level string, role string, type string, user string
        ScaleIOVolumeSource: fsType string, gateway string, protectionDomain string, readOnly bool, secretRef
          LocalObjectReference, sslEnabled bool, storageMode string, storagePool string, system string, volumeName
          string
        SeccompProfile: localhostProfile string, type string
        SecretEnvSource: name string, optional bool
        SecretKeySelector!: key string, name string, optional bool
        SecretProjection: items [KeyToPath], name string, optional bool
        SecretVolumeSource: defaultMode int, defaultUser int, items [KeyToPath], optional bool, secretName string
        SecurityContext: allowPrivilegeEscalation bool, appArmorProfile AppArmorProfile, capabilities Capabilities,
          privileged bool, procMount string, readOnlyRootFilesystem bool, runAsGroup int, runAsNonRoot bool, runAsUser
          int, seLinuxOptions SELinuxOptions, seccompProfile SeccompProfile, windowsOptions
          WindowsSecurityContextOptions
        ServiceAccountTokenProjection: audience string, expirationSeconds int, path string, user int
        SleepAction: seconds int
        StorageOSVolumeSource: fsType string, readOnly bool, secretRef LocalObjectReference, volumeName string,
          volumeNamespace string
        Sysctl: name string, value string
        TCPSocketAction: host string, port intOrString
        Toleration: effect string, key string, operator string, tolerationSeconds int, value string
        TopologySpreadConstraint: labelSelector LabelSelector, matchLabelKeys [string], maxSkew int, minDomains int,
          nodeAffinityPolicy string, nodeTaintsPolicy string, topologyKey string, whenUnsatisfiable string
        TypedLocalObjectReference!: apiGroup string, kind string, name string
        TypedObjectReference: apiGroup string, kind string, name string, namespace string
        Volume: awsElasticBlockStore AWSElasticBlockStoreVolumeSource, azureDisk AzureDiskVolumeSource, azureFile
          AzureFileVolumeSource, cephfs CephFSVolumeSource, cinder CinderVolumeSource, configMap
          ConfigMapVolumeSource, csi CSIVolumeSource, downwardAPI DownwardAPIVolumeSource, emptyDir
          EmptyDirVolumeSource, ephemeral EphemeralVolumeSource, fc FCVolumeSource, flexVolume FlexVolumeSource,
          flocker FlockerVolumeSource, gcePersistentDisk GCEPersistentDiskVolumeSource, gitRepo GitRepoVolumeSource,
          glusterfs GlusterfsVolumeSource, hostPath HostPathVolumeSource, image ImageVolumeSource, iscsi
          ISCSIVolumeSource, name string, nfs NFSVolumeSource, persistentVolumeClaim
          PersistentVolumeClaimVolumeSource, photonPersistentDisk PhotonPersistentDiskVolumeSource, portworxVolume
          PortworxVolumeSource, projected ProjectedVolumeSource, quobyte QuobyteVolumeSource, rbd RBDVolumeSource,
          scaleIO ScaleIOVolumeSource, secret SecretVolumeSource, storageos StorageOSVolumeSource, vsphereVolume
          VsphereVirtualDiskVolumeSource
        VolumeDevice: devicePath string, name string
        VolumeMount: bindMountOptions [string] set, mountPath string, mountPropagation string, name string, readOnly
          bool, recursiveReadOnly string, subPath string, subPathExpr string
        VolumeProjection: clusterTrustBundle ClusterTrustBundleProjection, configMap ConfigMapProjection, downwardAPI
          DownwardAPIProjection, podCertificate PodCertificateProjection, secret SecretProjection, serviceAccountToken
          ServiceAccountTokenProjection
        VolumeResourceRequirements: limits {quantity}, requests {quantity}
        VsphereVirtualDiskVolumeSource: fsType string, storagePolicyID string, storagePolicyName string, volumePath
          string
        WeightedPodAffinityTerm: podAffinityTerm PodAffinityTerm, weight int
        WindowsSecurityContextOptions: gmsaCredentialSpec string, gmsaCredentialSpecName string, hostProcess bool,
          runAsUserName string
        WorkloadReference: name string, podGroup string, podGroupReplicaKey string
        """
}
