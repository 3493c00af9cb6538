extension Library {
    /// The macros of the specification (langdef, "Macros"), which the parser expands.
    static let macros = Library(
        "macros",
        [
            Function(
                macro: "has", "The field is there; an error when what should have it is not.",
                examples: ["has({'a': 1}.a)", "!has({'a': 1}.b)"], ["has(a.b) -> bool"]),
            Function(
                macro: "all", "The condition holds for all elements of a list, or keys of a map.",
                examples: ["[1, 2].all(x, x > 0)", "{'a': 1}.all(k, k == 'a')", "[].all(x, x)"],
                ["list(A).all(x, bool) -> bool", "map(A, B).all(k, bool) -> bool"]),
            Function(
                macro: "exists", "The condition holds for an element of a list, or a key of a map.",
                examples: ["[1, 2].exists(x, x > 1)", "!{}.exists(k, true)"],
                ["list(A).exists(x, bool) -> bool", "map(A, B).exists(k, bool) -> bool"]),
            Function(
                macro: "exists_one", "The condition holds for one element of a list, or key of a map, and no other.",
                examples: ["[1, 2].exists_one(x, x > 1)", "![1, 2].exists_one(x, x > 0)"],
                ["list(A).exists_one(x, bool) -> bool", "map(A, B).exists_one(k, bool) -> bool"]),
            Function(
                macro: "map", "What becomes of each element, perhaps only of those for which a condition holds.",
                examples: ["[1, 2].map(x, x * 2) == [2, 4]", "[1, 2].map(x, x > 1, x * 2) == [4]"],
                ["list(A).map(x, B) -> list(B)", "list(A).map(x, bool, B) -> list(B)"]),
            Function(
                macro: "filter", "The elements of a list, or keys of a map, for which the condition holds.",
                examples: ["[1, 2].filter(x, x > 1) == [2]", "{'a': 1}.filter(k, k == 'b') == []"],
                ["list(A).filter(x, bool) -> list(A)", "map(A, B).filter(k, bool) -> list(A)"]),
        ])

    /// The macros of optionals (cel-go, `cel.OptionalTypes`).
    static let optionalMacros = Library(
        "macros of optionals",
        [
            Function(
                macro: "optMap", "What becomes of what the optional holds, as an optional.",
                examples: ["optional.of(1).optMap(x, x + 1).value() == 2", "!optional.none().optMap(x, 1).hasValue()"],
                ["optional(A).optMap(x, B) -> optional(B)"]),
            Function(
                macro: "optFlatMap", "The optional that becomes of what the optional holds.",
                examples: ["optional.of({'a': 1}).optFlatMap(m, m.?a).value() == 1"],
                ["optional(A).optFlatMap(x, optional(B)) -> optional(B)"]),
        ])

    /// The macros of two variables (cel-go `ext.TwoVarComprehensions`): an index and an element, or a key and a value.
    static let macrosOfTwo = Library(
        "macros of two variables",
        [
            Function(
                macro: "all", "The condition holds for all elements with their indices, or values with their keys.",
                examples: ["[0, 1].all(i, x, i == x)", "{'a': 1}.all(k, v, v > 0)"],
                ["list(A).all(i, x, bool) -> bool", "map(A, B).all(k, v, bool) -> bool"]),
            Function(
                macro: "exists", "The condition holds for an element with its index, or a value with its key.",
                examples: ["[5].exists(i, x, i == 0 && x == 5)"],
                ["list(A).exists(i, x, bool) -> bool", "map(A, B).exists(k, v, bool) -> bool"]),
            Function(
                macro: "existsOne", "The condition holds for one element with its index, or one value with its key.",
                examples: ["[5, 6].existsOne(i, x, i == 0)"],
                ["list(A).existsOne(i, x, bool) -> bool", "map(A, B).existsOne(k, v, bool) -> bool"]),
            Function(
                macro: "transformList", "A list of what becomes of each, perhaps only where a condition holds.",
                examples: [
                    "[1, 2].transformList(i, x, i + x) == [1, 3]", "{'a': 1}.transformList(k, v, v > 1, v) == []",
                ],
                ["list(A).transformList(i, x, B) -> list(B)", "list(A).transformList(i, x, bool, B) -> list(B)"]),
            Function(
                macro: "transformMap", "A map with the same keys, perhaps only those where a condition holds.",
                examples: ["{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}", "[5].transformMap(i, x, x) == {0: 5}"],
                [
                    "map(A, B).transformMap(k, v, C) -> map(A, C)",
                    "map(A, B).transformMap(k, v, bool, C) -> map(A, C)",
                ]),
            Function(
                macro: "transformMapEntry",
                "A map of the entries that become of each; a key that is there twice is an error.",
                examples: ["{'a': 'b'}.transformMapEntry(k, v, {v: k}) == {'b': 'a'}"],
                [
                    "map(A, B).transformMapEntry(k, v, map(C, D)) -> map(C, D)",
                    "map(A, B).transformMapEntry(k, v, bool, map(C, D)) -> map(C, D)",
                ]),
        ])

    /// `sortBy` (cel-go `ext.Lists`, version 3).
    static let sorting = Library(
        "macros of lists 3",
        [
            Function(
                macro: "sortBy",
                "The elements in the order of what becomes of each; those of the same rank stay in order.",
                examples: ["['bb', 'a'].sortBy(x, x.size()) == ['a', 'bb']", "[1, 2].sortBy(x, -x) == [2, 1]"],
                ["list(A).sortBy(x, B) -> list(A)"])
        ])
}
