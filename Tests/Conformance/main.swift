import Documents

/// The driver of the conformance suites: a case a line on standard input, a result a line on standard output.
///
/// A case is `{"id", "kind", "input"}`, its result `{"id", "result"}`; a case that can't be judged gets a result
/// `{"error": …}`.
while let line = readLine() {
    print(answer(to: line))
}
