/// The operators of arithmetic.
enum Arithmetic: String, Sendable {
    case add = "_+_"
    case subtract = "_-_"
    case multiply = "_*_"
    case divide = "_/_"
    case modulo = "_%_"
}

extension Arithmetic {
    /// The result; an error value past the range, for a division by zero, and for values that don't go together.
    func apply(_ left: Value, _ right: Value, _ evaluation: Evaluation) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)): integers(left, right)
        case (.double(let left), .double(let right)): doubles(left, right)
        case (.uint(let left), .uint(let right)): integers(left, right)
        default:
            switch self {
            case .add: left.adding(right, evaluation)
            case .subtract: left.subtracting(right)
            case .multiply, .divide: left.without(rawValue, unless: left.isNumber)
            case .modulo: left.without(rawValue, unless: left.isInteger)
            }
        }
    }

    private func integers<Number: FixedWidthInteger & CELInteger>(_ left: Number, _ right: Number) -> Value {
        if self == .divide || self == .modulo, right == 0 {
            return .failure(self == .divide ? "division by zero" : "modulus by zero")
        }
        let (result, overflow) =
            switch self {
            case .add: left.addingReportingOverflow(right)
            case .subtract: left.subtractingReportingOverflow(right)
            case .multiply: left.multipliedReportingOverflow(by: right)
            case .divide: left.dividedReportingOverflow(by: right)
            case .modulo: left.remainderReportingOverflow(dividingBy: right)
            }
        return overflow ? .failure("\(Number.name) overflow") : result.value
    }

    private func doubles(_ left: Double, _ right: Double) -> Value {
        switch self {
        case .add: .double(left + right)
        case .subtract: .double(left - right)
        case .multiply: .double(left * right)
        case .divide: .double(left / right)
        case .modulo: Value.double(left).without(rawValue)
        }
    }
}

private protocol CELInteger {
    static var name: String { get }
    var value: Value { get }
}

extension Int64: CELInteger {
    fileprivate static var name: String { "integer" }
    fileprivate var value: Value { .int(self) }
}

extension UInt64: CELInteger {
    fileprivate static var name: String { "unsigned integer" }
    fileprivate var value: Value { .uint(self) }
}

extension Value {
    fileprivate func adding(_ other: Value, _ evaluation: Evaluation) -> Value {
        switch (self, other) {
        case (.bytes(let left), .bytes(let right)):
            return evaluation.work(left.count + right.count) ? .bytes(left + right) : evaluation.exhausted
        case (.duration(let left), .duration(let right)):
            let (sum, overflow) = left.addingReportingOverflow(right)
            return overflow ? .failure("integer overflow") : .duration(sum)
        case (.timestamp(let time), .duration(let span)), (.duration(let span), .timestamp(let time)):
            return time.adding(nanoseconds: span).map { .timestamp($0) } ?? .failure("timestamp overflow")
        default: break
        }
        if let left = text, let right = other.text {
            return evaluation.work(left.utf8.count + right.utf8.count) ? .string(left + right) : evaluation.exhausted
        }
        if let left = elements, let right = other.elements {
            return evaluation.work(8 * (left.count + right.count)) ? .list(left + right) : evaluation.exhausted
        }
        return without(Arithmetic.add.rawValue, unless: isSummand)
    }

    fileprivate func subtracting(_ other: Value) -> Value {
        switch (self, other) {
        case (.duration(let left), .duration(let right)):
            let (difference, overflow) = left.subtractingReportingOverflow(right)
            return overflow ? .failure("integer overflow") : .duration(difference)
        case (.timestamp(let time), .duration(let span)):
            guard span > .min, let result = time.adding(nanoseconds: -span) else {
                return .failure("timestamp overflow")
            }
            return .timestamp(result)
        case (.timestamp(let left), .timestamp(let right)):
            return left.nanoseconds(since: right).map { .duration($0) } ?? .failure("integer overflow")
        default: return without(Arithmetic.subtract.rawValue, unless: isNumber)
        }
    }

    /// `-x`.
    var negated: Value {
        switch self {
        case .int(let value): value == .min ? .failure("integer overflow") : .int(-value)
        case .double(let value): .double(-value)
        case .duration(let value): value == .min ? .failure("integer overflow") : .duration(-value)
        case .bool: .noOverload
        default: without("-_")
        }
    }
}
