import Glibc

/// Knows the input that is running, and prints it as base64 when it crashes the process or never ends.
///
/// The state is global because signal handlers can't have any of their own; it is set before the first input, and
/// handlers only read it.
struct Recorder {
    /// Bytes of an input that can be recorded.
    private static let capacity = 1 << 17
    /// Seconds after which an input counts as one that never ends.
    private static let patience: UInt32 = 20

    init(target: String) {
        record = Record(target, capacity: Self.capacity)
        // A handler on its own stack still works after the usual one has overflowed.
        var stack = stack_t(ss_sp: .allocate(byteCount: 1 << 16, alignment: 16), ss_flags: 0, ss_size: 1 << 16)
        sigaltstack(&stack, nil)
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                record.print(because: number)
                _exit(1)
            }
            action.sa_flags = SA_ONSTACK
            sigaction(number, &action, nil)
        }
    }

    /// An input starts to run.
    func begin(_ input: [UInt8]) {
        record.set(input)
        alarm(Self.patience)
    }

    /// The input has come to its end.
    func end() { alarm(0) }

    /// Prints the input that ran last.
    func printInput() { record.print(because: 0) }
}

nonisolated(unsafe) private var record = Record("", capacity: 0)

/// Memory that a signal handler may read: no allocation and no reference counts.
private struct Record {
    private let name: UnsafeMutableBufferPointer<UInt8>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let text: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    init(_ target: String, capacity: Int) {
        let line = Array("\nreplay with: Fuzz \(target) replay ".utf8)
        name = .allocate(capacity: line.count)
        _ = name.initialize(from: line)
        input = .allocate(capacity: capacity)
        text = .allocate(capacity: capacity * 2)
        input.initialize(repeating: 0)
        text.initialize(repeating: 0)
    }

    mutating func set(_ bytes: [UInt8]) {
        count = min(bytes.count, input.count)
        for index in 0..<count { input[index] = bytes[index] }
    }

    func print(because number: Int32) {
        say(number == 0 ? "" : number == SIGALRM ? "\nan input never ends" : "\nan input crashes")
        write(2, name.baseAddress, name.count)
        write(2, text.baseAddress, encode())
        say("\n")
    }

    private func say(_ text: StaticString) { write(2, text.utf8Start, text.utf8CodeUnitCount) }

    /// Base64 of the input into `text`; how long it is.
    private func encode() -> Int {
        let digits: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        var length = 0
        var index = 0
        while index < count {
            let left = count - index
            let first = UInt32(input[index]) << 16
            let second = left > 1 ? UInt32(input[index + 1]) << 8 : 0
            let bits = first | second | (left > 2 ? UInt32(input[index + 2]) : 0)
            for place in 0..<4 {
                let digit = Int(bits >> UInt32(18 - place * 6) & 63)
                text[length] = place <= left ? digits.utf8Start[digit] : UInt8(ascii: "=")
                length += 1
            }
            index += 3
        }
        return length
    }
}
