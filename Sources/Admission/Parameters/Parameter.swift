package import Documents

/// A parameter of a policy: name, type, default and help in one declaration.
///
///     @Parameter("Containers, by name, that may run as root.")
///     var exempt: Set<String> = []
@propertyWrapper
package struct Parameter<Value: ParameterValue>: Sendable {
    /// The value: the default, or what the configuration says.
    package var wrappedValue: Value
    /// What it means, a sentence.
    package let help: String

    package init(wrappedValue: Value, _ help: String) {
        self.wrappedValue = wrappedValue
        self.help = help
    }
}

extension Parameter: Decodable {
    /// Parameters are read through `ParameterObject.read` only, which never comes here.
    package init(from decoder: any Decoder) throws {
        throw DecodingError.dataCorrupted(
            .init(codingPath: decoder.codingPath, debugDescription: "Parameters are read by ParameterObject.read."))
    }
}

/// A type with parameters: a policy, or a value within one.
///
/// `Decodable` is synthesised and says which parameters there are; they are read by name through `read`.
package protocol ParameterObject: Decodable, Sendable {
    /// All parameters at their defaults.
    init()
    /// What is wrong with the parameters taken together; nothing unless a type says otherwise.
    var problems: [ParameterProblem] { get }
}

extension ParameterObject {
    package var problems: [ParameterProblem] { [] }
}

/// Something that is wrong with parameters which are well formed each by itself.
package struct ParameterProblem: Sendable, Equatable {
    /// The parameter where the mend belongs.
    package let name: String
    /// What was found and what is wanted, a sentence.
    package let message: String
    /// Other parameters that would do instead: where one of them can't be read, nothing is said.
    package let alternatives: [String]

    package init(_ name: String, _ message: String, unless alternatives: String...) {
        self.name = name
        self.message = message
        self.alternatives = alternatives
    }
}

/// A type that a parameter can have.
package protocol ParameterValue: Sendable {
    /// What its text looks like, for the reference and the editor schema.
    static var shape: ParameterShape { get }
    /// Reads a value; nil, and at least one complaint, when it is none of this type.
    static func read(_ json: JSON, _ reader: ParameterReader) -> Self?
    /// The value as the configuration would have it, for the reference; `null` where none is set.
    var json: JSONValue { get }
}

/// What a parameter's text looks like.
package indirect enum ParameterShape: Sendable, Equatable {
    case boolean
    case integer
    /// Text; the words say what it holds, as in "a quantity such as 500m".
    case text(String)
    case oneOf([String])
    case list(of: ParameterShape)
    case map(of: ParameterShape)
    case object([ParameterReference])
    case anything
}

/// What the reference says of one parameter.
package struct ParameterReference: Sendable, Equatable {
    /// The name, as in the configuration.
    package let name: String
    /// What it means.
    package let help: String
    /// What its text looks like.
    package let shape: ParameterShape
    /// The default.
    package let standard: JSONValue
}
