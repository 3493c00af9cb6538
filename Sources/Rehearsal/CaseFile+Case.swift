package import Admission
package import Documents
package import Kubernetes

extension CaseFile {
    /// What must come out of a case.
    package enum Expectation: Sendable {
        /// No finding.
        case allow
        /// These findings.
        case deny([ExpectedFinding])
        /// This patch.
        case patch(Patch)
    }

    /// What a case is about.
    package enum Subject: Sendable {
        /// A policy with its parameters, and all that it finds.
        case policy(any Policy)
        /// A gate of some name, and what it denies.
        case gate(String, Gate)
    }

    /// One case: a policy with its parameters or a gate, a request, and what must come out.
    package struct Case: Sendable {
        /// What it shows, a sentence.
        package let name: String
        /// Where it stands in its file.
        package let location: SourceLocation
        /// What it is about.
        package let subject: Subject
        /// The policy's parameters as they are written, or nil.
        package let parameters: JSON?
        /// The request.
        package let request: AdmissionRequest
        /// What must come out.
        package let expectation: Expectation
        /// Other objects.
        let inventory: ManifestInventory
        /// Exceptions beside those of the gate.
        package internal(set) var exceptions: [Exception] = []
        /// When it is played, in seconds since 1970: before all ends of exceptions unless it says so.
        let now: Int64

        /// Nil when something is wrong; the reader then has a complaint.
        init?(_ entry: CaseEntry, _ subject: CaseFile.Subject, _ place: Place, _ json: JSON, _ reader: ParameterReader)
        {
            let manifests = reader.descend("inventory") {
                (json["inventory"]?.elements).map(Array.init)?.enumerated().compactMap { position, object in
                    reader.descend(String(position)) {
                        place.manifest(object, below: ["inventory", String(position)], reader)
                    }
                } ?? []
            }
            let name = json["object"].map(\.isNull) ?? true ? "oldObject" : "object"
            guard let object = json.member(name) else { return nil }
            let manifest = reader.descend(name) { place.manifest(object, below: [name], reader) }
            let expectation = reader.descend("expect") { Expectation(entry.expect, json, reader) }
            guard let manifest, let expectation else { return nil }
            self.name = entry.name
            location = place.document.location(at: place.pointer)
            self.subject = subject
            parameters = json["parameters"]
            let kinds = KindCatalog(manifests)
            var request = AdmissionRequest(entry, manifest, kinds, json)
            if place.fillsDefaults { request.fillDefaults() }
            self.request = request
            self.expectation = expectation
            now = entry.time?.seconds ?? .min
            let templates = subject.gate.templates
            let others = place.fillsDefaults ? manifests.map { $0.completed(kinds, request.namespace) } : manifests
            inventory = ManifestInventory(others, namespace: request.namespace, templates: templates)
        }

        /// The policy that it is about, if it is about one.
        package var policy: (any Policy)? {
            if case .policy(let policy) = subject { policy } else { nil }
        }
    }
}

extension CaseFile.Subject {
    /// The gate that the case is played before.
    var gate: Gate {
        switch self {
        case .policy(let policy): Gate([Binding(policy)])
        case .gate(_, let gate): gate
        }
    }

    /// The policy's id, or the gate's name.
    package var name: String {
        switch self {
        case .policy(let policy): type(of: policy).about.id
        case .gate(let name, _): name
        }
    }
}

extension CaseFile.Place {
    /// An object of the case.
    fileprivate func manifest(_ json: JSON, below place: Pointer, _ reader: ParameterReader) -> Manifest? {
        guard let kind = GroupVersionKind(object: json) else {
            reader.complain("This is no object; wanted is one with apiVersion and kind.")
            return nil
        }
        return Manifest(
            json, kind: kind, file: file, documentNumber: number, document: document, place: pointer.appending(place))
    }
}

extension CaseFile.Expectation {
    fileprivate init?(_ entry: CaseEntry.Expect, _ json: JSON, _ reader: ParameterReader) {
        if let findings = entry.deny {
            self = .deny(findings)
        } else if let patch = json["expect"]?["patch"] {
            do throws(PatchError) { self = .patch(try Patch(patch)) } catch {
                reader.descend("patch") { reader.complain(error.description) }
                return nil
            }
        } else {
            self = .allow
        }
    }
}

extension AdmissionRequest {
    /// What the API server would ask.
    fileprivate init(_ entry: CaseEntry, _ subject: Manifest, _ kinds: KindCatalog, _ json: JSON) {
        let object = json["object"].flatMap { $0.isNull ? nil : $0 }
        let oldObject = json["oldObject"].flatMap { $0.isNull ? nil : $0 }
        let operation: Kubernetes.Operation = object == nil ? .delete : oldObject == nil ? .create : .update
        self.init(
            uid: "case", kind: subject.kind,
            resource: entry.resource.map(GroupVersionResource.init(written:)) ?? kinds.resource(of: subject.kind),
            subResource: entry.subresource, name: ObjectView(subject.object).name,
            namespace: entry.namespace ?? kinds.namespace(of: subject, default: "default"),
            operation: entry.operation ?? operation,
            userInfo: UserInfo(username: entry.user.name, groups: entry.user.groups), object: object,
            oldObject: oldObject, isDryRun: true)
    }
}

extension AdmissionRequest {
    /// Completes both objects as the API server does; an object of options and a subresource's own is none of these.
    fileprivate mutating func fillDefaults() {
        object = object.map { CompletedObject($0, kind: kind, namespace: namespace).object }
        oldObject = oldObject.map { CompletedObject($0, kind: kind, namespace: namespace).object }
    }
}

extension Manifest {
    /// The same with what the API server fills in.
    fileprivate func completed(_ kinds: KindCatalog, _ namespace: String) -> Manifest {
        let namespace = kinds.namespace(of: self, default: namespace)
        return holding(CompletedObject(object, kind: kind, namespace: namespace).object)
    }
}

extension GroupVersionResource {
    /// `deployments.apps`, as kubectl has it; the version does not matter here.
    fileprivate init(written text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(group: parts.count > 1 ? String(parts[1]) : "", version: "v1", resource: String(parts[0]))
    }
}
