import Admission
import Documents
import Kubernetes
import Testing

@Suite("How many pods an object wants")
struct InventoryPodTests {
    @Test(
        "Controllers want what their fields say",
        arguments: [
            ("Pod", "{}", 1), ("PodTemplate", "{}", 0), ("DaemonSet", #"{"spec":{"replicas":5}}"#, 1),
            ("Deployment", "{}", 1), ("Deployment", #"{"spec":{"replicas":0}}"#, 0),
            ("StatefulSet", #"{"spec":{"replicas":3}}"#, 3), ("Rollout", #"{"spec":{"replicas":3}}"#, 3),
            ("Job", #"{"spec":{}}"#, 1), ("Job", #"{"spec":{"parallelism":4}}"#, 4),
            ("Job", #"{"spec":{"parallelism":4,"completions":2}}"#, 2),
            ("Job", #"{"spec":{"parallelism":4,"suspend":true}}"#, 0),
            ("CronJob", #"{"spec":{"jobTemplate":{"spec":{"parallelism":4}}}}"#, 4),
            ("CronJob", #"{"spec":{"suspend":true,"jobTemplate":{"spec":{"parallelism":4}}}}"#, 0),
        ] as [(String, String, Int64)])
    func counts(_ kind: String, _ object: String, _ count: Int64) throws {
        #expect(InventoryPod.count(wantedBy: try JSON(parsing: object), kind: kind) == .found(count))
    }

    @Test(
        "A number that is none is neither zero nor one",
        arguments: [
            ("Deployment", #"{"spec":{"replicas":"3"}}"#, "is a string"),
            ("Deployment", #"{"spec":{"replicas":-3}}"#, "is -3"),
            ("Job", #"{"spec":{"parallelism":1.5,"completions":1}}"#, "is a number"),
        ])
    func malformed(_ kind: String, _ object: String, _ found: String) throws {
        let count = InventoryPod.count(wantedBy: try JSON(parsing: object), kind: kind)
        guard case .malformed(let text, _) = count else {
            Issue.record("\(count)")
            return
        }
        #expect(text == found)
    }
}
