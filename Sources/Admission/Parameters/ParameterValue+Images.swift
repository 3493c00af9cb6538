package import Documents
package import Kubernetes

extension ImagePattern: ParameterValue {
    package static var shape: ParameterShape { .text("images, such as ghcr.io, ghcr.io/acme or docker.io/library/*") }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> ImagePattern? {
        guard let text = String.read(json, reader) else { return nil }
        do throws(ImagePatternError) { return try ImagePattern(parsing: text) } catch {
            reader.complain(error.description)
            return nil
        }
    }
    package var json: JSONValue { .string(description) }
}

extension ImagePrefix: ParameterValue {
    package static var shape: ParameterShape {
        .text("a registry or a place in one, such as docker.io or ghcr.io/acme")
    }
    package static func read(_ json: JSON, _ reader: ParameterReader) -> ImagePrefix? {
        guard let text = String.read(json, reader) else { return nil }
        do throws(ImagePrefixError) { return try ImagePrefix(parsing: text) } catch {
            let plain = text.hasSuffix("/**") ? String(text.dropLast(3)) : nil
            reader.complain(error.description, suggestion: plain)
            return nil
        }
    }
    package var json: JSONValue { .string(description) }
}

extension NetworkPolicyView.Direction: ParameterValue {}
