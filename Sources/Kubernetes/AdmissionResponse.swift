package import Documents

/// One answer of the gate: `admission.k8s.io/v1`, AdmissionResponse.
package struct AdmissionResponse: Sendable {
    /// The field, in a denial's details, that one finding is about.
    package struct Cause: Sendable, Equatable {
        /// `FieldValueInvalid`, `FieldValueRequired`, … (`meta/v1`, CauseType).
        package var reason: String
        /// `spec.containers[0].image`.
        package var field: String
        /// A sentence.
        package var message: String

        /// A cause in all its parts.
        package init(reason: String, field: String, message: String) {
            self.reason = reason
            self.field = field
            self.message = message
        }
    }

    /// The question's name.
    package var uid: String
    /// The request may go on.
    package var isAllowed: Bool
    /// Why not; what the user reads after "denied the request: ".
    package var message: String
    /// One for each finding that denied.
    package var causes: [Cause]
    /// Changes to the object; nothing is sent for an empty one.
    package var patch: Patch
    /// Sentences for the user, whatever the verdict.
    package var warnings: [String]
    /// Notes for the audit log, by key.
    package var auditAnnotations: [(key: String, value: String)]
    /// The status that a denial goes with. A code below 400 would become 400.
    package var status: (code: Int, reason: String) = (403, "Forbidden")

    /// An answer in all its parts.
    package init(
        uid: String, isAllowed: Bool, message: String = "", causes: [Cause] = [], patch: Patch = Patch(),
        warnings: [String] = [], auditAnnotations: [(key: String, value: String)] = []
    ) {
        self.uid = uid
        self.isAllowed = isAllowed
        self.message = message
        self.causes = causes
        self.patch = patch
        self.warnings = warnings
        self.auditAnnotations = auditAnnotations
    }

    /// Writes the whole AdmissionReview that carries this answer.
    package func write(to writer: inout JSONWriter, version: AdmissionReview.Version) {
        writer.beginObject()
        writer.key("kind")
        writer.string("AdmissionReview")
        writer.key("apiVersion")
        writer.string(version.rawValue)
        writer.key("response")
        writer.beginObject()
        writer.key("uid")
        writer.string(uid)
        writer.key("allowed")
        writer.bool(isAllowed)
        if !isAllowed { writeStatus(to: &writer) }
        if isAllowed, !patch.isEmpty { writePatch(to: &writer) }
        if !auditAnnotations.isEmpty { writeAnnotations(to: &writer) }
        if !warnings.isEmpty {
            writer.key("warnings")
            writer.beginArray()
            for warning in warnings { writer.string(warningText(warning)) }
            writer.endArray()
        }
        writer.endObject()
        writer.endObject()
    }

    private func writeStatus(to writer: inout JSONWriter) {
        writer.key("status")
        writer.beginObject()
        writer.key("status")
        writer.string("Failure")
        writer.key("code")
        writer.int(Int64(status.code))
        writer.key("reason")
        writer.string(status.reason)
        writer.key("message")
        writer.string(message)
        if !causes.isEmpty {
            writer.key("details")
            writer.beginObject()
            writer.key("causes")
            writer.beginArray()
            for cause in causes { cause.write(to: &writer) }
            writer.endArray()
            writer.endObject()
        }
        writer.endObject()
    }

    private func writePatch(to writer: inout JSONWriter) {
        var document = JSONWriter()
        patch.write(to: &document)
        writer.key("patchType")
        writer.string("JSONPatch")
        writer.key("patch")
        writer.string(base64(document.bytes))
    }

    private func writeAnnotations(to writer: inout JSONWriter) {
        writer.key("auditAnnotations")
        writer.beginObject()
        for annotation in auditAnnotations {
            writer.key(annotation.key)
            writer.string(annotation.value)
        }
        writer.endObject()
    }
}

extension AdmissionResponse.Cause {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("reason")
        writer.string(reason)
        writer.key("message")
        writer.string(message)
        writer.key("field")
        writer.string(field)
        writer.endObject()
    }
}
