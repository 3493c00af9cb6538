import Admission
import Documents
import Kubernetes

/// The requests and limits that a container or a pod has of its own.
struct ResourceLists {
    private(set) var requests: JSON?
    private(set) var limits: JSON?
    /// The first part of `resources` that is no object.
    private(set) var malformation: (path: [String], found: String, wanted: String)?

    /// Those of a container, or of a pod's spec.
    init(of owner: JSON?) {
        guard let owner else { return }
        switch owner.objectField("resources") {
        case .absent: return
        case .malformed(let found, let wanted): malformation = (["resources"], found, wanted)
        case .found(let resources):
            requests = list(resources.objectField("requests"), "requests")
            limits = list(resources.objectField("limits"), "limits")
        }
    }

    /// A resource is requested or limited.
    func names(_ resource: String) -> Bool {
        requests?.member(resource) != nil || limits?.member(resource) != nil
    }

    private mutating func list(_ field: FieldValue<JSON>, _ name: String) -> JSON? {
        if case .malformed(let found, let wanted) = field { malformation = (["resources", name], found, wanted) }
        return field.value
    }
}

/// What a container asks for of one resource: its own request and limit, and those of its pod (KEP-2837) where it has
/// none. A limit counts as the request where there is no request beside it (`core/v1`, SetDefaults_Pod).
struct ResourceClaim {
    /// Where an amount stands.
    struct Place: Equatable {
        /// In the container, not in the pod.
        var isOwn: Bool
        /// Among the limits, not the requests.
        var isLimit: Bool
    }

    /// What counts as the request.
    private(set) var request: Quantity?
    /// Where it stands; where it would belong if there is none.
    private(set) var requestPlace = Place(isOwn: true, isLimit: false)
    /// What counts as the limit.
    private(set) var limit: Quantity?
    /// Where it stands; where it would belong if there is none.
    private(set) var limitPlace = Place(isOwn: true, isLimit: true)
    /// The first amount that is none, and why.
    private(set) var malformation: (place: Place, error: QuantityError)?

    init(_ resource: borrowing String, own: borrowing ResourceLists, shared: borrowing ResourceLists) {
        (limit, limitPlace) = read(resource, own, shared, isLimit: true) ?? (nil, limitPlace)
        (request, requestPlace) = read(resource, own, shared, isLimit: false) ?? (nil, requestPlace)
        guard request == nil || limit != nil && !requestPlace.isOwn && limitPlace.isOwn else { return }
        if let limit { (request, requestPlace) = (limit, limitPlace) }
    }

    /// The request is none of its own, but the limit.
    var isLimit: Bool { requestPlace.isLimit }

    /// Request and limit can be compared: not one the container's and the other the pod's.
    var isOfOneLevel: Bool { limit == nil || requestPlace.isOwn == limitPlace.isOwn }

    private mutating func read(
        _ resource: String, _ own: ResourceLists, _ shared: ResourceLists, isLimit: Bool
    ) -> (Quantity, Place)? {
        if let json = (isLimit ? own.limits : own.requests)?.member(resource), !json.isNull {
            return read(json, Place(isOwn: true, isLimit: isLimit))
        }
        if let json = (isLimit ? shared.limits : shared.requests)?.member(resource), !json.isNull {
            return read(json, Place(isOwn: false, isLimit: isLimit))
        }
        return nil
    }

    private mutating func read(_ json: JSON, _ place: Place) -> (Quantity, Place)? {
        do throws(QuantityError) { return (try Quantity(json), place) } catch {
            if malformation == nil { malformation = (place, error) }
            return nil
        }
    }
}
