import Documents
import Kubernetes
import Testing

@Suite("AdmissionResponse")
struct AdmissionResponseTests {
    @Test(
        "An allowed request is answered in the version that it came in",
        arguments: [
            (.v1, "admission.k8s.io/v1"), (.v1beta1, "admission.k8s.io/v1beta1"),
        ] as [(AdmissionReview.Version, String)])
    func allowed(_ version: AdmissionReview.Version, _ name: String) {
        #expect(
            written(AdmissionResponse(uid: "u-1", isAllowed: true), version)
                == #"{"kind":"AdmissionReview","apiVersion":"\#(name)","response":{"uid":"u-1","allowed":true}}"#)
    }

    @Test("A denial has status, code, reason, message and a cause for each finding")
    func denied() {
        let response = AdmissionResponse(
            uid: "u-1", isAllowed: false, message: "run-as-non-root: \"web\" must not run as root.",
            causes: [
                .init(
                    reason: "FieldValueInvalid", field: "spec.containers[0].securityContext.runAsUser",
                    message: "is 0"),
                .init(reason: "FieldValueRequired", field: "spec.securityContext.runAsNonRoot", message: "is missing"),
            ])
        #expect(
            self.response(of: response)
                == #"{"uid":"u-1","allowed":false,"status":{"status":"Failure","code":403,"reason":"Forbidden","#
                + #""message":"run-as-non-root: \"web\" must not run as root.","details":{"causes":["#
                + #"{"reason":"FieldValueInvalid","message":"is 0","#
                + #""field":"spec.containers[0].securityContext.runAsUser"},"#
                + #"{"reason":"FieldValueRequired","message":"is missing","#
                + #""field":"spec.securityContext.runAsNonRoot"}]}}}"#)
    }

    @Test("A denial without causes has no details, and never a patch")
    func deniedPlainly() {
        let response = AdmissionResponse(
            uid: "u", isAllowed: false, message: "no", patch: Patch([.remove(["spec"])]))
        #expect(
            self.response(of: response)
                == #"{"uid":"u","allowed":false,"status":{"status":"Failure","code":403,"reason":"Forbidden","#
                + #""message":"no"}}"#)
    }

    @Test("A patch comes in base64, with its type")
    func patched() {
        let response = AdmissionResponse(
            uid: "u", isAllowed: true, patch: Patch([.add(["spec", "a/b"], "x"), .remove(["metadata"])]))
        // [{"op":"add","path":"/spec/a~1b","value":"x"},{"op":"remove","path":"/metadata"}]
        #expect(
            self.response(of: response)
                == #"{"uid":"u","allowed":true,"patchType":"JSONPatch","patch":"#
                + #""W3sib3AiOiJhZGQiLCJwYXRoIjoiL3NwZWMvYX4xYiIsInZhbHVlIjoieCJ9LHsib3AiOiJyZW1vdmUiLCJwYXRoIjoi"#
                + #"L21ldGFkYXRhIn1d"}"#)
    }

    @Test("Without a patch there is neither patch nor patchType")
    func unpatched() {
        let text = response(of: AdmissionResponse(uid: "u", isAllowed: true, patch: Patch()))
        #expect(!text.contains("patch"))
    }

    @Test("Warnings and audit annotations come with every verdict", arguments: [true, false])
    func notes(_ isAllowed: Bool) throws {
        let response = AdmissionResponse(
            uid: "u", isAllowed: isAllowed, warnings: ["first", "second \"quoted\""],
            auditAnnotations: [(key: "verdict", value: "allow"), (key: "policies", value: "3")])
        let json = try JSON(parsing: self.response(of: response))
        #expect(json["warnings"]?.compactText == #"["first","second \"quoted\""]"#)
        #expect(json["auditAnnotations"]?.compactText == #"{"verdict":"allow","policies":"3"}"#)
        #expect(json["allowed"]?.bool == isAllowed)
    }

    @Test(
        "Warnings lose control characters and all past 256 scalars",
        arguments: [
            ("plain", "plain"), ("", ""), ("a\nb\tc\u{7F}d\u{85}e", "a b c d e"), ("äöü ☃", "äöü ☃"),
            (String(repeating: "x", count: 256), String(repeating: "x", count: 256)),
            (String(repeating: "x", count: 257), String(repeating: "x", count: 255) + "…"),
            (String(repeating: "ß", count: 256), String(repeating: "ß", count: 256)),
            (String(repeating: "ß", count: 300), String(repeating: "ß", count: 255) + "…"),
        ])
    func warning(_ text: String, _ expected: String) {
        #expect(warningText(text) == expected)
        let answer = response(of: AdmissionResponse(uid: "u", isAllowed: true, warnings: [text]))
        #expect(answer.contains("\"warnings\":[\"\(expected)\"]"))
    }

    private func written(_ response: AdmissionResponse, _ version: AdmissionReview.Version = .v1) -> String {
        var writer = JSONWriter()
        response.write(to: &writer, version: version)
        return writer.text
    }

    private func response(of response: AdmissionResponse) -> String {
        (try? JSON(parsing: written(response)))?["response"]?.compactText ?? ""
    }
}

@Suite("Base64")
struct Base64Tests {
    @Test(
        "The vectors of RFC 4648, section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(_ text: String, _ expected: String) {
        #expect(base64(Array(text.utf8)) == expected)
    }

    @Test("Every digit of the alphabet stands for its six bits")
    func alphabet() {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        for (value, digit) in digits.enumerated() {
            #expect(base64([UInt8(value) << 2]).first == digit)
        }
    }
}
