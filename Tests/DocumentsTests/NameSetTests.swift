import Documents
import Testing

@Suite("Names of members, found in one pass")
struct NameSetTests {
    private let names = NameSet(["a", "host", "privileged", "port", "ä", ""])

    @Test(
        "Each name that is there has its bit",
        arguments: [
            ("{}", []), (#"{"a": 1}"#, [0]), (#"{"port": [], "other": 1, "host": {}}"#, [1, 3]),
            (#"{"hosT": 1, "privilege": 1, "privilegedd": 1}"#, []), (#"{"privileged": false}"#, [2]),
            (#"{"": 1, "ä": 2}"#, [4, 5]), (#"{"privileged": null, "a": "null"}"#, [0]),
            (#"{"privil\u0065ged": true, "h\u006fsts": 1}"#, [2]), (#"{"\u00e4": 1}"#, [4]),
            (#"{"x": {"a": 1, "b": [{"host": 1}]}, "port": 1}"#, [3]), (#"["a", "host"]"#, []), (#""a""#, []),
        ] as [(String, [UInt64])])
    func bits(_ text: String, _ positions: [UInt64]) throws {
        #expect(try JSON(parsing: text).members(among: names) == positions.reduce(0) { $0 | 1 << $1 })
    }

    @Test("A set without names finds nothing")
    func empty() throws {
        #expect(try JSON(parsing: #"{"": 1, "a": 2}"#).members(among: NameSet([])) == 0)
    }
}

@Suite("Texts that begin as wanted")
struct PrefixTests {
    @Test(
        "A prefix is compared byte by byte, escapes resolved",
        arguments: [
            (#""localhost/app""#, true), (#""localhost/""#, true), (#""localhost""#, false),
            (#""Localhost/app""#, false),
            (#""local\u0068ost\/app""#, true), ("\"\"", false), (#"["localhost/"]"#, false), ("7", false),
        ])
    func prefix(_ text: String, _ isWanted: Bool) throws {
        #expect(try JSON(parsing: text).hasPrefix("localhost/") == isWanted)
    }
}
