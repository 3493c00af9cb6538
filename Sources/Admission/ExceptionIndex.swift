/// Which exceptions are about which bindings, found out at load.
package struct ExceptionIndex: Sendable {
    private var named: [ObjectIdentifier: [Exception]] = [:]

    /// No exceptions.
    package init() {}

    /// Adds an exception from those of the bindings that it names.
    package mutating func add(_ exception: Exception, from bindings: [Binding]) {
        for binding in bindings where exception.names(binding) {
            named[ObjectIdentifier(binding), default: []].append(exception)
        }
    }

    /// There are none.
    package var isEmpty: Bool { named.isEmpty }

    /// The exceptions that are about a binding, in the order in which they were added.
    func exceptions(from binding: Binding) -> [Exception] { named[ObjectIdentifier(binding)] ?? [] }
}
