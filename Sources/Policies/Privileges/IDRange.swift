import Admission
import Documents

/// A range of user or group ids, both ends included.
struct IDRange: ParameterObject, ParameterValue {
    @Parameter("The lowest id of the range.")
    var minimum = 1

    @Parameter("The highest id of the range.")
    var maximum = Self.highest

    /// The highest id that Kubernetes accepts (apimachinery, IsValidUserID).
    static let highest = Int(Int32.max)

    /// From the defaults.
    init() {}

    /// From one id to another.
    init(_ minimum: Int, _ maximum: Int) {
        self.minimum = minimum
        self.maximum = maximum
    }

    var problems: [ParameterProblem] {
        if minimum < 0 { return [ParameterProblem("minimum", "\(minimum) is no id; wanted is 0 or more.")] }
        if maximum > Self.highest {
            return [ParameterProblem("maximum", "\(maximum) is no id; wanted is at most \(Self.highest).")]
        }
        guard minimum > maximum else { return [] }
        return [ParameterProblem("maximum", "\(maximum) is below the minimum, \(minimum); no id is in this range.")]
    }

    func contains(_ id: Int64) -> Bool { id >= minimum && id <= maximum }
}

extension [IDRange] {
    /// One of the ranges has the id.
    func contains(_ id: Int64) -> Bool {
        for range in self where range.contains(id) { return true }
        return false
    }

    /// `from 1000 to 1999 or 5000`.
    var sentence: String {
        map { range in
            if range.minimum == range.maximum { return "\(range.minimum)" }
            return range.maximum == IDRange.highest
                ? "\(range.minimum) or higher" : "from \(range.minimum) to \(range.maximum)"
        }.joined(separator: ", or ")
    }
}
