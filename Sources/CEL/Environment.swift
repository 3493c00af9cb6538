/// What an expression may use: variables, functions, types, and the switches of the syntax.
package struct Environment: Sendable {
    /// A variable by name, perhaps one with points, and its type.
    package struct Variable: Sendable {
        package let name: String
        package let type: CELType
    }

    /// A declared type of objects or messages.
    package struct ObjectType: Sendable {
        /// The fields by name; nil when any name is one.
        package let fields: [String: CELType]?

        package init(fields: [String: CELType]?) { self.fields = fields }
    }

    /// The variables in the order of their slots.
    package private(set) var variables: [Variable] = []
    private(set) var slots: [String: Int] = [:]
    private(set) var hasQualifiedNames = false
    private(set) var functions: [String: [Overload]] = [:]
    /// What the reference shows, in the order of the libraries.
    package private(set) var reference: [Library] = []
    /// Types that have names.
    private(set) var types: [String: CELType] = Environment.standardTypes
    private(set) var objects: [String: ObjectType] = [:]
    /// Types such as `Object` whose every field `Object.a.b` is of a type of that name.
    private var openTypes: Set<String> = []
    /// The namespace that names are looked up in first.
    package var container = ""
    /// Lists and maps may not mix types, as Kubernetes has it.
    package var isHomogeneous = false
    /// Lists and maps of constants are made once and cost nothing, as in the API server.
    package var foldsConstants = false
    /// Literals that are no duration or no timestamp are refused at load (cel-go `ValidateDurationLiterals`,
    /// `ValidateTimestampLiterals`).
    package var checksLiterals = false
    /// What `has()` costs beside its operand: nothing in the API server.
    package var presenceCost = 1
    /// What is known of the sizes of variables and what is in them, by path: `params.names`, `params.names.@items`,
    /// `object.spec.containers.@items.image`, `object.metadata.labels.@keys`, `object.metadata.labels.@values`. Only
    /// estimates of costs look at it.
    package var sizes: [String: SizeEstimate] = [:]
    /// The syntax and its limits.
    package var grammar = Grammar()

    /// An environment with these libraries and no variables.
    package init(_ libraries: [Library]) {
        for library in libraries { add(library) }
    }

    /// The functions and macros of a name, with the libraries that have them.
    package func reference(of name: String) -> [(library: Library, function: Function)] {
        reference.flatMap { library in
            library.functions.filter { [$0.name, $0.name.displayName].contains(name) }.map { (library, $0) }
        }
    }

    private static let standardTypes: [String: CELType] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
        "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "type": .type(.dyn),
        "optional_type": .optional(.dyn), "google.protobuf.Timestamp": .timestamp,
        "google.protobuf.Duration": .duration,
    ]

    /// Declares a variable; a second one of the same name takes its place.
    package mutating func declare(_ name: String, _ type: CELType = .dyn) {
        let variable = Variable(name: name, type: type)
        if name.contains(".") || !container.isEmpty { hasQualifiedNames = true }
        if let slot = slots[name] {
            variables[slot] = variable
        } else {
            slots[name] = variables.count
            variables.append(variable)
        }
    }

    /// Declares a type of objects.
    package mutating func declare(type name: String, _ type: ObjectType) {
        objects[name] = type
    }

    /// Declares a type of objects with any fields, and with it all types `name.field`.
    package mutating func declare(openType name: String) { openTypes.insert(name) }

    /// The slot of a variable; nil when there is none of that name.
    package func slot(of name: String) -> Int? { slots[name] }

    func object(named name: String) -> ObjectType? {
        if let type = objects[name] { return type }
        let root = String(name.prefix { $0 != "." })
        return openTypes.contains(root) ? ObjectType(fields: nil) : nil
    }

    private mutating func add(_ library: Library) {
        for function in library.functions where !function.overloads.isEmpty {
            functions[function.name, default: []].append(contentsOf: function.overloads)
        }
        reference.append(library)
        for (name, type) in library.types {
            types[name] = type
            hasQualifiedNames = true
        }
        hasQualifiedNames = true
    }
}

/// Functions and types that belong together.
package struct Library: Sendable {
    /// As the reference titles it.
    package let name: String
    /// The functions in the order of the reference.
    package let functions: [Function]
    let types: [String: CELType]
    /// The minor version of Kubernetes that brought it; nil for what was there before 1.28, or never is.
    package internal(set) var since: Int?

    init(_ name: String, types: [String: CELType] = [:], _ functions: [Function]) {
        self.name = name
        self.types = types
        self.functions = functions
    }
}
