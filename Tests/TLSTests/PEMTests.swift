import TLS
import Testing

@Suite("PEM text")
struct PEMTests {
    let fixtures: Fixtures

    init() throws { fixtures = try Fixtures.get() }

    @Test("is cut into its blocks, with their lines")
    func blocks() throws {
        let text =
            "a comment\r\n-----BEGIN ONE-----\r\nAAAA\r\n-----END ONE-----  \n\n-----BEGIN TWO X-----\n-----END TWO X-----"
        let blocks = try PEM.blocks(in: Array(text.utf8))
        #expect(blocks.map(\.label) == ["ONE", "TWO X"])
        #expect(blocks.map(\.line) == [2, 6])
        #expect(String(decoding: blocks[1].text, as: UTF8.self) == "-----BEGIN TWO X-----\n-----END TWO X-----\n")
    }

    @Test(
        "that is broken is named",
        arguments: [
            ("", "There is nothing here; wanted PEM text with a line such as \"-----BEGIN CERTIFICATE-----\"."),
            (
                "hello",
                "There is no PEM block in these 5 bytes; wanted PEM text with a line such as \"-----BEGIN CERTIFICATE-----\"."
            ),
            (
                "\n-----BEGIN CERTIFICATE-----\nAAAA\n",
                "The PEM block that begins on line 2 has no line \"-----END CERTIFICATE-----\"."
            ),
            (
                "-----BEGIN A-----\n-----BEGIN B-----\n-----END B-----\n",
                "The PEM block that begins on line 1 has no line \"-----END A-----\"."
            ),
            ("-----END A-----\n", "Line 1, \"-----END A-----\", closes no block."),
            (
                "-----BEGIN A-----\n-----END B-----\n",
                "Line 2, \"-----END B-----\", closes a block that began as \"A\"."
            ),
        ])
    func broken(_ text: String, _ sentence: String) {
        let error = error { _ = try PEM.blocks(in: Array(text.utf8)) }
        #expect(error?.kind == .malformedPEM)
        #expect(error?.description == sentence)
    }

    @Test("is told from DER")
    func der() {
        let error = error { _ = try Certificate.chain(pem: [0x30, 0x82, 1, 2, 3]) }
        #expect(error?.description.hasPrefix("This looks like DER (binary); wanted PEM text") == true)
    }

    @Test(
        "with a damaged certificate is refused with its line",
        arguments: ["", "AAAA", "!!!!", "MIIB", "MAA=", "\u{0}\u{1}"])
    func damagedCertificate(_ content: String) {
        let text = "-----BEGIN CERTIFICATE-----\n\(content)\n-----END CERTIFICATE-----\n"
        let error = error { _ = try Certificate.chain(pem: Array(text.utf8)) }
        #expect(error?.kind == .malformedPEM)
        #expect(error?.description.hasPrefix("The certificate on line 1 is damaged: ") == true)
    }

    @Test("with every single byte of a certificate dropped never crashes, and mostly is an error")
    func mutations() throws {
        let pem = try fixtures.server.certificate.pem
        var refused = 0
        for index in stride(from: 0, to: pem.count, by: 3) {
            var text = pem
            text.remove(at: index)
            if error({ _ = try Certificate.chain(pem: text) }) != nil { refused += 1 }
        }
        #expect(refused > pem.count / 6)
    }

    @Test("with a key where a certificate is wanted, and the other way round, says so")
    func swapped() throws {
        let key = error { _ = try Certificate.chain(pem: fixtures.server.key.pem) }
        #expect(key?.description == "There is no certificate here, only PRIVATE KEY; wanted a block CERTIFICATE.")
        let certificate = error { _ = try PrivateKey(pem: fixtures.server.certificate.pem) }
        #expect(
            certificate?.description == "There is no private key here, only CERTIFICATE; wanted a block PRIVATE KEY.")
    }

    @Test("with both in one file serves for both")
    func combined() throws {
        let both = try fixtures.server.key.pem + fixtures.server.certificate.pem + fixtures.authority.certificate.pem
        #expect(try Certificate.chain(pem: both).count == 2)
        #expect(try Certificate.chain(pem: both)[0].matches(PrivateKey(pem: both)))
    }

    @Test("with two keys is refused")
    func twoKeys() throws {
        let pem = try fixtures.server.key.pem + fixtures.authority.key.pem
        #expect(error { _ = try PrivateKey(pem: pem) }?.description == "There are 2 private keys here; wanted one.")
    }

    @Test(
        "with a passphrase is refused, and says what to do",
        arguments: [
            "-----BEGIN ENCRYPTED \("PRIVATE") KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n",
            "-----BEGIN EC \("PRIVATE") KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n",
        ])
    func passphrase(_ text: String) {
        let error = error { _ = try PrivateKey(pem: Array(text.utf8)) }
        #expect(error?.kind == .encryptedKey)
        #expect(
            error?.description
                == "The private key on line 1 has a passphrase; wanted a key without one "
                + "(openssl pkey -in encrypted.key -out plain.key takes it off).")
    }

    @Test("with a damaged key is refused", arguments: ["", "AAAA", "MAA="])
    func damagedKey(_ content: String) {
        let text = "-----BEGIN \("PRIVATE") KEY-----\n\(content)\n-----END PRIVATE KEY-----\n"
        let error = error { _ = try PrivateKey(pem: Array(text.utf8)) }
        #expect(error?.kind == .malformedPEM)
        #expect(error?.description.hasPrefix("The PRIVATE KEY on line 1 is damaged: ") == true)
    }

    @Test("of a key is the same key when read again")
    func roundTrip() throws {
        let key = try PrivateKey(pem: fixtures.server.key.pem)
        #expect(try key.pem == fixtures.server.key.pem)
        #expect(key.algorithm == "EC 256")
        #expect(fixtures.server.certificate.matches(key))
        #expect(!fixtures.authority.certificate.matches(key))
    }
}
