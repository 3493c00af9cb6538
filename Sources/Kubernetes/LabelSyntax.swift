/// A label's or annotation's key: `name` or `dns.name/name` (apimachinery, `IsQualifiedName`).
package func isLabelKey(_ key: String) -> Bool {
    let (first, second) = key[...].splitOnce(at: UInt8(ascii: "/"))
    guard let second else { return isLabelName(first) }
    return isSubdomain(first) && isLabelName(second)
}

/// A label's value: empty, or as a key's name (apimachinery, `IsValidLabelValue`).
package func isLabelValue(_ value: String) -> Bool {
    value.isEmpty || isLabelName(value[...])
}

/// At most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.
private func isLabelName(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, let last = name.utf8.last else { return false }
    return name.utf8.count <= 63 && first.isAlphanumeric && last.isAlphanumeric
        && name.utf8.allSatisfy {
            $0.isAlphanumeric || $0.isSeparator
        }
}

/// At most 253 bytes of DNS labels in lower case (RFC 1123; apimachinery, `IsDNS1123Subdomain`).
package func isSubdomain(_ name: Substring) -> Bool {
    name.utf8.count <= 253
        && name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            guard let first = label.first, let last = label.last else { return false }
            return first.isLowerAlphanumeric && last.isLowerAlphanumeric
                && label.allSatisfy { $0.isLowerAlphanumeric || $0 == UInt8(ascii: "-") }
        }
}
