import Documents

/// The same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Pods that fit their schema, and apply configurations for them.
enum RandomPod {
    /// A pod that may have anything.
    static func object(_ random: inout SeededGenerator) -> JSONValue { pod(&random, hasAtomics: true) }

    /// A configuration without what is merged as a whole.
    static func configuration(_ random: inout SeededGenerator) -> JSONValue { pod(&random, hasAtomics: false) }

    private static func pod(_ random: inout SeededGenerator, hasAtomics: Bool) -> JSONValue {
        var spec: [JSONValue.Member] = []
        if Bool.random(using: &random) { spec.append(.init("priority", .int(.random(in: 0...3, using: &random)))) }
        if Bool.random(using: &random) { spec.append(.init("containers", containers(&random, hasAtomics))) }
        if Bool.random(using: &random) { spec.append(.init("volumes", named(["v", "w", "x"], &random) { _ in [] })) }
        if hasAtomics, Bool.random(using: &random) {
            spec.append(.init("tolerations", .array([["key": "a"], ["operator": "Exists"]])))
        }
        let labels = names(["a", "b", "c/d"], &random).map { JSONValue.Member($0, .string("\(random.next() % 3)")) }
        return [
            "metadata": [
                "labels": .object(labels),
                "finalizers": .array(names(["f", "g", "h"], &random).map { .string($0) }),
            ],
            "spec": .object(spec),
        ]
    }

    private static func containers(_ random: inout SeededGenerator, _ hasAtomics: Bool) -> JSONValue {
        named(["app", "proxy", "log", "init"], &random) { random in
            var members: [JSONValue.Member] = [.init("image", .string("i\(random.next() % 3)"))]
            if hasAtomics, Bool.random(using: &random) { members.append(.init("args", ["x", "y"])) }
            if Bool.random(using: &random) {
                members.append(
                    .init("env", named(["A", "B", "C"], &random) { [.init("value", .string("\($0.next() % 2)"))] }))
            }
            if Bool.random(using: &random) { members.append(.init("ports", ports(&random))) }
            return members
        }
    }

    private static func ports(_ random: inout SeededGenerator) -> JSONValue {
        var ports: [JSONValue] = [["containerPort": 80]]
        if Bool.random(using: &random) { ports.append(["containerPort": 80, "protocol": "UDP"]) }
        if Bool.random(using: &random) { ports.insert(["containerPort": 443, "protocol": "TCP"], at: 0) }
        return .array(ports)
    }

    private static func named(
        _ all: [String], _ random: inout SeededGenerator, _ more: (inout SeededGenerator) -> [JSONValue.Member]
    ) -> JSONValue {
        .array(names(all, &random).map { .object([.init("name", .string($0))] + more(&random)) })
    }

    /// Some of the names, in any order.
    private static func names(_ all: [String], _ random: inout SeededGenerator) -> [String] {
        Array(all.shuffled(using: &random).prefix(Int.random(in: 0...all.count, using: &random)))
    }
}

/// Documents of any shape, with the names that pods have, so that schemas meet what they don't expect.
enum RandomDocument {
    private static let names = [
        "metadata", "spec", "labels", "containers", "name", "env", "ports", "containerPort", "finalizers", "volumes",
        "x",
    ]

    /// An object nested so deep at most.
    static func object(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        let chosen = names.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
        return .object(chosen.map { JSONValue.Member($0, value(&random, depth: depth - 1)) })
    }

    private static func value(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 8 : 4), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2: .int(Int64.random(in: -1...2, using: &random))
        case 3, 4: .string(["a", "b", "", "TCP"].randomElement(using: &random) ?? "")
        case 5, 6: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(&random, depth: depth - 1) })
        default: object(&random, depth: depth)
        }
    }
}
