import Documents
import Kubernetes
import Testing

@Suite("PodResources")
struct PodResourcesTests {
    /// A pod's spec, and what it requests and is limited to, in cpu.
    typealias Case = (spec: String, requests: String?, limits: String?)

    @Test(
        "A pod takes what the scheduler reckons",
        arguments: [
            ("{}", nil, nil),
            ("{containers: [{}]}", nil, nil),
            ("{containers: [{resources: {requests: {cpu: 1}}}, {resources: {requests: {cpu: 500m}}}]}", "1500m", nil),
            ("{containers: [{resources: {limits: {cpu: 2}}}]}", "2", "2"),
            ("{containers: [{resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]}", "1", "2"),
            (
                "{containers: [{resources: {requests: {cpu: 1}}}], initContainers: [{resources: {requests: {cpu: 3}}}]}",
                "3", nil
            ),
            (
                "{containers: [{resources: {requests: {cpu: 4}}}], initContainers: [{resources: {requests: {cpu: 3}}}]}",
                "4", nil
            ),
            (
                "{containers: [{resources: {limits: {cpu: 1}}}], initContainers: ["
                    + "{resources: {limits: {cpu: 1}}}, {restartPolicy: Always, resources: {limits: {cpu: 2}}}, "
                    + "{resources: {limits: {cpu: 3}}}, {restartPolicy: Always, resources: {limits: {cpu: 1}}}]}",
                "5", "5"
            ),
            (
                "{containers: [{resources: {requests: {cpu: 3}}}], initContainers: ["
                    + "{restartPolicy: Always, resources: {requests: {cpu: 2}}}, {resources: {requests: {cpu: 1}}}]}",
                "5", nil
            ),
            ("{overhead: {cpu: 1}, containers: [{resources: {limits: {cpu: 2}}}]}", "3", "3"),
            ("{overhead: {cpu: 1}, containers: [{resources: {requests: {cpu: 2}}}]}", "3", nil),
            ("{overhead: {cpu: 1}, containers: [{}]}", "1", nil),
            ("{resources: {requests: {cpu: 5}}, containers: [{resources: {requests: {cpu: 2}}}]}", "5", nil),
            ("{resources: {limits: {cpu: 5}}, containers: [{resources: {requests: {cpu: 2}}}]}", "2", "5"),
            ("{resources: {limits: {cpu: 5}}, containers: [{}]}", "5", "5"),
            ("{ephemeralContainers: [{resources: {requests: {cpu: 2}}}]}", nil, nil),
            ("{containers: [{resources: {requests: {cpu: -2}}}, {resources: {requests: {cpu: text}}}]}", "0", nil),
        ] as [Case])
    func amounts(_ example: Case) throws {
        let resources = PodResources(try pod("{spec: \(example.spec)}"))
        #expect(resources.amount(.requests, of: "cpu")?.description == example.requests)
        #expect(resources.amount(.limits, of: "cpu")?.description == example.limits)
        #expect(resources.amount(.requests, of: "memory") == nil)
        let totals = PodTotals(try pod("{spec: \(example.spec)}"))
        #expect(totals.amount(.requests, of: "cpu")?.description == example.requests)
        #expect(totals.amount(.limits, of: "cpu")?.description == example.limits)
    }

    @Test("Only cpu, memory and huge pages can be named for the whole pod")
    func podLevel() throws {
        let pod = try pod(
            """
            {spec: {resources: {requests: {nvidia.com/gpu: 5, hugepages-2Mi: 4Mi}}, \
            containers: [{resources: {requests: {nvidia.com/gpu: 1}}}]}}
            """)
        #expect(PodResources(pod).amount(.requests, of: "nvidia.com/gpu") == Quantity(1))
        #expect(PodResources(pod).amount(.requests, of: "hugepages-2Mi")?.description == "4Mi")
    }

    @Test("What the node has not given back yet counts")
    func resizing() throws {
        let pod = try pod(
            """
            {spec: {containers: [{name: a, resources: {requests: {cpu: 1}, limits: {cpu: 1}}}]}, status: \
            {containerStatuses: [{name: a, allocatedResources: {cpu: 2}, resources: {limits: {cpu: 4}}}]}}
            """)
        #expect(PodResources(pod).amount(.requests, of: "cpu") == Quantity(2))
        #expect(PodResources(pod).amount(.limits, of: "cpu") == Quantity(4))
    }

    @Test(
        "A pod that asks for nothing is of the class BestEffort",
        arguments: [
            ("{}", true), ("{containers: [{resources: {requests: {cpu: 0, nvidia.com/gpu: 1}}}]}", true),
            ("{containers: [{}, {resources: {limits: {memory: 1}}}]}", false),
            ("{resources: {requests: {cpu: 1m}}}", false),
            ("{initContainers: [{resources: {requests: {cpu: 1m}}}]}", false),
        ])
    func bestEffort(_ spec: String, _ isBestEffort: Bool) throws {
        #expect(PodResources(try pod("{spec: \(spec)}")).isBestEffort == isBestEffort)
    }

    @Test("Sums past the range of quantities stay at its end")
    func overflow() throws {
        let huge = "{resources: {requests: {cpu: 9E, memory: 1e29}}}"
        let pod = try pod("{spec: {containers: [\(huge), \(huge), \(huge)]}}")
        let memory = try #require(PodResources(pod).amount(.requests, of: "memory"))
        #expect(memory >= (try Quantity(parsing: "1e29")))
    }

    @Test("Amounts that can't be read have a place")
    func malformations() throws {
        let pod = try pod(
            """
            {spec: {overhead: [], resources: {requests: {cpu: {}}}, containers: [{resources: {limits: {cpu: 1, \
            memory: x, b: null}}}], initContainers: [{resources: text}, {resources: {requests: {cpu: -1}, limits: null}}]}}
            """)
        let places = PodResources(pod).malformations.map(\.pointer.description)
        #expect(
            Set(places) == [
                "/spec/overhead", "/spec/resources/requests/cpu", "/spec/containers/0/resources/limits/memory",
                "/spec/containers/0/resources/limits/b", "/spec/initContainers/0/resources",
                "/spec/initContainers/1/resources/requests/cpu",
            ])
        #expect(places.count == 6)
    }

    private func pod(_ text: String) throws -> PodView {
        let json = try YAMLReader().documents(in: "# YAML\n" + text)[0].json
        return try #require(PodView(of: json, at: []))
    }
}
