import Admission
import Documents
import Kubernetes

/// Volumes are no larger than they may be.
///
/// An emptyDir without a limit fills the node's disk, or its memory, and takes the neighbours down with it.
struct VolumeLimits: Validating, Mutating {
    static let about = About(
        "volume-limits", "Volumes have a size limit, and are no larger than they may be.",
        judges: .workloadsAnd([KindPattern("/PersistentVolumeClaim")]),
        fields: "volumes[].emptyDir.sizeLimit", "volumes[].ephemeral.volumeClaimTemplate", "volumeClaimTemplates",
        "spec.resources.requests.storage",
        prose: """
            An emptyDir without a limit fills the node's disk until pods are evicted, and one in memory takes what the \
            containers' limits leave. Each must have a sizeLimit, where 0 is none, and a volume without any source is \
            an emptyDir, too. Limits that are missing can be filled in.

            What is claimed of persistent volumes can be bounded: in PersistentVolumeClaims, in the claim templates of \
            StatefulSets where they are new, and in the ephemeral volumes of pods.
            """)

    @Parameter("Each emptyDir must have a size limit.")
    var requireSizeLimit = true

    @Parameter("The highest size limit of an emptyDir.")
    var maximum: Quantity? = nil

    @Parameter("The highest size limit of an emptyDir in memory; that of the others, unless given.")
    var maximumInMemory: Quantity? = nil

    @Parameter("The size limit that is filled in where an emptyDir has none.")
    var defaultLimit: Quantity? = nil

    @Parameter("The one for an emptyDir in memory; that of the others, unless given.")
    var defaultLimitInMemory: Quantity? = nil

    @Parameter("The most storage that one claim may request.")
    var maximumClaim: Quantity? = nil

    var problems: [ParameterProblem] {
        let amounts = [
            ("maximum", maximum), ("maximumInMemory", maximumInMemory), ("defaultLimit", defaultLimit),
            ("defaultLimitInMemory", defaultLimitInMemory), ("maximumClaim", maximumClaim),
        ]
        for (name, amount) in amounts {
            if let amount, amount.isNegative || amount.isZero {
                return [ParameterProblem(name, "\(amount) is no amount of storage; wanted is more than 0.")]
            }
        }
        return [false, true].compactMap { isInMemory in
            guard let limit = limit(isInMemory), let bound = bound(isInMemory), limit > bound else { return nil }
            let name = isInMemory && defaultLimitInMemory != nil ? "defaultLimitInMemory" : "defaultLimit"
            return ParameterProblem(name, "\(limit) is above the maximum, \(bound).")
        }
    }

    func check(_ request: Request) -> [Finding] {
        guard request.concerns(.ordinary), request.admission.subResource.isEmpty else { return [] }
        var reader = FieldReader()
        guard let pod = request.pod else {
            if !request.leaves(["spec"]) { checkClaim(request.object, at: [], &reader) }
            return reader.findings
        }
        for volume in EmptyDirectory.all(of: pod, &reader) { check(volume, &reader) }
        guard maximumClaim != nil else { return reader.findings }
        checkTemplates(request, of: pod, &reader)
        return reader.findings
    }

    func mutate(_ request: Request, _ draft: inout Draft) {
        guard let pod = request.changeablePod else { return }
        var reader = FieldReader()
        for volume in EmptyDirectory.all(of: pod, &reader) {
            guard case .absent = volume.sizeLimit, let limit = limit(volume.isInMemory) else { continue }
            draft.set(volume.pointer, limit.json)
        }
    }

    private func limit(_ isInMemory: Bool) -> Quantity? {
        isInMemory ? defaultLimitInMemory ?? defaultLimit : defaultLimit
    }

    private func bound(_ isInMemory: Bool) -> Quantity? { isInMemory ? maximumInMemory ?? maximum : maximum }

