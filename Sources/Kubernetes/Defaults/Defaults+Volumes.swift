import Documents

extension Defaults {
    /// The sources that hold files of a mode.
    private static let filed = ["secret", "configMap", "downwardAPI", "projected"]

    /// 0644, as JSON has to write it.
    private static let fileMode: JSONValue = 420

    /// What in-tree drivers of old take where nothing else is said; all but the last two are no pointers.
    private static let driverDefaults: [String: [(name: String, value: JSONValue)]] = [
        "iscsi": [("iscsiInterface", "default")],
        "rbd": [("pool", "rbd"), ("user", "admin"), ("keyring", "/etc/ceph/keyring")],
        "scaleIO": [("storageMode", "ThinProvisioned"), ("fsType", "xfs")],
        "azureDisk": [("cachingMode", "ReadWrite"), ("kind", "Shared"), ("fsType", "ext4"), ("readOnly", false)],
    ]

    /// `SetDefaults_Volume`: a volume of no source is an empty directory.
    mutating func fillPodVolume(_ volume: Field) {
        if !volume.members.contains(where: { $0.name != "name" && !$0.value.isNull }) {
            fill(volume["emptyDir"], [:])
        }
        for name in Self.filed where volume[name].isObject { fill(volume[name]["defaultMode"], Self.fileMode) }
        for item in volume["downwardAPI"]["items"].elements { fillReferences(item) }
        for source in volume["projected"]["sources"].elements { fillProjection(source) }
        let image = volume["image"]
        if image.isObject { fillZero(image["pullPolicy"], Self.pullPolicy(image["reference"].text)) }
        if volume["ephemeral"]["volumeClaimTemplate"].isObject {
            fillClaimSpec(volume["ephemeral"]["volumeClaimTemplate"]["spec"])
        }
        fillDrivers(volume)
    }

    private mutating func fillProjection(_ source: Field) {
        if source["serviceAccountToken"].isObject {
            fill(source["serviceAccountToken"]["expirationSeconds"], 3600)
        }
        for item in source["downwardAPI"]["items"].elements { fillReferences(item) }
    }

    private mutating func fillDrivers(_ volume: Field) {
        if volume["hostPath"].isObject { fill(volume["hostPath"]["type"], "") }
        for (driver, defaults) in Self.driverDefaults where volume[driver].isObject {
            for (name, value) in defaults { fillZero(volume[driver][name], value) }
        }
    }

    mutating func fillVolume(_ volume: Field) {
        fillZero(volume["status"]["phase"], "Pending")
        fillZero(volume["spec"]["persistentVolumeReclaimPolicy"], "Retain")
        fill(volume["spec"]["volumeMode"], "Filesystem")
        fillDrivers(volume["spec"])
    }

    mutating func fillClaim(_ claim: Field) {
        fillZero(claim["status"]["phase"], "Pending")
        fillClaimSpec(claim["spec"])
    }

    private mutating func fillClaimSpec(_ spec: Field) {
        fill(spec["volumeMode"], "Filesystem")
        fill(spec["resources"], [:])
    }

    mutating func fillStorage(_ object: Field, _ kind: String) {
        switch kind {
        case "StorageClass":
            fill(object["reclaimPolicy"], "Delete")
            fill(object["volumeBindingMode"], "Immediate")
        case "CSIDriver":
            let spec = object["spec"]
            fill(spec["attachRequired"], true)
            fill(spec["fsGroupPolicy"], "ReadWriteOnceWithFSType")
            fillZero(spec["volumeLifecycleModes"], ["Persistent"])
            for name in ["podInfoOnMount", "storageCapacity", "requiresRepublish", "seLinuxMount"] {
                fill(spec[name], false)
            }
        default: return
        }
    }
}
