import Configuration
import Testing

@Suite("Settings")
struct SettingsTests {
    @Test("The defaults are good")
    func defaults() throws {
        let addresses = try Settings(policies: "policies").checked()
        #expect(addresses.listen == ListenAddress(host: "0.0.0.0", port: 8443))
        #expect(addresses.admin == ListenAddress(host: "127.0.0.1", port: 8080))
    }

    @Test(
        "An address is a host and a port",
        arguments: [
            ("127.0.0.1:8443", "127.0.0.1", 8443, true), ("localhost:0", "localhost", 0, true),
            ("[::1]:65535", "::1", 65_535, true), (":80", "0.0.0.0", 80, false), ("[::]:1", "::", 1, false),
            ("gate.example.com:443", "gate.example.com", 443, false),
        ])
    func addresses(_ text: String, _ host: String, _ port: Int, _ isLoopback: Bool) {
        let address = ListenAddress(parsing: text)
        #expect(address == ListenAddress(host: host, port: port))
        #expect(address?.isLoopback == isLoopback)
        #expect(address.flatMap { ListenAddress(parsing: $0.description) } == address)
    }

    @Test(
        "Anything else is no address",
        arguments: [
            "", ":", "8443", "host", "host:", "host:x", "host:-1", "host:+1", "host:65536",
            "host:999999999999999999999",
            "::1:80", "[::1]", "[]:80", "[host]:80", "a b:80", "http://host:80", "host:80/path", "host:8 0", "[::1:80",
        ])
    func noAddresses(_ text: String) {
        #expect(ListenAddress(parsing: text) == nil)
    }

    private func problems(_ change: (inout Settings) -> Void) -> [String] {
        var settings = Settings(policies: "policies")
        change(&settings)
        do throws(SettingsError) {
            _ = try settings.checked()
            return []
        } catch {
            return error.problems
        }
    }

    @Test("Everything that is wrong is said at once, a sentence each")
    func all() {
        let problems = problems {
            $0.policies = ""
            $0.listen = "8443"
            $0.admin = "x"
            $0.clientNames = ["kube-apiserver"]
            $0.limits.body = 0
            $0.limits.connections = 0
            $0.limits.drain = .seconds(-1)
            $0.limits.loops = 0
        }
        #expect(
            problems == [
                #"--listen is "8443"; wanted are a host and a port, such as 127.0.0.1:8443 or [::1]:8443."#,
                #"--admin is "x"; wanted are a host and a port, such as 127.0.0.1:8443 or [::1]:8443."#,
                "--policies is empty; wanted is a path.",
                "--client-name has no meaning without --client-ca, which says whose certificates count.",
                "The limit of one body, in bytes, is 0; wanted is 1024 to 1073741824.",
                "The limit of connections is 0; wanted is 1 to 1000000.",
                "The time for draining is -1.0 seconds; wanted is 0.0 seconds to 3600.0 seconds.",
                "The number of event loops is 0; wanted is 1 to 1024.",
            ])
    }

    @Test("Two ports are two ports, unless the system chooses them")
    func ports() {
        #expect(problems { $0.admin = $0.listen }.count == 1)
        #expect(
            problems {
                $0.listen = "127.0.0.1:0"
                $0.admin = "127.0.0.1:0"
            } == [])
        #expect(problems { $0.admin = nil } == [])
    }

    @Test("All bodies together must have room for one")
    func bodies() {
        #expect(
            problems { $0.limits.bodies = 1 << 20 } == [
                "The limit of all bodies is 1048576 bytes, less than that of one, 16777216 bytes."
            ])
    }
}
