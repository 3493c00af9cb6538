import Testing

@testable import HTTP

@Suite("Answers as bytes")
struct ResponseWriterTests {
    static let time = 784_111_777

    private func written(
        _ response: HTTPResponse, isBodyOmitted: Bool = false, _ connection: ResponseWriter.Connection = .keepsAlive
    ) -> String {
        var writer = ResponseWriter()
        writer.write(response, isBodyOmitted: isBodyOmitted, connection: connection, time: Self.time)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("Status line, date, fields, length, body")
    func writesAnAnswer() {
        let response = HTTPResponse(.ok, fields: ["Content-Type": "application/json"], body: Array("{}\n".utf8))
        #expect(
            written(response) == """
                HTTP/1.1 200 OK\r
                Date: Sun, 06 Nov 1994 08:49:37 GMT\r
                Content-Type: application/json\r
                Content-Length: 3\r
                \r
                {}

                """)
    }

    @Test("What is said about the connection")
    func writesConnection() {
        let response = HTTPResponse(.notFound, text: "Nothing here.")
        #expect(!written(response).contains("Connection:"))
        #expect(written(response, .closes).contains("\r\nConnection: close\r\n"))
        #expect(written(response, .keepsAliveInHTTP10).contains("\r\nConnection: keep-alive\r\n"))
    }

    @Test("HEAD is told the length and gets no body; 204 has neither")
    func leavesBodiesOut() {
        let response = HTTPResponse(.ok, body: [65, 66])
        #expect(written(response, isBodyOmitted: true).hasSuffix("Content-Length: 2\r\n\r\n"))
        #expect(!written(HTTPResponse(.noContent, body: [65])).contains("Content-Length"))
        #expect(written(HTTPResponse(.noContent, body: [65])).hasSuffix("\r\n\r\n"))
    }

    @Test("The buffer collects answers and is used again")
    func collectsAnswers() {
        var writer = ResponseWriter()
        writer.writeContinue()
        writer.write(HTTPResponse(.ok), time: 0)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
        #expect(text.contains("Content-Length: 0\r\n"))
        writer.removeAll()
        #expect(writer.bytes.isEmpty)
    }

    @Test(
        "Dates",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (-5, "Thu, 01 Jan 1970 00:00:00 GMT"), (Int.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ])
    func writesDates(time: Int, text: String) {
        var date = DateField()
        date.update(to: time)
        #expect(date.line == Array("Date: \(text)\r\n".utf8))
    }

    @Test("A status outside 100 to 599 becomes 500, and so does a redirect")
    func repairsStatus() {
        #expect(Status(301, "Moved Permanently") == .internalServerError)
        #expect(Status(42, "Odd") == .internalServerError && Status(1000, "Odd").code == 500)
        #expect(Status(418, "I'm a teapot").description == "418 I'm a teapot")
    }
}
