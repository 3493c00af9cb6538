import Documents
import Kubernetes
import Testing

@Suite("NetworkPolicyView")
struct NetworkPolicyViewTests {
    @Test("Name, namespace and selector are read")
    func metadata() throws {
        let view = try policy(
            #"{"podSelector":{"matchLabels":{"app":"web"}}}"#, metadata: #"{"name":"web","namespace":"demo"}"#)
        #expect(view.name == "web")
        #expect(view.namespace == "demo")
        #expect(view.selects(try JSON(parsing: #"{"app":"web"}"#)))
        #expect(!view.selects(try JSON(parsing: #"{"app":"api"}"#)))
        #expect(!view.selects(nil))
    }

    @Test("A missing or empty pod selector is every pod", arguments: ["{}", #"{"podSelector":{}}"#, "null"])
    func everyPod(_ spec: String) throws {
        #expect(try policy(spec).selects(nil))
    }

    @Test("Rules that allow everything are told apart from those that only do so together")
    func openRules() throws {
        let limited = #"{"from":[{"podSelector":{"matchLabels":{"app":"web"}}}]}"#
        let (low, high) = (
            #"{"from":[{"ipBlock":{"cidr":"0.0.0.0/1"}}]}"#, #"{"from":[{"ipBlock":{"cidr":"128.0.0.0/1"}}]}"#
        )
        let view = try policy(#"{"ingress":[\#(limited),{},\#(low),{"from":[{"namespaceSelector":{}}]}],"egress":[]}"#)
        #expect(view.openRules(on: .ingress) == [1, 3])
        #expect(view.openRules(on: .egress) == [])
        let together = try policy(#"{"ingress":[\#(low),\#(high)]}"#)
        #expect(together.openRules(on: .ingress) == [])
        #expect(together.ingress == .allowsAll)
        #expect(try policy(#"{"policyTypes":["Egress"],"ingress":[{}]}"#).openRules(on: .ingress) == [])
    }

    @Test(
        "Policy types say which directions are governed; without them the rules do",
        arguments: [
            ("{}", .deniesAll, .none), ("null", .deniesAll, .none), (#"{"policyTypes":[]}"#, .deniesAll, .none),
            (#"{"policyTypes":["Ingress"]}"#, .deniesAll, .none),
            (#"{"policyTypes":["Egress"]}"#, .none, .deniesAll),
            (#"{"policyTypes":["Ingress","Egress"]}"#, .deniesAll, .deniesAll),
            (#"{"egress":[]}"#, .deniesAll, .none), (#"{"egress":[{}]}"#, .deniesAll, .allowsAll),
            (#"{"egress":[{"ports":[{"port":53}]}]}"#, .deniesAll, .allowsSome),
            (#"{"policyTypes":["Ingress"],"egress":[{}]}"#, .deniesAll, .none),
            (#"{"policyTypes":["Egress"],"ingress":[{}]}"#, .none, .deniesAll),
            (#"{"ingress":null,"egress":null,"policyTypes":null}"#, .deniesAll, .none),
        ] as [(String, NetworkPolicyView.Effect, NetworkPolicyView.Effect)])
    func types(_ spec: String, _ ingress: NetworkPolicyView.Effect, _ egress: NetworkPolicyView.Effect) throws {
        let view = try policy(spec)
        #expect(view.effect(on: .ingress) == ingress)
        #expect(view.effect(on: .egress) == egress)
    }

    @Test(
        "Rules that allow everything are seen through",
        arguments: [
            "{}", #"{"PEERS":[]}"#, #"{"PEERS":null,"ports":null}"#, #"{"PEERS":[],"ports":[]}"#,
            #"{"PEERS":[{"namespaceSelector":{}}]}"#, #"{"PEERS":[{"namespaceSelector":{},"podSelector":{}}]}"#,
            #"{"PEERS":[{"podSelector":{"matchLabels":{"a":"b"}}},{"namespaceSelector":{"matchLabels":{}}}]}"#,
            #"{"PEERS":[{}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]}"#, #"{"PEERS":[{"ipBlock":{"cidr":"::/0"}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/0","except":[]}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"10.1.2.3/0"}}]}"#, #"{"PEERS":[{"ipBlock":{"cidr":"2001:db8::1/0"}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/1"}},{"ipBlock":{"cidr":"128.0.0.0/1"}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"8000::/1"}},{"ipBlock":{"cidr":"::/1"}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["10.0.0.0/8"]}},{"ipBlock":{"cidr":"10.0.0.0/7"}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["::/0"]}}]}"#,
            #"{"ports":[{"protocol":"TCP"}]}"#, #"{"ports":[{"port":1,"endPort":65535}]}"#, #"{"ports":[{}]}"#,
            #"{"ports":[{"port":443},{"protocol":"TCP","port":null}]}"#,
        ])
    func disguised(_ rule: String) throws {
        #expect(try policy(rules: rule).ingress == .allowsAll)
        #expect(try policy(rules: rule).egress == .allowsAll)
    }

    @Test("Blocks of several rules count together")
    func together() throws {
        let view = try policy(
            rules: #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/1"}}]},{"PEERS":[{"ipBlock":{"cidr":"128.0.0.0/1"}}]}"#)
        #expect(view.ingress == .allowsAll)
    }

    @Test(
        "Rules with a limit allow some",
        arguments: [
            #"{"ports":[{"port":443}]}"#, #"{"ports":[{"protocol":"UDP"}]}"#, #"{"ports":[{"port":"http"}]}"#,
            #"{"ports":[{"port":1,"endPort":65534}]}"#, #"{"ports":[{"port":2,"endPort":65535}]}"#,
            #"{"PEERS":[{"podSelector":{}}]}"#, #"{"PEERS":[{"podSelector":{"matchLabels":{"a":"b"}}}]}"#,
            #"{"PEERS":[{"namespaceSelector":{"matchLabels":{"a":"b"}}}]}"#,
            #"{"PEERS":[{"namespaceSelector":{},"podSelector":{"matchLabels":{"a":"b"}}}]}"#,
            #"{"PEERS":[{"namespaceSelector":{"matchLabels":{"a":"b"}},"podSelector":{}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"10.0.0.0/8"}}]}"#, #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/1"}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["169.254.169.254/32"]}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["0.0.0.0/32"]}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["255.255.255.255/32"]}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["0.0.0.0/0"]}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"::/0","except":["fe80::/10"]}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/1"}},{"ipBlock":{"cidr":"8000::/1"}}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/1"}}]},{"PEERS":[{"ipBlock":{"cidr":"128.0.0.0/1"}}],"ports":[{"port":1}]}"#,
            #"{"PEERS":[{"ipBlock":{"cidr":"0.0.0.0/0"}}],"ports":[{"port":443}]}"#,
        ])
    func limited(_ rule: String) throws {
        #expect(try policy(rules: rule).ingress == .allowsSome)
        #expect(try policy(rules: rule).egress == .allowsSome)
    }

    @Test(
        "Address blocks are read as Go reads them",
        arguments: [
            ("10.0.0.0/8", true), ("010.0.0.01/8", true), ("::ffff:10.0.0.1/96", true), ("1:2:3:4:5:6:7:8/128", true),
            ("::/0", true), ("1::/16", true), ("::1/128", true), ("", false), ("10.0.0.0", false), ("10.0.0/8", false),
            ("10.0.0.0.0/8", false), ("10.0.0.256/8", false), ("10.0.0.0/33", false), ("10.0.0.0/", false),
            ("10.0.0.0/-1", false), ("10.0.0.0/8/8", false), ("a.b.c.d/8", false), (":::/0", false),
            ("1::2::3/64", false),
            ("1:2:3:4:5:6:7/64", false), ("1:2:3:4:5:6:7:8:9/64", false), ("1:2:3:4::5:6:7:8/64", false),
            ("::/129", false), ("12345::/16", false), ("g::/16", false), ("::1%eth0/128", false),
            ("99999999999999999999.0.0.0/8", false), ("10.0.0.0/99999999999999999999", false), ("+1.0.0.0/8", false),
            ("::10.0.0.1.2/96", false), ("10.0.0.1::/96", false),
        ])
    func block(_ cidr: String, _ isBlock: Bool) throws {
        let view = try? policy(rules: #"{"PEERS":[{"ipBlock":{"cidr":"\#(cidr)"}}]}"#)
        #expect((view != nil) == isBlock)
    }

    @Test(
        "What is no NetworkPolicy is refused, and the field is named",
        arguments: [
            ("[]", "spec is a list, and must be an object."),
            (#"{"podSelector":1}"#, "spec.podSelector is a number, and must be an object."),
            (
                #"{"podSelector":{"matchLabels":{"a":1}}}"#,
                "spec.podSelector.matchLabels.a is a number, and must be a string."
            ),
            (#"{"policyTypes":"Ingress"}"#, "spec.policyTypes is a string, and must be a list."),
            (#"{"policyTypes":["Ingress","ingress"]}"#, "spec.policyTypes[1] must be Ingress or Egress."),
            (#"{"policyTypes":[null]}"#, "spec.policyTypes[0] must be Ingress or Egress."),
            (#"{"ingress":{}}"#, "spec.ingress is an object, and must be a list."),
            (#"{"ingress":[1]}"#, "spec.ingress[0] is a number, and must be an object."),
            (#"{"egress":[null]}"#, "spec.egress[0] is null, and must be an object."),
            (#"{"ingress":[{"from":{}}]}"#, "spec.ingress[0].from is an object, and must be a list."),
            (#"{"ingress":[{"from":[[]]}]}"#, "spec.ingress[0].from[0] is a list, and must be an object."),
            (#"{"ingress":[{"ports":1}]}"#, "spec.ingress[0].ports is a number, and must be a list."),
            (#"{"ingress":[{"ports":["http"]}]}"#, "spec.ingress[0].ports[0] is a string, and must be an object."),
            (
                #"{"ingress":[{"from":[{"namespaceSelector":true}]}]}"#,
                "spec.ingress[0].from[0].namespaceSelector is a boolean, and must be an object."
            ),
            (
                #"{"ingress":[{"from":[{"ipBlock":{}}]}]}"#,
                "spec.ingress[0].from[0].ipBlock must have a `cidr` such as 10.0.0.0/8 or 2001:db8::/32."
            ),
            (
                #"{"egress":[{"to":[{"ipBlock":{"cidr":"::/0","except":["x"]}}]}]}"#,
                "spec.egress[0].to[0].ipBlock.except[0] must be an address block such as 10.0.0.0/8 or 2001:db8::/32."
            ),
        ])
    func refused(_ spec: String, _ sentence: String) throws {
        let json = try JSON(parsing: "{\"spec\":\(spec)}")
        let error = failure { () throws(NetworkPolicyError) in _ = try NetworkPolicyView(json) }
        #expect(error?.description == sentence)
    }

    private func policy(_ spec: String, metadata: String = "{}") throws -> NetworkPolicyView {
        try NetworkPolicyView(JSON(parsing: "{\"metadata\":\(metadata),\"spec\":\(spec)}"))
    }

    /// The rules in both directions; PEERS stands for `from` and `to`.
    private func policy(rules: String) throws -> NetworkPolicyView {
        let ingress = rules.split(separator: "PEERS", omittingEmptySubsequences: false).joined(separator: "from")
        let egress = rules.split(separator: "PEERS", omittingEmptySubsequences: false).joined(separator: "to")
        return try policy("{\"ingress\":[\(ingress)],\"egress\":[\(egress)]}")
    }
}
