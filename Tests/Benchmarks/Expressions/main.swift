import CEL
import Documents
import Glibc

/// Times CEL: `ExpressionBenchmark [COUNT]` evaluates each of a fixed set of policy expressions so often, and prints
/// nanoseconds of processor time an evaluation.
let object = """
    {"metadata":{"name":"web","labels":{"app":"web","tier":"front"}},"spec":{"replicas":3,"template":{"spec":{"containers":[
    {"name":"a","image":"registry.example.com/a:1.0","resources":{"limits":{"memory":"512Mi","cpu":"500m"}},
     "securityContext":{"runAsNonRoot":true}},
    {"name":"b","image":"ghcr.io/x/b:1","resources":{"limits":{"memory":"1Gi"}},"securityContext":{"runAsNonRoot":true}}]}}}}
    """

let containers = "object.spec.template.spec.containers"
let expressions = [
    ("field", "object.spec.replicas <= 5"),
    ("all", containers + ".all(c, has(c.securityContext) && c.securityContext.runAsNonRoot == true)"),
    ("prefixes", containers + ".all(c, ['registry.example.com/', 'ghcr.io/'].exists(p, c.image.startsWith(p)))"),
    ("quantity", containers + ".all(c, quantity(c.resources.limits.memory).isLessThan(quantity('2Gi')))"),
    ("regex", "object.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')"),
    ("membership", "'app' in object.metadata.labels && object.metadata.labels['app'] in ['web', 'db']"),
]

/// Nanoseconds of processor time that this thread has taken.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

var environment = Environment.kubernetes(minor: 34)
environment.declareAdmission()
var bindings = Bindings(environment)
bindings["object"] = Value(try JSON(parsing: object))
let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200_000

for (name, text) in expressions {
    let program = try Program(text, in: environment)
    var isTrue = true
    let start = processorTime()
    for _ in 0..<count { isTrue = program.evaluate(bindings).bool == true && isTrue }
    let time = Int((processorTime() - start) / Double(count))
    print("\(name): \(time) ns, cost \(program.evaluate(bindings).cost)\(isTrue ? "" : ", and not true")")
}
