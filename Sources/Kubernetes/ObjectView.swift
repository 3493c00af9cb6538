package import Documents

/// Any Kubernetes object: the parts that all kinds share.
package struct ObjectView: Sendable {
    /// The object as it came.
    package let json: JSON

    /// A view on an object.
    package init(_ json: JSON) { self.json = json }

    /// `metadata`, or nil.
    package var metadata: JSON? { json["metadata"] }
    /// `metadata.name`, or empty.
    package var name: String { metadata?["name"]?.string ?? "" }
    /// `metadata.namespace`, or empty.
    package var namespace: String { metadata?["namespace"]?.string ?? "" }
    /// `metadata.labels`, or nil.
    package var labels: JSON? { metadata?["labels"] }
    /// `metadata.annotations`, or nil.
    package var annotations: JSON? { metadata?["annotations"] }
    /// The object is on its way out: only its finalizers still wait.
    package var isBeingDeleted: Bool { metadata?["deletionTimestamp"].map { !$0.isNull } ?? false }
}
