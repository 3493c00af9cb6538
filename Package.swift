// swift-tools-version:6.2
import PackageDescription

// The house, floor by floor: a target imports only from floors below its own (checked at the end of this file).

let packages: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
]

/// What comes from outside the house, by product name and package.
let products = [
    "NIOCore": "swift-nio", "NIOPosix": "swift-nio", "NIOHTTP1": "swift-nio", "NIOEmbedded": "swift-nio",
    "ArgumentParser": "swift-argument-parser",
]

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Names as `imports` lists them: a product from outside, or a target of this package.
func dependencies(_ imports: [String]) -> [Target.Dependency] {
    imports.map { name in
        products[name].map { .product(name: name, package: $0) } ?? .target(name: name)
    }
}

/// A room of the house: a library target and the names it imports.
func room(_ name: String, exclude: [String] = [], _ imports: String...) -> Target {
    .target(name: name, dependencies: dependencies(imports), exclude: exclude, swiftSettings: settings)
}

func tests(_ name: String, exclude: [String] = [], _ imports: String...) -> Target {
    .testTarget(
        name: name, dependencies: dependencies(imports), path: "Tests/\(name)", exclude: exclude,
        swiftSettings: settings)
}

/// A program under Tests, or the product itself.
func program(_ name: String, path: String, _ imports: String...) -> Target {
    .executableTarget(name: name, dependencies: dependencies(imports), path: path, swiftSettings: settings)
}

/// What the house stands on: libraries of the system, each behind a C face.
let ground: [Target] = [
    .systemLibrary(name: "CLibSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
]

let floors: [[Target]] = [
    [
        room("Documents", "CLibYAML"),
        room("HTTP"),
    ],
    [
        room("TLS", "CLibSSL"),
        room("Kubernetes", "Documents"),
    ],
    [
        room("Transport", "HTTP", "TLS", "NIOCore", "NIOPosix"),
        room("Admission", "Documents", "Kubernetes"),
        room("CEL", "CRE2", "Documents", "Kubernetes"),
    ],
    [
        room("Policies", exclude: ["Cases"], "Documents", "Kubernetes", "Admission"),
        room("Expressions", "CEL", "Documents", "Kubernetes", "Admission"),
        room("Telemetry", "Documents", "Kubernetes", "Admission"),
    ],
    [
        room("Configuration", "CEL", "Documents", "Kubernetes", "Admission", "Policies", "Expressions")
    ],
    [
        room(
            "Webhook", "HTTP", "TLS", "Transport", "Documents", "Kubernetes", "Admission", "Policies", "Telemetry",
            "Expressions", "Configuration"),
        room(
            "Rehearsal", "CEL", "Documents", "Kubernetes", "Admission", "Policies", "Expressions", "Configuration"),
    ],
    [
        program(
            "sekisho", path: "Sources/sekisho", "Webhook", "Rehearsal", "Configuration", "Policies", "Expressions",
            "Admission", "CEL", "Kubernetes", "Documents", "TLS", "Transport", "HTTP", "Telemetry", "ArgumentParser")
    ],
]

let checks: [Target] = [
    .target(name: "Support", path: "Tests/Support", swiftSettings: settings),
    tests("DocumentsTests", "Documents"),
    tests("HTTPTests", "HTTP", "NIOCore", "NIOHTTP1", "NIOEmbedded"),
    tests("TLSTests", "TLS", "Support"),
    tests("KubernetesTests", exclude: ["Golden"], "Kubernetes", "Documents"),
    tests("TransportTests", "Transport", "HTTP", "TLS", "NIOCore", "NIOPosix", "Support"),
    tests("CELTests", "CEL", "Documents", "Kubernetes"),
    tests("AdmissionTests", "Admission", "Kubernetes", "Documents"),
    tests("PoliciesTests", "Policies", "Rehearsal", "Configuration", "Admission", "Kubernetes", "Documents"),
    tests("ExpressionsTests", "Expressions", "CEL", "Admission", "Kubernetes", "Documents"),
    tests("TelemetryTests", "Telemetry", "Admission", "Kubernetes", "Documents"),
    tests(
        "ConfigurationTests", exclude: ["Golden"], "Configuration", "Policies", "Expressions", "Admission",
        "Kubernetes", "Documents", "Support"),
    tests(
        "WebhookTests", "Webhook", "HTTP", "TLS", "Transport", "Telemetry", "Configuration", "Policies", "Expressions",
        "Admission", "Kubernetes", "Documents", "Support"),
    tests(
        "RehearsalTests", exclude: ["Golden"], "Rehearsal", "Configuration", "Policies", "Expressions", "Admission",
        "CEL", "Kubernetes", "Documents", "Support"),
    tests("EndToEndTests", "Documents", "Support", "TLS"),
    program(
        "Conformance", path: "Tests/Conformance", "CEL", "Documents", "Kubernetes", "Admission", "Policies",
        "Expressions",
        "Configuration", "Rehearsal"),
    program(
        "Fuzz", path: "Tests/Fuzz", "CEL", "Documents", "HTTP", "Kubernetes", "Admission", "Expressions",
        "Configuration"),
    program(
        "PolicyBenchmark", path: "Tests/Benchmarks/Policies", "Admission", "Documents", "Expressions", "Kubernetes"),
    program(
        "PodSecurityBenchmark", path: "Tests/Benchmarks/PodSecurity", "Admission", "Documents", "Kubernetes", "Policies"
    ),
    program(
        "GateBenchmark", path: "Tests/Benchmarks/Gate", "Admission", "Configuration", "Documents", "Kubernetes"),
    program("ExpressionBenchmark", path: "Tests/Benchmarks/Expressions", "CEL", "Documents"),
]

let package = Package(
    name: "sekisho",
    products: [.executable(name: "sekisho", targets: ["sekisho"])],
    dependencies: packages,
    targets: ground + floors.flatMap(\.self) + checks
)

// The walls: a target may import only from the ground and the floors below its own.
for (level, floor) in floors.enumerated() {
    let allowed = Set((ground + floors[..<level].flatMap(\.self)).map(\.name))
    for target in floor {
        for dependency in target.dependencies {
            guard case .targetItem(let name, _) = dependency, !allowed.contains(name) else { continue }
            fatalError("\(target.name) (floor \(level)) imports \(name), which is not on a floor below it.")
        }
    }
}
