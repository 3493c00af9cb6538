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
    /// The `request` of the review as it came; nil where no review was read.
    package var document: JSON?

    /// A request in all its parts, as dry runs and tests make it.
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
        document = nil
    }
}

extension AdmissionRequest {
    /// Reads the `request` of a review; `requestKind` and its sisters stay in the document, since rules never match
    /// on them.
    package init(_ json: JSON) throws(ReviewError) {
        document = json
        let fields = ReviewFields(json)
        uid = try fields.uid()
        kind = try fields.kind()
        resource = try fields.resource()
        subResource = try fields.text("subResource")
        name = try fields.text("name")
        namespace = try fields.text("namespace")
        operation = try fields.operation()
        userInfo = try fields.user()
        object = try fields.object("object")
        oldObject = try fields.object("oldObject")
        isDryRun = try fields.bool("dryRun")
        if object == nil, oldObject == nil { throw .missing("request.object and request.oldObject") }
        if object == nil, operation != .delete { throw .missing("request.object") }
    }
}

/// Typed access to the fields of a `request`, or of an object in it.
private struct ReviewFields {
    let json: JSON
    let place: StaticString

    init(_ json: JSON, at place: StaticString = "request") {
        self.json = json
        self.place = place
    }

    func text(_ name: StaticString, isRequired: Bool = false) throws(ReviewError) -> String {
        guard let value = present(name) else {
            if isRequired { throw .missing("\(place).\(name)") }
            return ""
        }
        guard let text = value.string else { throw .wrongType("\(place).\(name)", wanted: "a string") }
        if isRequired, text.isEmpty { throw .missing("\(place).\(name)") }
        return text
    }

    /// Goes back as it came, and so must not be of any length; the API server's are UUIDs.
    func uid() throws(ReviewError) -> String {
        let uid = try text("uid", isRequired: true)
        guard uid.utf8.count <= 256 else { throw .tooLong("request.uid", limit: 256) }
        return uid
    }

    func bool(_ name: StaticString) throws(ReviewError) -> Bool {
        guard let value = present(name) else { return false }
        guard let bool = value.bool else { throw .wrongType("\(place).\(name)", wanted: "a boolean") }
        return bool
    }

    func object(_ name: StaticString) throws(ReviewError) -> JSON? {
        guard let value = present(name) else { return nil }
        guard value.kind == .object else { throw .wrongType("\(place).\(name)", wanted: "an object") }
        return value
    }

    func operation() throws(ReviewError) -> Operation {
        let name = try text("operation", isRequired: true)
        guard let operation = Operation(rawValue: name) else { throw .unknownOperation(name) }
        return operation
    }

    func kind() throws(ReviewError) -> GroupVersionKind {
        guard let value = try object("kind") else { throw .missing("request.kind") }
        let fields = ReviewFields(value, at: "request.kind")
        return GroupVersionKind(
            group: try fields.text("group"), version: try fields.text("version"),
            kind: try fields.text("kind", isRequired: true))
    }

    func resource() throws(ReviewError) -> GroupVersionResource {
        guard let value = try object("resource") else { throw .missing("request.resource") }
        let fields = ReviewFields(value, at: "request.resource")
        return GroupVersionResource(
            group: try fields.text("group"), version: try fields.text("version"),
            resource: try fields.text("resource", isRequired: true))
    }

    /// A user of the wrong shape is refused here, since nobody looks at shapes when exemptions are granted.
    func user() throws(ReviewError) -> UserInfo {
        guard let value = try object("userInfo") else { return UserInfo(username: "") }
        if let name = value["username"], name.kind != .string, !name.isNull {
            throw .wrongType("request.userInfo.username", wanted: "a string")
        }
        if let groups = value["groups"], !groups.isNull {
            guard groups.kind == .array, groups.elements.allSatisfy({ $0.kind == .string }) else {
                throw .wrongType("request.userInfo.groups", wanted: "a list of strings")
            }
        }
        return UserInfo(value)
    }

    /// Explicit nulls count as absent, as in Go.
    private func present(_ name: StaticString) -> JSON? {
        json[name].flatMap { $0.isNull ? nil : $0 }
    }
}
