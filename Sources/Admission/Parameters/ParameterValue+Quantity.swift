package import Documents
package import Kubernetes

extension Quantity: ParameterValue {
    package static var shape: ParameterShape { .text("a quantity such as 500m, 2 or 512Mi") }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> Quantity? {
        do throws(QuantityError) { return try Quantity(json) } catch {
            reader.complain(error.description)
            return nil
        }
    }
    package var json: JSONValue { .string(description) }
}

extension ContainerView.List: ParameterValue {}
