import HTTP
import Testing
import Transport

/// What the API server's own limits ask of ours (apiserver, `util/webhook` and `rest/transport`).
@Suite("The defaults fit an API server as the client")
struct DefaultsTests {
    private let settings = TransportSettings(cores: 2)

    @Test("It closes idle connections after 90 seconds, so we do later, or a POST would meet a closing socket")
    func idle() { #expect(settings.timeouts.idle > .seconds(90)) }

    @Test("It gives a handshake 10 seconds, and a call 30 at most")
    func times() {
        #expect(settings.timeouts.handshake == .seconds(10))
        #expect(settings.timeouts.request <= .seconds(30))
        #expect(settings.timeouts.margin > .zero)
    }

    @Test("An update of a large object, each of its angle brackets six bytes, goes in; all together are bounded")
    func sizes() {
        #expect(settings.limits.body == 16 << 20)
        #expect(settings.bodyBudget == 256 << 20)
        #expect(settings.limits.body > 12_001_523)
    }

    @Test("A connection ends at an age that differs from the others', so that no replica has all of them")
    func age() {
        #expect(settings.connectionAge == .seconds(300))
        #expect(settings.connectionAgeJitter > 0)
    }
}
