import Documents

extension Defaults {
    mutating func fillApps(_ object: Field, _ kind: String) {
        let spec = object["spec"]
        switch kind {
        case "Deployment": fillDeployment(spec)
        case "StatefulSet": fillStatefulSet(spec)
        case "DaemonSet": fillDaemonSet(spec)
        case "ReplicaSet": fill(spec["replicas"], 1)
        default: return
        }
        fillPodSpec(spec["template"]["spec"])
    }

    private mutating func fillDeployment(_ spec: Field) {
        fill(spec["replicas"], 1)
        let strategy = spec["strategy"]
        fillZero(strategy["type"], "RollingUpdate")
        if strategy["type"].isZero || strategy["type"].text == "RollingUpdate" {
            fill(strategy["rollingUpdate"]["maxUnavailable"], "25%")
            fill(strategy["rollingUpdate"]["maxSurge"], "25%")
        }
        fill(spec["revisionHistoryLimit"], 10)
        fill(spec["progressDeadlineSeconds"], 600)
    }

    private mutating func fillStatefulSet(_ spec: Field) {
        fillZero(spec["podManagementPolicy"], "OrderedReady")
        let strategy = spec["updateStrategy"]
        let isSilent = strategy["type"].isZero
        fillZero(strategy["type"], "RollingUpdate")
        // Where the type is written, a rolling update that is not stays away.
        if isSilent || strategy["type"].text == "RollingUpdate" && strategy["rollingUpdate"].isObject {
            fill(strategy["rollingUpdate"]["partition"], 0)
        }
        fillZero(spec["persistentVolumeClaimRetentionPolicy"]["whenDeleted"], "Retain")
        fillZero(spec["persistentVolumeClaimRetentionPolicy"]["whenScaled"], "Retain")
        fill(spec["replicas"], 1)
        fill(spec["revisionHistoryLimit"], 10)
        for claim in spec["volumeClaimTemplates"].elements {
            fillZero(claim["apiVersion"], "v1")
            fillZero(claim["kind"], "PersistentVolumeClaim")
            fillClaim(claim)
        }
    }

    private mutating func fillDaemonSet(_ spec: Field) {
        let strategy = spec["updateStrategy"]
        fillZero(strategy["type"], "RollingUpdate")
        if strategy["type"].isZero || strategy["type"].text == "RollingUpdate" {
            fill(strategy["rollingUpdate"]["maxUnavailable"], 1)
            fill(strategy["rollingUpdate"]["maxSurge"], 0)
        }
        fill(spec["revisionHistoryLimit"], 10)
    }

    /// The labels of the template are the controller's own, and select its pods, where nothing else is said.
    mutating func fillReplicationController(_ controller: Field) {
        let spec = controller["spec"]
        fill(spec["replicas"], 1)
        let labels = spec["template"]["metadata"]["labels"]
        fillLabels(spec["selector"], labels)
        fillLabels(controller["metadata"]["labels"], labels)
        fillPodSpec(spec["template"]["spec"])
    }

    private mutating func fillLabels(_ field: Field, _ labels: Field) {
        guard labels.isFilled, labels.isObject, let json = labels.json else { return }
        if field.isObject, !field.isFilled {
            for (name, value) in labels.entries { fill(field[name], .json(value)) }
        } else {
            fill(field, .json(json))
        }
    }

    mutating func fillBatch(_ object: Field, _ kind: String) {
        switch kind {
        case "Job":
            fillLabels(object["metadata"]["labels"], object["spec"]["template"]["metadata"]["labels"])
            fillJob(object["spec"])
        case "CronJob":
            let spec = object["spec"]
            fillZero(spec["concurrencyPolicy"], "Allow")
            fill(spec["suspend"], false)
            fill(spec["successfulJobsHistoryLimit"], 3)
            fill(spec["failedJobsHistoryLimit"], 1)
            // The defaults of a Job are those of the object, which a template is none of.
            fillPodSpec(spec["jobTemplate"]["spec"]["template"]["spec"])
        default: return
        }
    }

    private mutating func fillJob(_ spec: Field) {
        if spec["parallelism"].isMissing { fill(spec["completions"], 1) }
        fill(spec["parallelism"], 1)
        fill(spec["backoffLimit"], .int(spec["backoffLimitPerIndex"].json == nil ? 6 : Int64(Int32.max)))
        fill(spec["completionMode"], "NonIndexed")
        fill(spec["suspend"], false)
        fill(spec["manualSelector"], false)
        fill(spec["podReplacementPolicy"], spec["podFailurePolicy"].isObject ? "Failed" : "TerminatingOrFailed")
        for condition in spec["podFailurePolicy"]["rules"].elements.flatMap(\.["onPodConditions"].elements) {
            fillZero(condition["status"], "True")
        }
        fillPodSpec(spec["template"]["spec"])
    }
}
