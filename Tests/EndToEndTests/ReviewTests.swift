import Documents
import Testing

extension EndToEnd {
    @Suite("Reviews over TLS, by curl")
    struct ReviewTests {
        @Test("A Pod that keeps the rules is allowed")
        func allowed() async throws {
            let server = try await Server()
            let answer = try await Curl.post(Reviews.allowed, server)
            #expect(answer.status == 200)
            #expect(answer.fields["content-type"] == "application/json")
            let review = try JSON(parsing: answer.body)
            #expect(review["kind"]?.string == "AdmissionReview")
            #expect(review["apiVersion"]?.string == "admission.k8s.io/v1")
            #expect(review["response"]?["uid"]?.string == Reviews.uid)
            #expect(review["response"]?["allowed"]?.bool == true)
            #expect(review["response"]?["patch"] == nil)
        }

        @Test("A Pod that breaks them is denied, with code, reason and a cause for the field")
        func denied() async throws {
            let server = try await Server()
            let answer = try await Curl.post(Reviews.unfit, server)
            #expect(answer.status == 200)
            let response = try #require(try JSON(parsing: answer.body)["response"])
            #expect(response["allowed"]?.bool == false)
            #expect(response["status"]?["code"]?.int == 403)
            #expect(response["status"]?["reason"]?.string == "Forbidden")
            #expect(response["status"]?["message"]?.string?.isEmpty == false)
            let field = response["status"]?["details"]?["causes"]?[0]?["field"]?.string
            #expect(field == "spec.containers[0].securityContext.runAsNonRoot")
        }

        @Test("The mutating path mends it by a patch that applies and satisfies the validating path")
        func patched() async throws {
            let server = try await Server()
            let answer = try await Curl.post(Reviews.unfit, to: "/mutate", server)
            let response = try #require(try JSON(parsing: answer.body)["response"])
            #expect(response["allowed"]?.bool == true)
            #expect(response["patchType"]?.string == "JSONPatch")
            let bytes = try #require(response["patch"]?.string.flatMap { decodeBase64($0) })
            let patch = try Patch(JSON(parsing: bytes))
            let review = try JSONValue.json(JSON(parsing: Reviews.unfit))
            let object = try patch.applied(to: try #require(review["request"]?["object"]))
            let mended = try review.replacing("/request/object", by: object)
            #expect(verdict(try await Curl.post(mended, server).body) == true)
            let again = try await Curl.post(mended, to: "/mutate", server)
            #expect(try JSON(parsing: again.body)["response"]?["patch"] == nil)
        }

        @Test("A review of v1beta1 is answered as v1beta1")
        func beta() async throws {
            let server = try await Server()
            let review = Reviews.pod(name: "old", security: #"{"runAsNonRoot": true}"#, version: "v1beta1")
            let answer = try await Curl.post(review, server)
            #expect(try JSON(parsing: answer.body)["apiVersion"]?.string == "admission.k8s.io/v1beta1")
            #expect(verdict(answer.body) == true)
        }

        @Test("A Gate is reached by its name")
        func named() async throws {
            let server = try await Server()
            #expect(verdict(try await Curl.post(Reviews.unfit, to: "/validate/test", server).body) == false)
            let unknown = try await Curl.post(Reviews.unfit, to: "/validate/nobody", server)
            #expect(unknown.status == 404)
            #expect(unknown.text.contains("nobody"))
            #expect(unknown.text.contains("test"))
        }

        @Test("A chunked body, and one of several megabytes, are judged as well", arguments: [0, 3 << 20])
        func bodies(padding: Int) async throws {
            let server = try await Server()
            let review = Reviews.pod(name: "large", security: "{}", padding: padding)
            let chunked = try await Curl.post(review, server, ["-H", "Transfer-Encoding: chunked"])
            #expect(verdict(chunked.body) == false)
            #expect(verdict(try await Curl.post(review, server).body) == false)
        }
    }
}

extension JSONValue {
    /// This document with another value at a pointer, as text.
    fileprivate func replacing(_ pointer: String, by value: JSONValue) throws -> [UInt8] {
        let path = try #require(Pointer(parsing: pointer))
        var writer = JSONWriter()
        try Patch([.replace(path, value)]).applied(to: self).write(to: &writer)
        return writer.bytes
    }
}
