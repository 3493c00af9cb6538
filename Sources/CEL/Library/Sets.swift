extension Library {
    /// Lists as sets (cel-go `ext.Sets`).
    static let sets = Library(
        "sets",
        [
            Function(
                "Every element of the second list is one of the first.", examples: ["sets.contains([1, 2], [2])"],
                [
                    Overload(
                        "sets.contains(list(A), list(A)) -> bool", cost: .product(times: 1),
                        .metered {
                            (list: Elements, other: Elements, evaluation) in .bool(contains(list, other, evaluation))
                        })
                ]),
            Function(
                "Each list has all elements of the other.", examples: ["sets.equivalent([1, 1], [1])"],
                [
                    Overload(
                        "sets.equivalent(list(A), list(A)) -> bool", cost: .product(times: 2),
                        .metered {
                            (list: Elements, other: Elements, evaluation) in
                            .bool(contains(list, other, evaluation) && contains(other, list, evaluation))
                        })
                ]),
            Function(
                "The lists have an element in common.",
                examples: ["sets.intersects([1, 2], [2, 3])", "!sets.intersects([1], [])"],
                [
                    Overload(
                        "sets.intersects(list(A), list(A)) -> bool", cost: .product(times: 1),
                        .metered {
                            (list: Elements, other: Elements, evaluation) in
                            .bool(
                                other.values.contains { value in
                                    list.values.contains { $0.isEqual(to: value, evaluation) }
                                })
                        })
                ]),
        ])

    private static func contains(_ list: Elements, _ other: Elements, _ evaluation: Evaluation) -> Bool {
        other.values.allSatisfy { value in list.values.contains { $0.isEqual(to: value, evaluation) } }
    }
}
