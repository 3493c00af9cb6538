import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import HTTP

/// Two readers that disagree about where a request ends are a way to smuggle one; so the strict reader is compared with
/// SwiftNIO's codec.
@Suite("Beside NIO's codec")
struct DifferentialTests {
    /// What NIO's codec made of a stream: the requests before its first error.
    struct Foreign: Equatable {
        var requests: [Request] = []
        var hasFailed = false

        struct Request: Equatable {
            var method: String
            var target: String
            var body: [UInt8]
        }

        init(_ stream: [UInt8]) {
            let channel = EmbeddedChannel(handler: ByteToMessageHandler(HTTPRequestDecoder()))
            do {
                try channel.writeInbound(ByteBuffer(bytes: stream))
                try collect(from: channel)
            } catch {
                try? collect(from: channel)
                hasFailed = true
            }
            _ = try? channel.finish(acceptAlreadyClosed: true)
        }

        private mutating func collect(from channel: EmbeddedChannel) throws {
            var open: Request?
            while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
                switch part {
                case .head(let head): open = Request(method: head.method.rawValue, target: head.uri, body: [])
                case .body(let bytes): open?.body += Array(bytes.readableBytesView)
                case .end:
                    if let open { requests.append(open) }
                    open = nil
                }
            }
        }
    }

    private func compare(_ stream: [UInt8]) {
        let ours = Reading([stream]).requests.map {
            Foreign.Request(method: $0.method.rawValue, target: $0.target, body: $0.body)
        }
        let theirs = Foreign(stream)
        let text = Comment(rawValue: String(decoding: stream, as: UTF8.self).debugDescription)
        #expect(theirs.requests.prefix(ours.count) == ours[...], text)
    }

    @Test("Valid streams give the same requests", arguments: 0..<200)
    func validStreams(seed: Int) {
        var generator = RequestGenerator(seed: seed)
        let stream = generator.stream()
        compare(stream)
        #expect(!Foreign(stream).hasFailed)
    }

    @Test("Of changed streams, everything that is accepted NIO's codec accepts, with the same ends", arguments: 0..<40)
    func changedStreams(seed: Int) {
        for round in 0..<100 {
            var generator = RequestGenerator(seed: 5_000_000 + seed * 10000 + round)
            compare(generator.mutatedStream())
        }
    }

    @Test("What the table of refusals lists", arguments: RefusalTests.heads.map(\.0))
    func knownShapes(text: String) {
        compare(Array(text.utf8))
        compare(Array((text + "\r\n").utf8))
    }
}
