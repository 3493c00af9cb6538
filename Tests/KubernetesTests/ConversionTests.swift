import Documents
import Kubernetes
import Testing

@Suite("Conversion")
struct ConversionTests {
    private static func converted(_ text: String, _ kind: String, _ old: String, _ new: String) throws -> JSON? {
        func type(_ apiVersion: String) -> GroupVersionKind {
            let parts = apiVersion.split(separator: "/").map(String.init)
            return GroupVersionKind(group: parts.count > 1 ? parts[0] : "", version: parts.last ?? "", kind: kind)
        }
        return Conversion.object(try JSON(parsing: Array(text.utf8)), from: type(old), to: type(new))
    }

    private static let autoscaler = "HorizontalPodAutoscaler"

    private static func expect(_ found: JSON?, _ wanted: String) throws {
        let wanted = try JSON(parsing: Array(wanted.utf8))
        #expect(found == wanted, "\(found?.compactText ?? "nil")")
    }

    @Test(
        "The first version of an autoscaler becomes the newest one",
        arguments: [
            // Nothing said of metrics is what autoscalers of old took for granted.
            (
                #"{"spec":{"maxReplicas":3}}"#,
                #"{"spec":{"maxReplicas":3,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}]}}"#
            ),
            (
                #"{"spec":{"targetCPUUtilizationPercentage":50},"status":{"currentCPUUtilizationPercentage":9}}"#,
                #"{"spec":{"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]},"status":{"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":9}}}]}}"#
            ),
            // Metrics of the annotation come before the processor's.
            (
                #"{"metadata":{"annotations":{"autoscaling.alpha.kubernetes.io/metrics":"[{\"type\":\"Pods\",\"pods\":{\"metricName\":\"m\",\"targetAverageValue\":\"10\"}}]"}},"spec":{"targetCPUUtilizationPercentage":50}}"#,
                #"{"metadata":{},"spec":{"metrics":[{"type":"Pods","pods":{"metric":{"name":"m"},"target":{"averageValue":"10","type":"AverageValue"}}},{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]}}"#
            ),
            (
                #"{"metadata":{"annotations":{"a":"b","autoscaling.alpha.kubernetes.io/behavior":"{\"ScaleUp\":null,\"ScaleDown\":{\"StabilizationWindowSeconds\":1,\"Policies\":[{\"Type\":\"Pods\",\"Value\":1,\"PeriodSeconds\":2}]}}"}},"spec":{"targetCPUUtilizationPercentage":1}}"#,
                #"{"metadata":{"annotations":{"a":"b"}},"spec":{"behavior":{"scaleDown":{"stabilizationWindowSeconds":1,"policies":[{"type":"Pods","value":1,"periodSeconds":2}]}},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":1}}}]}}"#
            ),
            // What can't be read counts for nothing.
            (
                #"{"metadata":{"annotations":{"autoscaling.alpha.kubernetes.io/metrics":"[{","autoscaling.alpha.kubernetes.io/conditions":"[{\"type\":\"a\"}]"}},"spec":{"targetCPUUtilizationPercentage":1}}"#,
                #"{"metadata":{},"spec":{"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":1}}}]},"status":{"conditions":[{"type":"a"}]}}"#
            ),
        ])
    func newest(first: String, newest: String) throws {
        var wanted = Draft(try JSON(parsing: Array(newest.utf8)))
        wanted.set(["apiVersion"], "autoscaling/v2")
        try Self.expect(
            Self.converted(first, Self.autoscaler, "autoscaling/v1", "autoscaling/v2"), wanted.object().compactText)
    }

    @Test("What no metric has is left out, however deeply it is nested")
    func foreign() throws {
        let depth = JSON.Limits().depth - 2
        let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let metrics = #"[{\"type\":\"Pods\",\"pods\":{\"metricName\":\"m\"},\"x\":\#(deep)}]"#
        let text =
            #"{"metadata":{"annotations":{"autoscaling.alpha.kubernetes.io/metrics":"\#(metrics)"}},"spec":{"targetCPUUtilizationPercentage":1}}"#
        let found = try Self.converted(text, Self.autoscaler, "autoscaling/v1", "autoscaling/v2")
        let metric = try #require(found?["spec"]?["metrics"]?.elements.first { $0["type"]?.string == "Pods" })
        #expect(metric["pods"]?["metric"]?["name"]?.string == "m")
        #expect(metric["x"] == nil)
    }

