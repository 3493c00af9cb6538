extension Library {
    /// The lists of Kubernetes (`library.Lists`).
    static let kubernetesLists = Library(
        "lists",
        [
            Function(
                "No element comes before the one before it.",
                examples: ["[1, 2, 2].isSorted()", "!['b', 'a'].isSorted()"],
                (["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration"]).map {
                    Overload("list(\($0)).isSorted() -> bool", cost: .elements, .of(isSorted))
                }),
            Function(
                "The sum of all elements; zero for none.", examples: ["[1, 2].sum() == 3", "[1.5].sum() == 1.5"],
                [("int", Value.int(0)), ("uint", .uint(0)), ("double", .double(0)), ("duration", .duration(0))].map {
                    type, zero in
                    Overload(
                        "list(\(type)).sum() -> \(type)", cost: .elements,
                        .metered { (list: Elements, evaluation) in
                            sum(list, zero, evaluation)
                        })
                }),
            Function(
                "The smallest element; an error for none.", examples: ["[2, 1].min() == 1"],
                comparable.map { Overload("list(\($0)).min() -> \($0)", cost: .elements, .of { extreme($0, .less) }) }),
            Function(
                "The largest element; an error for none.", examples: ["['a', 'b'].max() == 'b'"],
                comparable.map {
                    Overload("list(\($0)).max() -> \($0)", cost: .elements, .of { extreme($0, .greater) })
                }),
            Function(
                "The position of the first element that is the same; -1 when there is none.",
                examples: ["[1, 2].indexOf(2) == 1"],
                [
                    Overload(
                        "list(A).indexOf(A) -> int", cost: .elements,
                        .binary { list, value, evaluation in
                            position(list.elements?.firstIndex { $0.isEqual(to: value, evaluation) })
                        })
                ]),
            Function(
                "The position of the last element that is the same; -1 when there is none.",
                examples: ["[1, 1].lastIndexOf(1) == 1"],
                [
                    Overload(
                        "list(A).lastIndexOf(A) -> int", cost: .elements,
                        .binary { list, value, evaluation in
                            position(list.elements?.lastIndex { $0.isEqual(to: value, evaluation) })
                        })
                ]),
        ])

    /// Lists (cel-go `ext.Lists`, version 3).
    static let lists = Library(
        "lists 3",
        [
            Function(
                "The elements from a position to before another.", examples: ["[1, 2, 3].slice(1, 3) == [2, 3]"],
                [
                    Overload("list(A).slice(int, int) -> list(A)", cost: .newList, .of(slice))
                ]),
            Function(
                "The elements of the list's lists, perhaps through more than one level.",
                examples: ["[[1], [2, 3]].flatten() == [1, 2, 3]", "[[[1], [2]]].flatten(2) == [1, 2]"],
                [
                    Overload("list(list(A)).flatten() -> list(A)", cost: .flatten, .metered { flatten($0, 1, $1) }),
                    Overload("list(dyn).flatten(int) -> list(dyn)", cost: .flatten, .metered { flatten($0, $1, $2) }),
                ]),
            Function(
                "Each element once, in the order of their first occurrences.",
                examples: ["[1, 2, 1].distinct() == [1, 2]"],
                [
                    Overload("list(A).distinct() -> list(A)", cost: .selfCompare, .metered(distinct))
                ]),
            Function(
                "The elements in order.", examples: ["[3, 1, 2].sort() == [1, 2, 3]"],
                comparable.map {
                    Overload(
                        "list(\($0)).sort() -> list(\($0))", cost: .selfCompare,
                        .metered { (list: Elements, evaluation) in
                            sorted(list.values, by: list.values, evaluation)
                        })
                }),
            Function(
                "The first element as an optional.", examples: ["[1, 2].first().value() == 1"],
                [
                    Overload(
                        "list(A).first() -> optional(A)",
                        .of { (list: Elements) in .optional(OptionalValue(list.values.first)) })
                ]),
            Function(
                "The last element as an optional.", examples: ["[1, 2].last().value() == 2"],
                [
                    Overload(
                        "list(A).last() -> optional(A)",
                        .of { (list: Elements) in .optional(OptionalValue(list.values.last)) })
                ]),
            Function(
                "The numbers from 0 to before one.", examples: ["lists.range(3) == [0, 1, 2]"],
                [
                    Overload("lists.range(int) -> list(int)", cost: .newList, .metered(range))
                ]),
            Function(
                "The elements in opposite order.", examples: ["[1, 2].reverse() == [2, 1]"],
                [
                    Overload(
                        "list(A).reverse() -> list(A)", cost: .newList,
                        .metered { (list: Elements, evaluation) in
                            evaluation.work(list.values.count) ? .list(list.values.reversed()) : evaluation.exhausted
                        })
                ]),
        ])

    private static let comparable = ["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration"]

    private static func position(_ index: Int?) -> Value { .int(Int64(index ?? -1)) }

    @Sendable private static func isSorted(_ list: Elements) -> Value {
        for (left, right) in zip(list.values, list.values.dropFirst()) {
            guard let order = left.order(to: right) else { return .noOverload("isSorted", left, right) }
            if order == .greater { return .bool(false) }
        }
        return .bool(true)
    }

    private static func sum(_ list: Elements, _ zero: Value, _ evaluation: Evaluation) -> Value {
        guard var sum = list.values.first else { return zero }
        for value in list.values.dropFirst() {
            sum = Arithmetic.add.apply(sum, value, evaluation)
            if sum.isError { return sum }
        }
        return sum
    }

    private static func extreme(_ list: Elements, _ wanted: Order) -> Value {
        guard var result = list.values.first else {
            return .failure("\(wanted == .less ? "min" : "max") called on empty list")
        }
        for value in list.values.dropFirst() {
            guard let order = value.order(to: result) else { return .noOverload("min", value, result) }
            if order == wanted { result = value }
        }
        return result
    }

    @Sendable private static func slice(_ list: Elements, _ start: Int64, _ end: Int64) -> Value {
        let name = "cannot slice(\(start), \(end)), "
        if start < 0 || end < 0 { return .failure(name + "negative indexes not supported") }
        if start > end { return .failure(name + "start index must be less than or equal to end index") }
        guard end <= list.values.count else { return .failure(name + "list is length \(list.values.count)") }
        return .list(Array(list.values[Int(start)..<Int(end)]))
    }

    private static func flatten(_ list: Elements, _ levels: Int64, _ evaluation: Evaluation) -> Value {
        guard levels >= 0 else { return .failure("level must be non-negative") }
        var result: [Value] = []
        return flatten(list.values, levels, &result, evaluation) ? .list(result) : evaluation.exhausted
    }

    private static func flatten(_ list: [Value], _ levels: Int64, _ result: inout [Value], _ evaluation: Evaluation)
        -> Bool
    {
        for value in list {
            guard evaluation.work(8) else { return false }
            if levels > 0, let elements = value.elements {
                guard flatten(elements, levels - 1, &result, evaluation) else { return false }
            } else {
                result.append(value)
            }
        }
        return true
    }

    @Sendable private static func distinct(_ list: Elements, _ evaluation: Evaluation) -> Value {
        var result: [Value] = []
        for value in list.values where !result.contains(where: { $0.isEqual(to: value, evaluation) }) {
            if evaluation.isExhausted { return evaluation.exhausted }
            result.append(value)
        }
        return .list(result)
    }

    @Sendable private static func range(_ count: Int64, _ evaluation: Evaluation) -> Value {
        guard count >= 0 else { return .failure("lists.range: size must be non-negative, got \(count)") }
        guard count <= evaluation.remaining else {
            evaluation.charge(evaluation.remaining + 1)
            return evaluation.exhausted
        }
        guard evaluation.work(2 * Int(count)) else { return evaluation.exhausted }
        return .list((0..<count).map { .int($0) })
    }
}
