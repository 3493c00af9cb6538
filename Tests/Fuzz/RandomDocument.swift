import Documents
import Glibc

/// An object with the members that the corpus of expressions looks for, and what is random of every kind.
func randomDocument(_ random: inout SeededGenerator) -> JSON? {
    var writer = JSONWriter()
    writer.beginObject()
    for name in ["a", "b", "list", "text", "number", "metadata", "spec"] where Int.random(in: 0..<5, using: &random) > 0
    {
        writer.key(name)
        switch name {
        case "list": writeList(&writer, depth: 2, &random)
        case "text": writer.string(randomText(&random))
        case "number": writer.raw(numbers.randomElement(using: &random)?.utf8 ?? "0".utf8)
        case "metadata": writer.raw(#"{"name":"web","labels":{"a":"b","app":""}}"#.utf8)
        case "spec": writer.raw(#"{"replicas":3,"containers":[{"image":"a/b"},{"image":"x"}]}"#.utf8)
        default: writeValue(&writer, depth: 3, &random)
        }
    }
    writer.endObject()
    return try? JSON(parsing: writer.bytes)
}

private let numbers = [
    "0", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1e300", "-0.0", "0.1", "1e-320",
    "12345678901234567890123",
]

private let texts = [
    "", "a", "aaaaaaaaaaaaaaaaaaaaaaaa", "é", "e\u{301}", "𝔘", "/\u{301}", "1Gi", "10.0.0.1", "::ffff:1.2.3.4",
    "1.2.3-rc.1",
    "2024-02-29T12:00:00Z", "1h30m", "https://[::1]:80/a%2Fb?c=d&c=%zz", "%s%d", "-", "a/b", "[a-z]*", "(",
    "\u{0}\u{1B}",
    "9223372036854775808", "Europe/Berlin", "true", "\r\n", "a.b.c",
]

private func randomText(_ random: inout SeededGenerator) -> String {
    let text = texts.randomElement(using: &random) ?? ""
    guard Int.random(in: 0..<16, using: &random) == 0 else { return text }
    return String(repeating: text, count: Int.random(in: 1..<4000, using: &random))
}

private func writeValue(_ writer: inout JSONWriter, depth: Int, _ random: inout SeededGenerator) {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &random) {
    case 0: writer.null()
    case 1: writer.bool(Bool.random(using: &random))
    case 2: writer.raw(numbers.randomElement(using: &random)?.utf8 ?? "0".utf8)
    case 3, 4: writer.string(randomText(&random))
    case 5: writeList(&writer, depth: depth - 1, &random)
    default:
        writer.beginObject()
        for name in texts.shuffled(using: &random).prefix(Int.random(in: 0..<6, using: &random)) {
            writer.key(name)
            writeValue(&writer, depth: depth - 1, &random)
        }
        writer.endObject()
    }
}

private func writeList(_ writer: inout JSONWriter, depth: Int, _ random: inout SeededGenerator) {
    let isLong = Int.random(in: 0..<16, using: &random) == 0
    writer.beginArray()
    for _ in 0..<Int.random(in: 0..<(isLong ? 500 : 5), using: &random) {
        writeValue(&writer, depth: isLong ? 0 : depth, &random)
    }
    writer.endArray()
}

/// The memory that the process has at hand.
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
        separator: " ")
    return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4096
}
