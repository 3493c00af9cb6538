package import Documents

/// What is being done to an object.
package enum Operation: String, Sendable, CaseIterable, Hashable {
    case create = "CREATE"
    case update = "UPDATE"
    case delete = "DELETE"
    case connect = "CONNECT"
}

/// One question to the gate: `admission.k8s.io/v1`, AdmissionRequest.
package struct AdmissionRequest: Sendable {
    /// Names this question; the answer repeats it.
    package var uid: String
    /// The kind that rules match on, converted if the API server converted the object.
    package var kind: GroupVersionKind
    /// The resource that rules match on.
    package var resource: GroupVersionResource
    /// `ephemeralcontainers`, `exec`, …; empty for the object itself.
    package var subResource: String
    /// The object's name; empty when the API server is yet to generate it.
    package var name: String
    /// The object's namespace; a Namespace's own name; empty for other cluster-scoped kinds.
    package var namespace: String
    /// What is being done.
    package var operation: Operation
    /// Who asks.
    package var userInfo: UserInfo
    /// The object as it would be stored; nil on DELETE. On CONNECT the options object.
    package var object: JSON?
    /// The object as it is stored; nil on CREATE and CONNECT.
    package var oldObject: JSON?
    /// Nothing will be stored: the answer must have no side effects.
    package var isDryRun: Bool

    package init(
        uid: String, kind: GroupVersionKind, resource: GroupVersionResource, subResource: String = "",
        name: String = "", namespace: String = "", operation: Operation = .create,
        userInfo: UserInfo = UserInfo(username: ""), object: JSON?, oldObject: JSON? = nil, isDryRun: Bool = false
    ) {
        self.uid = uid
        self.kind = kind
        self.resource = resource
        self.subResource = subResource
        self.name = name
        self.namespace = namespace
        self.operation = operation
        self.userInfo = userInfo
        self.object = object
        self.oldObject = oldObject
        self.isDryRun = isDryRun
    }
}

extension AdmissionRequest {
    /// Reads the `request` of a review; `requestKind` and its sisters stay in the document, since rules never match
    /// on them.
    package init(_ json: JSON) throws(ReviewError) {
        let fields = ReviewFields(json)
        uid = try fields.text("uid", isRequired: true)
        kind = try fields.kind()
        resource = try fields.resource()
        subResource = try fields.text("subResource")
        name = try fields.text("name")
        namespace = try fields.text("namespace")
        operation = try fields.operation()
        userInfo = try fields.object("userInfo").map(UserInfo.init) ?? UserInfo(username: "")
        object = try fields.object("object")
        oldObject = try fields.object("oldObject")
        isDryRun = try fields.bool("dryRun")
        if object == nil, oldObject == nil { throw .missing("request.object and request.oldObject") }
        if object == nil, operation == .create || operation == .connect { throw .missing("request.object") }
    }
}

/// Typed access to the fields of a `request`.
private struct ReviewFields {
    let json: JSON

    init(_ json: JSON) { self.json = json }

    func text(_ name: StaticString, isRequired: Bool = false) throws(ReviewError) -> String {
        guard let value = present(name) else {
            if isRequired { throw .missing("request.\(name)") }
            return ""
        }
        guard let text = value.string else { throw .wrongType("request.\(name)", wanted: "a string") }
        if isRequired, text.isEmpty { throw .missing("request.\(name)") }
        return text
    }

    func bool(_ name: StaticString) throws(ReviewError) -> Bool {
        guard let value = present(name) else { return false }
        guard let bool = value.bool else { throw .wrongType("request.\(name)", wanted: "a boolean") }
        return bool
    }

    func object(_ name: StaticString) throws(ReviewError) -> JSON? {
        guard let value = present(name) else { return nil }
        guard value.kind == .object else { throw .wrongType("request.\(name)", wanted: "an object") }
        return value
    }

    func operation() throws(ReviewError) -> Operation {
        let name = try text("operation", isRequired: true)
        guard let operation = Operation(rawValue: name) else { throw .unknownOperation(name) }
        return operation
    }

    func kind() throws(ReviewError) -> GroupVersionKind {
        guard let value = try object("kind") else { throw .missing("request.kind") }
        guard let kind = value["kind"]?.string, !kind.isEmpty else { throw .missing("request.kind.kind") }
        return GroupVersionKind(
            group: value["group"]?.string ?? "", version: value["version"]?.string ?? "", kind: kind)
    }

    func resource() throws(ReviewError) -> GroupVersionResource {
        guard let value = try object("resource") else { throw .missing("request.resource") }
        guard let resource = value["resource"]?.string, !resource.isEmpty else {
            throw .missing("request.resource.resource")
        }
        return GroupVersionResource(
            group: value["group"]?.string ?? "", version: value["version"]?.string ?? "", resource: resource)
    }

    /// Explicit nulls count as absent, as in Go.
    private func present(_ name: StaticString) -> JSON? {
        json[name].flatMap { $0.isNull ? nil : $0 }
    }
}
