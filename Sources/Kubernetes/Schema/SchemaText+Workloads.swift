extension SchemaText {
    /// Workloads, their scaling and scheduling. From the OpenAPI documents of Kubernetes 1.34 to 1.37.
    static let workloads = """
        = apps/v1 apps
        kind ControllerRevision: data atomic, revision int
        kind DaemonSet: spec DaemonSetSpec, status DaemonSetStatus
        DaemonSetCondition: lastTransitionTime time, message string, reason string, status string, type string
        DaemonSetSpec: minReadySeconds int, revisionHistoryLimit int, selector LabelSelector, template
          PodTemplateSpec, updateStrategy DaemonSetUpdateStrategy
        DaemonSetStatus: collisionCount int, conditions [DaemonSetCondition] map(type), currentNumberScheduled int,
          desiredNumberScheduled int, numberAvailable int, numberMisscheduled int, numberReady int, numberUnavailable
          int, observedGeneration int, updatedNumberScheduled int
        DaemonSetUpdateStrategy: rollingUpdate RollingUpdateDaemonSet, type string
        kind Deployment: spec DeploymentSpec, status DeploymentStatus
        DeploymentCondition: lastTransitionTime time, lastUpdateTime time, message string, reason string, status
          string, type string
        DeploymentSpec: minReadySeconds int, paused bool, progressDeadlineSeconds int, replicas int,
          revisionHistoryLimit int, selector LabelSelector, strategy DeploymentStrategy, template PodTemplateSpec
        DeploymentStatus: availableReplicas int, collisionCount int, conditions [DeploymentCondition] map(type),
          observedGeneration int, readyReplicas int, replicas int, terminatingReplicas int, unavailableReplicas int,
          updatedReplicas int
        DeploymentStrategy: rollingUpdate RollingUpdateDeployment, type string
        kind ReplicaSet: spec ReplicaSetSpec, status ReplicaSetStatus
        ReplicaSetCondition: lastTransitionTime time, message string, reason string, status string, type string
        ReplicaSetSpec: minReadySeconds int, replicas int, selector LabelSelector, template PodTemplateSpec
        ReplicaSetStatus: availableReplicas int, conditions [ReplicaSetCondition] map(type), fullyLabeledReplicas int,
          observedGeneration int, readyReplicas int, replicas int, terminatingReplicas int
        RollingUpdateDaemonSet: maxSurge intOrString, maxUnavailable intOrString
        RollingUpdateDeployment: maxSurge intOrString, maxUnavailable intOrString
        RollingUpdateStatefulSetStrategy: maxUnavailable intOrString, partition int
        kind StatefulSet: spec StatefulSetSpec, status StatefulSetStatus
        StatefulSetCondition: lastTransitionTime time, message string, reason string, status string, type string
        StatefulSetOrdinals: start int
        StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted string, whenScaled string
        StatefulSetSpec: minReadySeconds int, ordinals StatefulSetOrdinals, persistentVolumeClaimRetentionPolicy
          StatefulSetPersistentVolumeClaimRetentionPolicy, podManagementPolicy string, replicas int,
          revisionHistoryLimit int, selector LabelSelector, serviceName string, template PodTemplateSpec,
          updateStrategy StatefulSetUpdateStrategy, volumeClaimTemplates [PersistentVolumeClaim]
        StatefulSetStatus: availableReplicas int, collisionCount int, conditions [StatefulSetCondition] map(type),
          currentReplicas int, currentRevision string, observedGeneration int, readyReplicas int, replicas int,
          updateRevision string, updatedReplicas int
        StatefulSetUpdateStrategy: rollingUpdate RollingUpdateStatefulSetStrategy, type string
        = batch/v1 batch
        kind CronJob: spec CronJobSpec, status CronJobStatus
        CronJobSpec: concurrencyPolicy string, failedJobsHistoryLimit int, jobTemplate JobTemplateSpec, schedule
          string, startingDeadlineSeconds int, successfulJobsHistoryLimit int, suspend bool, timeZone string
        CronJobStatus: active [ObjectReference], lastScheduleTime time, lastSuccessfulTime time
        kind Job: spec JobSpec, status JobStatus
        JobCondition: lastProbeTime time, lastTransitionTime time, message string, reason string, status string, type
          string
        JobSchedulingConfiguration: disruptionMode scheduling/v1alpha3.WorkloadPodGroupDisruptionMode, resourceClaims
          [scheduling/v1alpha3.WorkloadPodGroupResourceClaim] map(name), schedulingConstraints
          scheduling/v1alpha3.WorkloadPodGroupSchedulingConstraints, schedulingPolicy
          scheduling/v1alpha3.WorkloadPodGroupSchedulingPolicy
        JobSpec: activeDeadlineSeconds int, backoffLimit int, backoffLimitPerIndex int, completionMode string,
          completions int, managedBy string, manualSelector bool, maxFailedIndexes int, parallelism int,
          podFailurePolicy PodFailurePolicy, podReplacementPolicy string, scheduling JobSchedulingConfiguration,
          selector LabelSelector, successPolicy SuccessPolicy, suspend bool, template PodTemplateSpec,
          ttlSecondsAfterFinished int
        JobStatus: active int, completedIndexes string, completionTime time, conditions [JobCondition], failed int,
          failedIndexes string, ready int, startTime time, succeeded int, terminating int, uncountedTerminatedPods
          UncountedTerminatedPods
        JobTemplateSpec: metadata ObjectMeta, spec JobSpec
        PodFailurePolicy: rules [PodFailurePolicyRule]
        PodFailurePolicyOnExitCodesRequirement: containerName string, operator string, values [int] set
        PodFailurePolicyOnPodConditionsPattern: status string, type string
        PodFailurePolicyRule: action string, onExitCodes PodFailurePolicyOnExitCodesRequirement, onPodConditions
          [PodFailurePolicyOnPodConditionsPattern]
        SuccessPolicy: rules [SuccessPolicyRule]
        SuccessPolicyRule: succeededCount int, succeededIndexes string
        UncountedTerminatedPods: failed [string] set, succeeded [string] set
        = autoscaling/v1 autoscaling
        CrossVersionObjectReference!: apiVersion string, kind string, name string
        kind HorizontalPodAutoscaler: spec HorizontalPodAutoscalerSpec, status HorizontalPodAutoscalerStatus
        HorizontalPodAutoscalerSpec: maxReplicas int, minReplicas int, scaleTargetRef CrossVersionObjectReference,
          targetCPUUtilizationPercentage int
        HorizontalPodAutoscalerStatus: currentCPUUtilizationPercentage int, currentReplicas int, desiredReplicas int,
          lastScaleTime time, observedGeneration int
        kind Scale: spec ScaleSpec, status ScaleStatus
        ScaleSpec: replicas int
        ScaleStatus: replicas int, selector string
        = autoscaling/v2 autoscaling
        ContainerResourceMetricSource: container string, name string, target MetricTarget
        ContainerResourceMetricStatus: container string, current MetricValueStatus, name string
        CrossVersionObjectReference: apiVersion string, kind string, name string
        ExternalMetricSource: metric MetricIdentifier, target MetricTarget
        ExternalMetricStatus: current MetricValueStatus, metric MetricIdentifier
        HPAScalingPolicy: periodSeconds int, type string, value int
        HPAScalingRules: policies [HPAScalingPolicy], selectPolicy string, stabilizationWindowSeconds int, tolerance
          quantity
        kind HorizontalPodAutoscaler: spec HorizontalPodAutoscalerSpec, status HorizontalPodAutoscalerStatus
        HorizontalPodAutoscalerBehavior: scaleDown HPAScalingRules, scaleUp HPAScalingRules
        HorizontalPodAutoscalerCondition: lastTransitionTime time, message string, observedGeneration int, reason
          string, status string, type string
        HorizontalPodAutoscalerSpec: behavior HorizontalPodAutoscalerBehavior, maxReplicas int, metrics [MetricSpec],
          minReplicas int, scaleTargetRef CrossVersionObjectReference
        HorizontalPodAutoscalerStatus: conditions [HorizontalPodAutoscalerCondition] map(type), currentMetrics
          [MetricStatus], currentReplicas int, desiredReplicas int, lastScaleTime time, observedGeneration int
        MetricIdentifier: name string, selector LabelSelector
        MetricSpec: containerResource ContainerResourceMetricSource, external ExternalMetricSource, object
          ObjectMetricSource, pods PodsMetricSource, resource ResourceMetricSource, type string
        MetricStatus: containerResource ContainerResourceMetricStatus, external ExternalMetricStatus, object
          ObjectMetricStatus, pods PodsMetricStatus, resource ResourceMetricStatus, type string
        MetricTarget: averageUtilization int, averageValue quantity, type string, value quantity
        MetricValueStatus: averageUtilization int, averageValue quantity, value quantity
        ObjectMetricSource: describedObject CrossVersionObjectReference, metric MetricIdentifier, target MetricTarget
        ObjectMetricStatus: current MetricValueStatus, describedObject CrossVersionObjectReference, metric
          MetricIdentifier
        PodsMetricSource: metric MetricIdentifier, target MetricTarget
        PodsMetricStatus: current MetricValueStatus, metric MetricIdentifier
        ResourceMetricSource: name string, target MetricTarget
        ResourceMetricStatus: current MetricValueStatus, name string
        = policy/v1 policy
        kind Eviction: deleteOptions DeleteOptions
        kind PodDisruptionBudget: spec PodDisruptionBudgetSpec, status PodDisruptionBudgetStatus
        PodDisruptionBudgetSpec: maxUnavailable intOrString, minAvailable intOrString, selector LabelSelector,
          unhealthyPodEvictionPolicy string
        PodDisruptionBudgetStatus: conditions [Condition] map(type), currentHealthy int, desiredHealthy int,
          disruptedPods {time}, disruptionsAllowed int, expectedPods int, observedGeneration int
        = scheduling/v1 scheduling.k8s.io
        kind PriorityClass: description string, globalDefault bool, preemptionPolicy string, value int
        = scheduling/v1alpha3 scheduling.k8s.io
        TopologyConstraint: key string
        WorkloadPodGroupAllDisruptionMode:
        WorkloadPodGroupBasicSchedulingPolicy:
        WorkloadPodGroupDisruptionMode: all WorkloadPodGroupAllDisruptionMode, single
          WorkloadPodGroupSingleDisruptionMode
        WorkloadPodGroupGangSchedulingPolicy: minCount int
        WorkloadPodGroupResourceClaim: name string, resourceClaimName string, resourceClaimTemplateName string
        WorkloadPodGroupSchedulingConstraints: topology [TopologyConstraint]
        WorkloadPodGroupSchedulingPolicy: basic WorkloadPodGroupBasicSchedulingPolicy, gang
          WorkloadPodGroupGangSchedulingPolicy
        WorkloadPodGroupSingleDisruptionMode:
        = node/v1 node.k8s.io
        Overhead: podFixed {quantity}
        kind RuntimeClass: handler string, overhead Overhead, scheduling Scheduling
        Scheduling: nodeSelector {string}!, tolerations [Toleration]
        = resource/v1 resource.k8s.io
        AllocatedDeviceStatus: conditions [Condition] map(type), data atomic, device string, driver string,
          networkData NetworkDeviceData, pool string, shareID string
        AllocationResult: allocationTimestamp time, devices DeviceAllocationResult, nodeSelector NodeSelector
        CELDeviceSelector: expression string
        CapacityRequestPolicy: default quantity, validRange CapacityRequestPolicyRange, validValues [quantity]
        CapacityRequestPolicyRange: max quantity, min quantity, step quantity
        CapacityRequirements: requests {quantity}
        Counter: value quantity
        CounterSet: counters {Counter}, name string
        Device: allNodes bool, allowMultipleAllocations bool, attributes {DeviceAttribute}, bindingConditions
          [string], bindingFailureConditions [string], bindsToNode bool, capacity {DeviceCapacity}, consumesCounters
          [DeviceCounterConsumption], name string, nodeAllocatableResourceMappings {NodeAllocatableResourceMapping},
          nodeAllocatableResources {NodeAllocatableResource}, nodeName string, nodeSelector NodeSelector, taints
          [DeviceTaint]
        DeviceAllocationConfiguration: opaque OpaqueDeviceConfiguration, requests [string], source string
        DeviceAllocationResult: config [DeviceAllocationConfiguration], results [DeviceRequestAllocationResult]
        DeviceAttribute: bool bool, bools [bool], int int, ints [int], string string, strings [string], version
          string, versions [string]
        DeviceCapacity: requestPolicy CapacityRequestPolicy, value quantity
        DeviceClaim: config [DeviceClaimConfiguration], constraints [DeviceConstraint], requests [DeviceRequest]
        DeviceClaimConfiguration: opaque OpaqueDeviceConfiguration, requests [string]
        kind DeviceClass: spec DeviceClassSpec
        DeviceClassConfiguration: opaque OpaqueDeviceConfiguration
        DeviceClassSpec: config [DeviceClassConfiguration], extendedResourceName string, selectors [DeviceSelector]
        DeviceConstraint: distinctAttribute string, matchAttribute string, requests [string]
        DeviceCounterConsumption: compatibilityGroups [string], counterSet string, counters {Counter}
        DeviceDerivedAttribute: expression string, name string
        DeviceRequest: exactly ExactDeviceRequest, firstAvailable [DeviceSubRequest], name string
        DeviceRequestAllocationResult: adminAccess bool, bindingConditions [string], bindingFailureConditions
          [string], consumedCapacity {quantity}, device string, driver string, pool string, request string, shareID
          string, skipNodeOperations [string] set, tolerations [DeviceToleration]
        DeviceSelector: cel CELDeviceSelector
        DeviceSubRequest: allocationMode string, capacity CapacityRequirements, count int, derivedAttributes
          [DeviceDerivedAttribute], deviceClassName string, name string, selectors [DeviceSelector], tolerations
          [DeviceToleration]
        DeviceTaint: effect string, key string, timeAdded time, value string
        kind DeviceTaintRule: spec DeviceTaintRuleSpec, status DeviceTaintRuleStatus
        DeviceTaintRuleSpec: deviceSelector DeviceTaintSelector, taint DeviceTaint
        DeviceTaintRuleStatus: conditions [Condition] map(type)
        DeviceTaintSelector: device string, driver string, pool string
        DeviceToleration: effect string, key string, operator string, tolerationSeconds int, value string
        ExactDeviceRequest: adminAccess bool, allocationMode string, capacity CapacityRequirements, count int,
          derivedAttributes [DeviceDerivedAttribute], deviceClassName string, selectors [DeviceSelector], tolerations
          [DeviceToleration]
        NetworkDeviceData: hardwareAddress string, interfaceName string, ips [string]
        NodeAllocatableMapping: capacityKey string, capacityMultiplier quantity, deviceMultiplier quantity
        NodeAllocatableOverhead: perContainer quantity, perPod quantity
        NodeAllocatableResource: mapping NodeAllocatableMapping, overhead NodeAllocatableOverhead
        NodeAllocatableResourceMapping: allocationMultiplier quantity, capacityKey string
        OpaqueDeviceConfiguration: driver string, parameters atomic
        kind ResourceClaim: spec ResourceClaimSpec, status ResourceClaimStatus
        ResourceClaimConsumerReference: apiGroup string, name string, resource string, uid string
        ResourceClaimSpec: devices DeviceClaim
        ResourceClaimStatus: allocation AllocationResult, devices [AllocatedDeviceStatus] map(driver device pool
          shareID?), reservedFor [ResourceClaimConsumerReference] map(uid)
        kind ResourceClaimTemplate: spec ResourceClaimTemplateSpec
        ResourceClaimTemplateSpec: metadata ObjectMeta, spec ResourceClaimSpec
        ResourcePool: generation int, name string, resourceSliceCount int
        kind ResourceSlice: spec ResourceSliceSpec
        ResourceSliceSpec: allNodes bool, devices [Device], driver string, nodeName string, nodeSelector NodeSelector,
          partitionTypeAttribute string, perDeviceNodeSelection bool, pool ResourcePool, sharedCounters [CounterSet],
          skipNodeOperations [string] set
        """
}
