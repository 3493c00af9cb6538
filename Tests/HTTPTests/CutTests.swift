import Testing

@testable import HTTP

@Suite("How the bytes are cut makes no difference")
struct CutTests {
    @Test("Valid streams are read whole, and a byte at a time", arguments: 0..<200)
    func validStreams(seed: Int) {
        var generator = RequestGenerator(seed: seed)
        let stream = generator.stream()
        let whole = Reading([stream])
        #expect(whole.error == nil && !whole.requests.isEmpty)
        #expect(Reading(stream.map { [$0] }) == whole)
        #expect(Reading(generator.cut(stream)) == whole)
    }

    @Test("Changed streams give the same requests and the same error", arguments: 0..<40)
    func changedStreams(seed: Int) {
        for round in 0..<30 {
            var generator = RequestGenerator(seed: seed * 1000 + round)
            let stream = generator.mutatedStream()
            let whole = Reading([stream])
            let bytes = Reading(stream.map { [$0] })
            #expect(bytes == whole, "\(String(decoding: stream, as: UTF8.self).debugDescription)")
            #expect(Reading(generator.cut(stream)) == whole)
        }
    }

    @Test("Changed streams under tight limits, too", arguments: 0..<10)
    func tightLimits(seed: Int) {
        for round in 0..<50 {
            var generator = RequestGenerator(seed: 90_000 + seed * 1000 + round)
            let stream = generator.mutatedStream()
            let limits = Limits(
                requestLine: 20 + seed * 4, head: 64 + round, fields: 3 + seed, body: seed * 10, chunkLine: 8 + seed,
                chunkOverhead: seed * 6)
            let whole = Reading([stream], limits: limits)
            #expect(Reading(stream.map { [$0] }, limits: limits) == whole)
        }
    }
}
