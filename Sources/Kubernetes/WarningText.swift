/// One line as the API server passes warnings on: it drops one with a control character, and cuts long ones to 256
/// scalars. Control characters become spaces here, and what is past the limit an ellipsis.
package func warningText(_ text: String, limit: Int = 256) -> String {
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
        scalars.append(isControl(scalar) ? " " : scalar)
    }
    return String(scalars)
}

/// Unicode's category Cc.
private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
}
