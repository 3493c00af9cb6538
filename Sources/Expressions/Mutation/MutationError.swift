/// Why a mutation can't be made, in the words of the API server.
package struct MutationError: Error, Sendable, CustomStringConvertible {
    /// What follows.
    package enum Gravity: Sendable {
        /// The policy's `failurePolicy` decides.
        case ordinary
        /// The request is denied whatever the policy says, as the API server does where the result can't be read.
        case internalError
    }

    /// What is wrong.
    package let description: String
    /// What follows from it.
    package let gravity: Gravity

    init(_ description: String, _ gravity: Gravity = .ordinary) {
        self.description = description
        self.gravity = gravity
    }
}
