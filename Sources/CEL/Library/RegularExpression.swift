internal import CRE2

/// A regular expression of RE2, which takes time linear in the text.
///
/// `@unchecked Sendable` is safe: RE2 allows matching from several threads, and the expression is freed only by `deinit`.
final class RegularExpression: @unchecked Sendable {
    /// The expression's text.
    let pattern: String
    private let compiled: OpaquePointer

    private init(_ pattern: String, _ compiled: OpaquePointer) {
        self.pattern = pattern
        self.compiled = compiled
    }

    deinit { cre2_free(compiled) }

    /// The compiled expression, or why there is none.
    static func compile(_ pattern: String) -> Result<RegularExpression, Failure> {
        var text = pattern
        var problem = [CChar](repeating: 0, count: 256)
        let compiled = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cre2_compile($0.baseAddress, $0.count, &problem, problem.count) }
        }
        if let compiled { return .success(RegularExpression(pattern, compiled)) }
        let reason = String(decoding: problem.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return .failure(Failure("the regular expression \"\(pattern)\" is malformed: \(reason)"))
    }

    /// Work of a match in a text of so many bytes: in the worst case every byte is looked at in every state.
    func work(_ length: Int) -> Int { length * Int(cre2_size(compiled)) / 32 }

    /// There is a match anywhere in the text.
    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool { find(in: text, from: 0) != nil }

    /// The bounds of the first match at or after a position.
    func find(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        text.withMemoryRebound(to: CChar.self) { text in
            var (from, to) = (0, 0)
            // An empty Swift buffer may have no address, which RE2 takes for no text at all.
            guard let address = text.baseAddress else {
                return cre2_find(compiled, "", 0, 0, &from, &to) ? 0..<0 : nil
            }
            return cre2_find(compiled, address, text.count, start, &from, &to) ? from..<to : nil
        }
    }
}