    private func check(_ volume: EmptyDirectory, _ reader: inout FieldReader) {
        let bound = bound(volume.isInMemory)
        let wanted = bound.map { "must be at most \($0)" } ?? "must be set"
        switch volume.sizeLimit {
        case .malformed(let found, let wanted):
            reader.find(found, "must be \(wanted)", at: volume.pointer, reason: .invalid)
        case .absent where requireSizeLimit:
            reader.find("is missing", wanted, at: volume.pointer, reason: .required)
        case .absent: return
        case .found(let limit) where limit.isNegative:
            reader.find("is \(limit)", "must not be negative", at: volume.pointer, reason: .invalid)
        case .found(let limit) where limit.isZero && requireSizeLimit:
            reader.find("is 0, which is no limit", wanted, at: volume.pointer, reason: .invalid)
        case .found(let limit):
            if let bound, limit > bound {
                reader.find("is \(limit)", "must be at most \(bound)", at: volume.pointer, reason: .invalid)
            }
        }
    }

    /// The claims that the pod or its controller makes.
    private func checkTemplates(_ request: Request, of pod: PodView, _ reader: inout FieldReader) {
        let volumes: [JSON] = pod.spec?["volumes"].map { Array($0.elements) } ?? []
        for (position, volume) in volumes.enumerated() {
            guard let claim = volume["ephemeral"]?["volumeClaimTemplate"] else { continue }
            checkClaim(
                claim, at: pod.pointer("volumes", String(position), "ephemeral", "volumeClaimTemplate"), &reader)
        }
        let place: Pointer = ["spec", "volumeClaimTemplates"]
        // They stay as they were made, and must not keep a StatefulSet from getting another image.
        guard let spec = request.object["spec"], !pod.pointer.tokens.isEmpty, !request.leaves(place) else { return }
        for (position, claim) in reader.objects(spec.listField("volumeClaimTemplates"), place) {
            checkClaim(claim, at: place.appending(position), &reader)
        }
    }

    private func checkClaim(_ claim: JSON, at place: Pointer, _ reader: inout FieldReader) {
        guard let maximumClaim, let storage = claim["spec"]?["resources"]?["requests"]?["storage"] else { return }
        let place = place.appending(["spec", "resources", "requests", "storage"])
        switch FieldValue<Quantity>(storage) {
        case .absent: return
        case .malformed(let found, let wanted): reader.find(found, "must be \(wanted)", at: place, reason: .invalid)
        case .found(let amount):
            guard amount > maximumClaim else { return }
            reader.find("is \(amount)", "must be at most \(maximumClaim)", at: place, reason: .invalid)
        }
    }
}

/// A volume that is an emptyDir.
private struct EmptyDirectory {
    /// Leads to its size limit.
    let pointer: Pointer
    let sizeLimit: FieldValue<Quantity>
    /// Its medium is the node's memory, huge pages among it.
    let isInMemory: Bool

    static func all(of pod: PodView, _ reader: inout FieldReader) -> [EmptyDirectory] {
        reader.volumes(of: pod).compactMap { position, volume in
            let place = pod.pointer("volumes", String(position), "emptyDir")
            switch volume.objectField("emptyDir") {
            case .found(let json): return EmptyDirectory(json, at: place)
            case .malformed:
                _ = reader.read(volume.objectField("emptyDir"), place)
                return nil
            case .absent: return volume.hasNoSource ? EmptyDirectory(nil, at: place) : nil
            }
        }
    }

    private init(_ json: JSON?, at place: Pointer) {
        pointer = place.appending("sizeLimit")
        sizeLimit = FieldValue(json?["sizeLimit"])
        isInMemory = json?["medium"].map { !$0.isNull && !$0.equals("") } ?? false
    }
}

extension JSON {
    /// A volume that names none of the kinds of volumes, which the API server takes for an emptyDir (`core/v1`,
    /// SetDefaults_Volume).
    fileprivate var hasNoSource: Bool { members.allSatisfy { $0.value.isNull || $0.key.equals("name") } }
}

extension FieldReader {
    /// The volumes of a pod, by position.
    fileprivate mutating func volumes(of pod: PodView) -> [(position: Int, json: JSON)] {
        objects(pod.spec?.listField("volumes") ?? .absent, pod.pointer("volumes"))
    }
}

extension FieldValue<Quantity> {
    /// A quantity; one that is none is malformed.
    fileprivate init(_ json: JSON?) {
        guard let json, !json.isNull else {
            self = .absent
            return
        }
        do throws(QuantityError) {
            self = .found(try Quantity(json))
        } catch {
            let found = json.string.map { "is \"\($0)\"" } ?? "is \(json.typeName)"
            self = .malformed(found: found, wanted: "a quantity such as 512Mi")
        }
    }
}
