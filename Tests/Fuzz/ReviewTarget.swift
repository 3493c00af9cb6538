import Documents
import Kubernetes

extension Target {
    /// The review decoder and the views on objects: pointers lead back, texts that are read print as what reads the same,
    /// and every review can be answered.
    static let review = Target(
        name: "review",
        corpus: [
            reviewText(
                #"{"metadata":{"name":"a","labels":{"app":"web"}},"spec":{"initContainers":[{"name":"i","image":"nginx:1.27"}],"containers":[{"name":"c","image":"ghcr.io/acme/app@sha256:0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f","resources":{"limits":{"cpu":"1.5","memory":"1536Mi"},"requests":{"cpu":0.5}}}],"ephemeralContainers":[{}]}}"#
            ),
            reviewText(
                #"{"spec":{"template":{"spec":{"containers":[{"image":"localhost:5000/a"},null,1]}},"jobTemplate":{"spec":{"template":{"spec":{}}}}},"template":{"spec":[]}}"#
            ),
            reviewText(
                #"{"spec":{"podSelector":{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"x","operator":"In","values":["y"]},{"key":"z","operator":"DoesNotExist"}]},"policyTypes":["Ingress","Egress"],"ingress":[{"from":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["10.0.0.0/8"]}},{"ipBlock":{"cidr":"2001:db8::/32"}},{"namespaceSelector":{},"podSelector":{}}],"ports":[{"protocol":"TCP","port":1,"endPort":65535}]}],"egress":[{}]}}"#
            ),
            reviewText(
                #"{"q":["1Ki","-1.5e3","0.1n","9Ei",1e29,"+.5Gi","1E-9"],"i":["[::1]:5000/r:t","*.example.com/**","a_b__c-d/e","python:3"]}"#
            ),
        ],
        tokens: [
            "null", "1", "[]", "{}", "\"\"", "\"DELETE\"", "\"CONNECT\"", "\"UPDATE\"", "\"object\":", "\"spec\":",
            "\"containers\":", "\"image\":", "\"ipBlock\":", "\"except\":", "\"matchLabels\":", "\"values\":", ":", "/",
            "@", "**", "*", ".", "::", "/0", "/128", "/32", "255", "Ki", "Ei", "e", "-", "+", "n", "E",
            "999999999999999999",
            "0000000000", "sha256:", "docker.io", "\\u0000", "\u{301}", "\u{212A}",
        ],
        check: checkReview)
}

private func reviewText(_ object: String) -> String {
    #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u","kind":{"group":"apps","version":"v1","kind":"Deployment"},"resource":{"group":"apps","version":"v1","resource":"deployments"},"name":"a","namespace":"b","operation":"CREATE","userInfo":{"username":"system:serviceaccount:a:b","groups":["c"]},"object":\#(object),"oldObject":null,"dryRun":false}}"#
}

@Sendable
private func checkReview(_ input: [UInt8]) throws(Violation) -> Bool {
    guard let review = try? AdmissionReview(parsing: input) else { return false }
    let request = review.request
    _ = (request.userInfo.groups, request.userInfo.serviceAccount, request.kind.guessedResource)
    for object in [request.object, request.oldObject].compactMap(\.self) {
        for entry in PodTemplates.builtIn { try checkPod(of: object, at: entry.pod) }
        checkPolicy(object)
        try checkTexts(of: object)
    }
    for isAllowed in [true, false] { try checkAnswer(to: request, in: review.version, isAllowed: isAllowed) }
    return true
}

private func checkPod(of object: JSON, at pointer: Pointer) throws(Violation) {
    guard let view = PodView(of: object, at: pointer) else { return }
    for container in view.containers {
        let found = object[container.pointer]
        try require(found?.ordinal == container.json.ordinal, "the pointer \(container.pointer) leads elsewhere")
        _ = (container.name, container.image, container.securityContext, container.isSidecar)
    }
    for malformation in view.malformations {
        try require(object[malformation.pointer] != nil, "nothing stands at the malformation \(malformation.pointer)")
    }
}

private func checkPolicy(_ object: JSON) {
    guard let policy = try? NetworkPolicyView(object) else { return }
    _ = (policy.effect(on: .ingress), policy.effect(on: .egress), policy.selects(ObjectView(object).labels))
    _ = policy.podSelector.description
}

/// Takes every text and number below a value for an image, a pattern and a quantity.
private func checkTexts(of json: JSON) throws(Violation) {
    for element in json.elements { try checkTexts(of: element) }
    for member in json.members { try checkTexts(of: member.value) }
    if let quantity = try? Quantity(json) { try checkQuantity(quantity) }
    guard let text = json.string else { return }
    _ = (isLabelKey(text), isLabelValue(text), GroupVersionKind.plural(of: text))
    let pattern = try? ImagePattern(parsing: text)
    guard let image = try? ImageReference(parsing: text) else { return }
    _ = pattern?.matches(image)
    try require((try? ImageReference(parsing: image.normalized)) == image, "\(image) reads as another image")
    guard let own = try? ImagePattern(parsing: image.name) else { return }
    try require(own.matches(image), "\(image) does not match its own name")
}

private func checkQuantity(_ quantity: Quantity) throws(Violation) {
    try require((try? Quantity(parsing: quantity.description)) == quantity, "\(quantity) reads as another quantity")
    _ = (quantity + quantity, quantity - quantity, quantity * .min, quantity.units, quantity.milliunits)
    try require(quantity.isAtMost(Quantity(1), times: quantity), "\(quantity) is more than itself")
}

private func checkAnswer(
    to request: AdmissionRequest, in version: AdmissionReview.Version, isAllowed: Bool
) throws(Violation) {
    var writer = JSONWriter()
    AdmissionResponse(
        uid: request.uid, isAllowed: isAllowed, message: request.name,
        causes: [.init(reason: "FieldValueInvalid", field: request.namespace, message: request.name)],
        patch: Patch([.add(["a"], .string(request.name))]), warnings: [request.name, request.uid],
        auditAnnotations: [(key: "user", value: request.userInfo.username)]
    ).write(to: &writer, version: version)
    guard let answer = try? JSON(parsing: writer.bytes)["response"] else { throw Violation("the answer does not read") }
    try require(answer["uid"]?.equals(request.uid) ?? false, "the answer is to another question")
}
