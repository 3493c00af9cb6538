import Documents
import Rehearsal
import Support
import Testing

/// The manifests of a text; the test fails when there are complaints.
func manifests(_ yaml: String, file: String = "web.yaml") -> [Manifest] {
    let result = ManifestReader().read(Array(yaml.utf8), file: file)
    #expect(result.complaints.isEmpty, "\(result.complaints)")
    return result.manifests
}

/// A document of its own.
func json(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

/// A Deployment, its container without a tag, and a Service with a team.
let webYAML = """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
      namespace: shop
    spec:
      replicas: 3
      template:
        metadata:
          labels:
            app: web
        spec:
          containers:
          - name: app
            image: nginx
            ports:
            - containerPort: 80
          - name: log
            image: fluent/bit:2
    ---
    # Only a comment.
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: web
      namespace: shop
      labels: {team: shop}
    spec:
      selector:
        app: web
    """
