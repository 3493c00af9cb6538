import Documents
import Kubernetes
import Testing

@Suite("FieldValue")
struct FieldValueTests {
    private func object(_ value: String) throws -> JSON { try JSON(parsing: "{\"a\":\(value)}") }

    @Test("Missing and null members are absent", arguments: ["{}", #"{"a":null}"#, "[]", "1"])
    func absent(_ text: String) throws {
        let json = try JSON(parsing: text)
        #expect(json.boolField("a") == .absent)
        #expect(json.intField("a") == .absent)
        #expect(json.stringField("a") == .absent)
        #expect(json.objectField("a") == .absent)
        #expect(json.listField("a") == .absent)
    }

    @Test("Members of the right type are found")
    func found() throws {
        #expect(try object("false").boolField("a") == .found(false))
        #expect(try object("-9223372036854775808").intField("a") == .found(.min))
        #expect(try object("\"\"").stringField("a").value == "")
        #expect(try object("{}").objectField("a").value?.kind == .object)
        #expect(try object("[]").listField("a").value?.kind == .array)
    }

    @Test(
        "Members of another type are malformed, and say what they are",
        arguments: [
            ("true", "is a boolean"), ("1", "is a number"), ("\"x\"", "is a string"), ("[]", "is a list"),
            ("{}", "is an object"),
        ])
    func malformed(_ value: String, _ found: String) throws {
        let json = try object(value)
        let wanted = ["a boolean", "an integer", "a string", "an object", "a list"]
        let results = [
            json.boolField("a").fault, json.intField("a").fault, json.stringField("a").fault,
            json.objectField("a").fault,
            json.listField("a").fault,
        ]
        for (result, wanted) in zip(results, wanted) {
            #expect(result == nil || result == "\(found), wanted \(wanted)")
        }
        #expect(results.count { $0 == nil } == 1)
    }

    @Test("Numbers that are no 64-bit integers are malformed", arguments: ["1.0", "1e2", "9223372036854775808", "0.5"])
    func noInteger(_ value: String) throws {
        #expect(try object(value).intField("a") == .malformed(found: "is a number", wanted: "an integer"))
    }

    @Test(
        "Types have names",
        arguments: [
            ("null", "null"), ("true", "a boolean"), ("false", "a boolean"), ("1", "a number"), ("1.5", "a number"),
            ("\"\"", "a string"), ("[]", "a list"), ("{}", "an object"),
        ])
    func typeName(_ text: String, _ name: String) throws {
        #expect(try JSON(parsing: text).typeName == name)
    }
}

extension FieldValue {
    fileprivate var fault: String? {
        if case .malformed(let found, let wanted) = self { "\(found), wanted \(wanted)" } else { nil }
    }
}

@Suite("UserInfo")
struct UserInfoTests {
    @Test("Groups are kept in order and compared byte for byte")
    func groups() throws {
        let user = UserInfo(try JSON(parsing: "{\"username\":\"a\",\"groups\":[\"x\",\"e\u{301}\"]}"))
        #expect(user.groups.count == 2)
        #expect(user.isMember(of: "x"))
        #expect(user.isMember(of: "e\u{301}"))
        #expect(!user.isMember(of: "\u{E9}"))
        #expect(!user.isMember(of: "X"))
    }

    @Test("A user of a dry run has the groups that it is given")
    func played() {
        let user = UserInfo(username: "a", groups: ["x", "\u{E9}"])
        #expect(user.groups == ["x", "\u{E9}"])
        #expect(user.isMember(of: "x"))
        #expect(!user.isMember(of: "e\u{301}"))
        #expect(UserInfo(username: "a").groups == [])
    }

    @Test("Names compare byte for byte, so that nobody passes for a canonical equivalent")
    func named() {
        #expect(UserInfo(username: "Kim").isNamed("Kim"))
        #expect(!UserInfo(username: "\u{212A}im").isNamed("Kim"))
        #expect(!UserInfo(username: "kim").isNamed("Kim"))
        #expect(!UserInfo(username: "").isNamed("Kim"))
    }

    @Test(
        "Service accounts are read from their user names",
        arguments: [
            ("system:serviceaccount:kube-system:default", "kube-system", "default"),
            ("system:serviceaccount:a:b.c", "a", "b.c"),
        ])
    func serviceAccount(_ username: String, _ namespace: String, _ name: String) {
        #expect(UserInfo(username: username).serviceAccount == ServiceAccount(namespace: namespace, name: name))
    }

    @Test(
        "All other names are no service accounts",
        arguments: [
            "", "admin", "system:serviceaccount:", "system:serviceaccount:a", "system:serviceaccount::b",
            "system:serviceaccount:a:", "system:serviceaccount:a:b:c", "system:serviceaccounts:a:b",
            "System:serviceaccount:a:b", "xsystem:serviceaccount:a:b", "system:node:a",
        ])
    func noServiceAccount(_ username: String) {
        #expect(UserInfo(username: username).serviceAccount == nil)
    }

    @Test("Service accounts compare byte for byte")
    func equality() {
        #expect(ServiceAccount(namespace: "a", name: "K") != ServiceAccount(namespace: "a", name: "\u{212A}"))
        #expect(ServiceAccount(namespace: "a", name: "b") != ServiceAccount(namespace: "b", name: "a"))
        #expect(Set([ServiceAccount(namespace: "a", name: "b")]).contains(ServiceAccount(namespace: "a", name: "b")))
    }
}

@Suite("GroupVersionKind")
struct GroupVersionKindTests {
    @Test(
        "Resources are guessed as the API server guesses them",
        arguments: [
            ("Pod", "pods"), ("NetworkPolicy", "networkpolicies"), ("Ingress", "ingresses"), ("Endpoints", "endpoints"),
            ("Gateway", "gatewaies"), ("StorageClass", "storageclasses"), ("CSIDriver", "csidrivers"),
            ("SecurityContextConstraints", "securitycontextconstraints"), ("MyEndpoints", "myendpoints"),
            ("Status", "statuses"), ("", ""), ("Y", "ies"),
        ])
    func plural(_ kind: String, _ resource: String) {
        let guess = GroupVersionKind(group: "g", version: "v1", kind: kind).guessedResource
        #expect(guess == GroupVersionResource(group: "g", version: "v1", resource: resource))
    }

    @Test(
        "An object's apiVersion is split at its slash",
        arguments: [
            ("v1", "", "v1"), ("apps/v1", "apps", "v1"), ("networking.k8s.io/v1", "networking.k8s.io", "v1"),
            ("", "", ""),
        ])
    func object(_ apiVersion: String, _ group: String, _ version: String) throws {
        let json = try JSON(parsing: #"{"apiVersion":"\#(apiVersion)","kind":"X"}"#)
        let kind = GroupVersionKind(object: json)
        #expect(kind == GroupVersionKind(group: group, version: version, kind: "X"))
        #expect(kind?.apiVersion == apiVersion)
    }

    @Test(
        "An object without both has no kind",
        arguments: ["{}", #"{"kind":"Pod"}"#, #"{"apiVersion":"v1"}"#, #"{"apiVersion":1,"kind":"Pod"}"#, "[]"])
    func none(_ text: String) throws {
        #expect(GroupVersionKind(object: try JSON(parsing: text)) == nil)
    }
}

@Suite("ObjectView")
struct ObjectViewTests {
    @Test("Metadata is at hand")
    func metadata() throws {
        let view = ObjectView(
            try JSON(
                parsing: #"{"metadata":{"name":"a","namespace":"b","labels":{"c":"d"},"annotations":{"e":"f"}}}"#))
        #expect(view.name == "a" && view.namespace == "b")
        #expect(view.labels?["c"]?.string == "d" && view.annotations?["e"]?.string == "f")
        #expect(!view.isBeingDeleted)
    }

    @Test(
        "Objects without it have empty names",
        arguments: ["{}", "[]", #"{"metadata":null}"#, #"{"metadata":{"name":1}}"#])
    func bare(_ text: String) throws {
        let view = ObjectView(try JSON(parsing: text))
        #expect(view.name == "" && view.namespace == "" && view.labels == nil && !view.isBeingDeleted)
    }

    @Test("A deletion timestamp that is not null marks the way out")
    func deleted() throws {
        let view = { (value: String) in
            ObjectView(try JSON(parsing: #"{"metadata":{"deletionTimestamp":\#(value)}}"#))
        }
        #expect(try view(#""2026-01-01T00:00:00Z""#).isBeingDeleted)
        #expect(try !view("null").isBeingDeleted)
    }
}
