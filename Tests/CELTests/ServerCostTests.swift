import CEL
import Testing

/// Costs that the API server's tests state for expressions on objects (`celcoststability_test.go` of its extensions).
struct ServerCostTests {
    private static let document = """
        {"n": 5, "m": 5, "d": 10.5, "rook": "Rook takes 👑", "list": [1, 2, 3], "other": [1, 2, 3], "map": {"b": 1, "d": 2},
         "phase": "Pending", "array": [1, 1, 2, 2, 3, 3, 4, 5], "a": {"b": 1}, "a1": {"b1": {"c1": 4}}, "ten": "10",
         "items": [{"k": "a1", "v": "b1"}, {"k": "a2", "v": "b2"}, {"k": "a3", "v": "b3", "v2": "z"}],
         "objs": [[{"k": "a", "v": "1"}, {"k": "b", "v": "2"}], [{"k": "a", "v": "1"}, {"k": "b", "v": "2"}]]}
        """

    @Test(
        "an operator costs what the API server counts",
        arguments: [
            ("self.n == self.m", 5), ("type(self.n) == int", 4), ("double(5) < 10.0", 1), ("5 < int(10.0)", 1),
            ("double(self.n) < 10.0", 4), ("self.phase == 'Pending'", 3), ("self.phase in ['Pending', 'Available']", 2),
            ("1 in self.list", 5), ("self.other[0] in self.list", 8), ("!(0 in self.list)", 6),
            ("self.list + self.other == [1, 2, 3, 1, 2, 3]", 6), ("self.list + [4, 5] == [1, 2, 3, 4, 5]", 4),
            ("self.objs[0] == self.objs[1]", 7), ("self.objs[0] == [self.objs[0][0], self.objs[0][1]]", 22),
            ("'b' in self.map", 3), ("!('c' in self.map)", 4), ("self.map == {'b': 1, 'd': 2}", 3),
            ("2 in self.array", 10), ("string(self.d) == '10.5'", 4), ("string(self.m) == self.ten", 6),
        ])
    func operators(_ text: String, _ cost: Int) throws { try expect(text, cost) }

    @Test(
        "a function of texts costs what the API server counts",
        arguments: [
            ("self.rook.startsWith('Rook')", 4), ("!self.rook.startsWith('knight')", 5),
            ("self.rook.matches('^[^0-9]*$')", 8), ("!self.rook.matches('^[0-9]*$')", 7), ("size(self.rook) == 12", 4),
            ("self.rook.charAt(3) == 'k'", 4), ("self.rook.indexOf('o') == 1", 4),
            ("self.rook.indexOf('o', 2) == 2", 4),
            ("self.rook.replace(' ', 'x') == 'Rookxtakesx👑'", 7), ("self.rook.split(' ') == ['Rook', 'takes', '👑']", 6),
            ("self.rook.substring(5) == 'takes 👑'", 5), ("self.rook.substring(4, 10).trim() == 'takes'", 6),
            ("self.rook.upperAscii() == 'ROOK TAKES 👑'", 6),
        ])
    func texts(_ text: String, _ cost: Int) throws { try expect(text, cost) }

    @Test(
        "a macro costs what the API server counts",
        arguments: [
            ("has(self.a.b)", 2), ("has(self.a1.b1.c1)", 3), ("!(has(self.a1.d2) && has(self.a1.d2.e2))", 3),
            ("has(self.items[0].v)", 3), ("self.map.all(k, self.map[k] > 0)", 17),
            ("self.map.exists_one(k, self.map[k] == 2)", 14), ("!self.map.exists_one(k, self.map[k] > 0)", 17),
            ("size(self.map.filter(k, self.map[k] > 1)) == 1", 26),
            ("self.items.all(m, m.k.startsWith('a'))", 21), ("self.items.all(m, !has(m.v2) || m.v2 == 'z')", 21),
            ("self.items.exists(m, m.k.endsWith('1'))", 13), ("self.items.exists_one(m, m.k == 'a3')", 15),
            ("!self.items.all(m, m.k.endsWith('1'))", 18), ("!self.items.exists(m, m.v == 'x')", 25),
            ("!self.items.exists_one(m, m.k.startsWith('a'))", 20),
            ("size(self.items.filter(m, m.k == 'a1')) == 1", 27),
            ("self.items.exists(m, m.k == 'a1' && m.v == 'b1')", 16),
            ("self.items.map(m, m.v).exists(v, v == 'b1')", 55),
            ("self.items.exists(m, has(m.v2) && m.v2 == 'z')", 21),
            ("!self.items.all(m, has(m.v2) && m.v2 != 'z')", 10),
            ("self.items.exists_one(m, has(m.v2) && m.v2 == 'z')", 12),
            ("self.items.filter(m, has(m.v2) && m.v2 == 'z').size() == 1", 24),
            ("self.items.map(m, has(m.v2) && m.v2 == 'z', m.v2).size() == 1", 25),
            ("self.items.filter(m, has(m.v2) && m.v2 == 'z').map(m, m.v2).size() == 1", 39),
            ("self.items.exists(m, m.v2 == 'z')", 24), ("!self.items.all(m, m.v2 != 'z')", 22),
            ("self.array.all(e, e > 0)", 43), ("self.array.exists(e, e > 2)", 36),
        ])
    func macros(_ text: String, _ cost: Int) throws { try expect(text, cost) }

    private func expect(_ text: String, _ cost: Int) throws {
        var environment = Environment.kubernetes(minor: 34)
        environment.declare("self")
        let outcome = try evaluate(text, in: environment, ["self": Self.document])
        #expect(outcome.failure == nil)
        #expect(outcome.cost == cost)
    }
}
