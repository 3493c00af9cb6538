import Kubernetes

extension Library {
    /// Amounts of resources with Kubernetes' exact arithmetic (`library.Quantity`).
    static let quantity = Library(
        "quantity", types: [QuantityValue.typeName: .opaque(QuantityValue.typeName)],
        [
            Function(
                "An amount of its text.", examples: ["quantity('1.5Gi').isGreaterThan(quantity('1G'))"],
                [
                    Overload(
                        "quantity(string) -> Quantity", cost: .traversal(),
                        .of { (text: String) in
                            QuantityValue(text).map { .opaque($0) }
                                ?? .failure(QuantityValue.fault(text))
                        })
                ]),
            Function(
                "The text is a quantity.", examples: ["isQuantity('1.3Gi')", "!isQuantity('1,3')"],
                [
                    Overload(
                        "isQuantity(string) -> bool", cost: .traversal(),
                        .of { (text: String) in .bool(QuantityValue(text) != nil) })
                ]),
            Function(
                "-1, 0 or 1 by the sign.", examples: ["quantity('-50k').sign() == -1", "sign(quantity('0')) == 0"],
                [
                    Overload("Quantity.sign() -> int", .of { (value: QuantityValue) in .int(Int64(value.sign)) }),
                    Overload("sign(Quantity) -> int", .of { (value: QuantityValue) in .int(Int64(value.sign)) }),
                ]),
            Function(
                "The amount is a whole number that fits 64 bits.",
                examples: ["quantity('50k').isInteger()", "!quantity('1.5').isInteger()"],
                [
                    Overload(
                        "Quantity.isInteger() -> bool", .of { (value: QuantityValue) in .bool(value.integer != nil) })
                ]),
            Function(
                "The amount as an int; an error when it is none.", examples: ["quantity('50k').asInteger() == 50000"],
                [
                    Overload(
                        "Quantity.asInteger() -> int",
                        .of { (value: QuantityValue) in
                            value.integer.map { .int($0) } ?? .failure("cannot convert value to integer")
                        })
                ]),
            Function(
                "The amount as a double.", examples: ["quantity('1500m').asApproximateFloat() == 1.5"],
                [
                    Overload(
                        "Quantity.asApproximateFloat() -> double",
                        .of { (value: QuantityValue) in .double(value.double) })
                ]),
            Function(
                "The amount is larger.", examples: ["quantity('1Gi').isGreaterThan(quantity('1G'))"],
                [
                    Overload(
                        "Quantity.isGreaterThan(Quantity) -> bool",
                        .of { (left: QuantityValue, right: QuantityValue) in .bool(left.compare(right) > 0) })
                ]),
            Function(
                "The amount is smaller.", examples: ["quantity('50M').isLessThan(quantity('50Mi'))"],
                [
                    Overload(
                        "Quantity.isLessThan(Quantity) -> bool",
                        .of { (left: QuantityValue, right: QuantityValue) in .bool(left.compare(right) < 0) })
                ]),
            Function(
                "-1, 0 or 1 when the amount is smaller, the same, or larger.",
                examples: ["quantity('200M').compareTo(quantity('0.2G')) == 0"],
                [
                    Overload(
                        "Quantity.compareTo(Quantity) -> int",
                        .of { (left: QuantityValue, right: QuantityValue) in .int(Int64(left.compare(right))) })
                ]),
            Function(
                "The sum.", examples: ["quantity('50k').add(20).asInteger() == 50020"],
                [
                    Overload(
                        "Quantity.add(Quantity) -> Quantity",
                        .of { (left: QuantityValue, right: QuantityValue) in .opaque(left.adding(right)) }),
                    Overload(
                        "Quantity.add(int) -> Quantity",
                        .of { (left: QuantityValue, right: Int64) in .opaque(left.adding(QuantityValue(right))) }),
                ]),
            Function(
                "The difference.", examples: ["quantity('50k').sub(quantity('20k')).asInteger() == 30000"],
                [
                    Overload(
                        "Quantity.sub(Quantity) -> Quantity",
                        .of { (left: QuantityValue, right: QuantityValue) in .opaque(left.adding(right.negated)) }),
                    Overload(
                        "Quantity.sub(int) -> Quantity",
                        .of { (left: QuantityValue, right: Int64) in .opaque(left.adding(QuantityValue(right).negated))
                        }),
                ]),
        ])
}

/// A quantity: Kubernetes' own as long as it fits 128 bits, and a wide one past that.
final class QuantityValue: OpaqueValue, Argument {
    private enum Amount: Sendable {
        case exact(Quantity)
        case wide(WideNumber)
    }

    private let amount: Amount

    static var typeName: String { "kubernetes.Quantity" }

    private init(_ amount: Amount) { self.amount = amount }

    init(_ number: Int64) { amount = .exact(Quantity(number)) }

    /// Nil when the text is no quantity.
    init?(_ text: String) {
        if let quantity = try? Quantity(parsing: text) {
            amount = .exact(quantity)
        } else if let number = WideNumber(quantity: text) {
            amount = .wide(number)
        } else {
            return nil
        }
    }

    var extent: Int {
        if case .wide = amount { 1024 } else { 0 }
    }

    var source: String? {
        if case .exact(let quantity) = amount { quantity.description } else { nil }
    }

    /// Billionths of the unit.
    private var wide: WideNumber {
        switch amount {
        case .exact(let quantity): WideNumber(quantity: quantity.description) ?? .zero
        case .wide(let number): number
        }
    }

    var sign: Int {
        switch amount {
        case .exact(let quantity): quantity.isZero ? 0 : quantity.isNegative ? -1 : 1
        case .wide(let number): number.sign
        }
    }

    var integer: Int64? {
        guard case .exact(let quantity) = amount else { return nil }
        return Quantity(quantity.units) == quantity ? quantity.units : nil
    }

    var double: Double {
        switch amount {
        case .exact(let quantity): quantity.double
        case .wide(let number): number.double / 1e9
        }
    }

    func compare(_ other: QuantityValue) -> Int {
        if case .exact(let left) = amount, case .exact(let right) = other.amount {
            return left < right ? -1 : left == right ? 0 : 1
        }
        return wide.compare(other.wide)
    }

    func adding(_ other: QuantityValue) -> QuantityValue {
        if case .exact(let left) = amount, case .exact(let right) = other.amount {
            let (sum, overflow) = left.addingReportingOverflow(right)
            if !overflow { return QuantityValue(.exact(sum)) }
        }
        return QuantityValue(.wide(wide.adding(other.wide)))
    }

    var negated: QuantityValue {
        if case .exact(let quantity) = amount {
            let (difference, overflow) = Quantity.zero.subtractingReportingOverflow(quantity)
            if !overflow { return QuantityValue(.exact(difference)) }
        }
        return QuantityValue(.wide(wide.negated))
    }

    func isEqual(to other: any OpaqueValue) -> Bool {
        (other as? QuantityValue).map { compare($0) == 0 } ?? false
    }
}
