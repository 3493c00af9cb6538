/// A warning as the API server passes it on: it drops one with a control character, and cuts long ones to 256 scalars.
package func warningText(_ text: String) -> String {
    let limit = 256
    let isPlain = text.utf8.count <= limit && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if isPlain { return text }
    var scalars = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
        count += 1
        if count > limit {
            scalars.removeLast()
            scalars.append("…")
            break
        }
        scalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return String(scalars)
}
