import Testing

@testable import Configuration

@Suite("Watch")
struct WatchTests {
    private func fingerprint(_ number: Int) -> Fingerprint {
        Fingerprint(stamps: [.init(path: "a.yaml", inode: 1, size: number, times: [0])], failures: [])
    }

    /// What follows from looks that find the directory in these states, when each loading ends as it began.
    private func steps(_ looks: [Int]) -> [Watch.Step] {
        var watch = Watch(fingerprint(0))
        return looks.map { look in
            let state = fingerprint(look)
            let step = watch.look(state)
            if step == .load {
                let counts = watch.finish(before: state, after: state)
                #expect(counts)
            }
            return step
        }
    }

    @Test(
        "A state is loaded when two looks in a row found it, and then never again",
        arguments: [
            ([0, 0], [.rest, .rest]), ([1, 1, 1], [.wait, .load, .rest]),
            ([1, 2, 3, 3], [.wait, .wait, .wait, .load]),
            ([1, 0, 0], [.wait, .rest, .rest]), ([1, 1, 0, 0], [.wait, .load, .wait, .load]),
            ([1, 0, 1, 1], [.wait, .rest, .wait, .load]),
        ] as [([Int], [Watch.Step])])
    func looks(_ looks: [Int], _ expected: [Watch.Step]) {
        #expect(steps(looks) == expected)
    }

    @Test("What changes while it is read does not count, and must settle anew")
    func changesMeanwhile() {
        var watch = Watch(fingerprint(0))
        var steps = [watch.look(fingerprint(1)), watch.look(fingerprint(1))]
        let mixtureCounts = watch.finish(before: fingerprint(1), after: fingerprint(2))
        #expect(!mixtureCounts)
        #expect(watch.tried == fingerprint(0))
        steps.append(watch.look(fingerprint(2)))
        let settledCounts = watch.finish(before: fingerprint(2), after: fingerprint(2))
        #expect(settledCounts)
        steps.append(watch.look(fingerprint(2)))
        #expect(steps == [.wait, .load, .load, .rest])
    }
}