    @Test(
        "Each metric survives the way to the first version and back",
        arguments: [
            #"{"type":"Resource","resource":{"name":"memory","target":{"averageUtilization":5,"type":"Utilization"}}}"#,
            #"{"type":"Resource","resource":{"name":"cpu","target":{"averageValue":"5","type":"AverageValue"}}}"#,
            #"{"type":"ContainerResource","containerResource":{"name":"cpu","container":"a","target":{"averageUtilization":5,"type":"Utilization"}}}"#,
            #"{"type":"Pods","pods":{"metric":{"name":"m","selector":{"matchLabels":{"a":"b"}}},"target":{"averageValue":"1","type":"AverageValue"}}}"#,
            #"{"type":"Object","object":{"describedObject":{"kind":"Service","name":"s"},"metric":{"name":"m"},"target":{"value":"1","type":"Value"}}}"#,
            #"{"type":"Object","object":{"describedObject":{"kind":"Service","name":"s"},"metric":{"name":"m"},"target":{"value":"0","averageValue":"1","type":"AverageValue"}}}"#,
            #"{"type":"External","external":{"metric":{"name":"m","selector":{}},"target":{"value":"1","type":"Value"}}}"#,
            #"{"type":"External","external":{"metric":{"name":"m"},"target":{"averageValue":"1","type":"AverageValue"}}}"#,
        ])
    func roundTrip(metric: String) throws {
        let cpu =
            #"{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}"#
        let newest = """
            {"apiVersion":"autoscaling/v2","metadata":{"name":"a"},"spec":{"maxReplicas":2,"metrics":[\(metric),\(cpu)],\
            "behavior":{"scaleUp":{"policies":[{"type":"Pods","value":1,"periodSeconds":2}]}}},\
            "status":{"conditions":[{"type":"ok"}],"currentMetrics":[{"type":"Resource","resource":{"name":"cpu",\
            "current":{"averageUtilization":7,"averageValue":"3"}}}]}}
            """
        let first = try #require(
            try Self.converted(newest, Self.autoscaler, "autoscaling/v2", "autoscaling/v1"))
        #expect(first[["spec", "targetCPUUtilizationPercentage"]]?.int == 50)
        #expect(first[["status", "currentCPUUtilizationPercentage"]]?.int == 7)
        #expect(first[["metadata", "annotations"]]?.count == 4)
        #expect(first["spec"]?.count == 2)
        try Self.expect(
            Self.converted(first.compactText, Self.autoscaler, "autoscaling/v1", "autoscaling/v2"), newest)
    }

    @Test("Events of both groups name their fields differently")
    func events() throws {
        let core =
            #"{"apiVersion":"v1","kind":"Event","involvedObject":{"name":"a"},"message":"m","count":2,"type":"Normal"}"#
        let other =
            #"{"apiVersion":"events.k8s.io/v1","kind":"Event","regarding":{"name":"a"},"note":"m","deprecatedCount":2,"type":"Normal"}"#
        try Self.expect(Self.converted(core, "Event", "v1", "events.k8s.io/v1"), other)
        try Self.expect(Self.converted(other, "Event", "events.k8s.io/v1", "v1"), core)
    }

    @Test(
        "Versions that are written alike differ in their name, others are left alone",
        arguments: [
            ("CronJob", "batch/v1beta1", "batch/v1", true),
            ("PodDisruptionBudget", "policy/v1beta1", "policy/v1", true),
            ("ServiceCIDR", "networking.k8s.io/v1beta1", "networking.k8s.io/v1", true),
            ("ResourceClaim", "resource.k8s.io/v1beta2", "resource.k8s.io/v1", true),
            ("ResourceClaim", "resource.k8s.io/v1beta1", "resource.k8s.io/v1", false),
            ("HorizontalPodAutoscaler", "autoscaling/v2beta1", "autoscaling/v2", false),
            ("CronJob", "batch/v1", "apps/v1", false),
            ("Widget", "example.com/v1", "example.com/v2", false),
        ])
    func names(kind: String, old: String, new: String, isKnown: Bool) throws {
        let found = try Self.converted(#"{"apiVersion":"\#(old)","spec":{"a":1}}"#, kind, old, new)
        guard isKnown else {
            #expect(found == nil)
            return
        }
        try Self.expect(found, #"{"apiVersion":"\#(new)","spec":{"a":1}}"#)
    }

    @Test("Shares of priority levels got another name")
    func shares() throws {
        let group = "flowcontrol.apiserver.k8s.io"
        try Self.expect(
            Self.converted(
                #"{"spec":{"limited":{"assuredConcurrencyShares":3}}}"#, "PriorityLevelConfiguration",
                "\(group)/v1beta2", "\(group)/v1"),
            #"{"apiVersion":"\#(group)/v1","spec":{"limited":{"nominalConcurrencyShares":3}}}"#)
    }

    @Test("Objects of the wrong shape are converted as far as they go", arguments: ["v1", "v2"])
    func hostile(old: String) throws {
        let parts = ["1", "null", "[]", "{}", "\"a\"", "[1,null,{\"type\":\"Pods\"}]", "{\"metrics\":{}}"]
        for spec in parts {
            for annotations in parts {
                let text = #"{"metadata":{"annotations":\#(annotations)},"spec":\#(spec),"status":\#(spec)}"#
                let other = old == "v1" ? "v2" : "v1"
                let found = try Self.converted(
                    text, Self.autoscaler, "autoscaling/\(old)", "autoscaling/\(other)")
                #expect(found?["apiVersion"]?.string == "autoscaling/\(other)")
            }
        }
    }
}
