import Glibc
package import Telemetry

/// What the system knows of this process (proc(5)); what can't be told is nil, and left out of the page.
package struct ProcessNumbers: Sendable {
    /// CPU time, user and system, in seconds.
    package private(set) var processorTime: Double?
    /// Bytes that are resident.
    package private(set) var residentMemory: Int?
    /// Bytes of address space.
    package private(set) var virtualMemory: Int?
    /// File descriptors that are open, and that may be.
    package private(set) var openFiles: Int?
    package private(set) var maximumFiles: Int?
    /// Seconds since 1970.
    package private(set) var startTime: Double?
    package private(set) var threads: Int?

    /// The numbers as they are now.
    package init() {
        readStatus()
        openFiles = Self.entries("/proc/self/fd")
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            maximumFiles = Int(clamping: limit.rlim_cur)
        }
    }

    /// The fields of `/proc/self/stat` after the name, which is in parentheses and may hold anything; the first is number
    /// 3 of proc(5).
    private mutating func readStatus() {
        guard let text = Self.read("/proc/self/stat"), let end = text.lastIndex(of: ")") else { return }
        let fields = text[end...].split(separator: " ").dropFirst().map { Double($0) }
        func field(_ number: Int) -> Double? {
            let position = number - 3
            return fields.indices.contains(position) ? fields[position] : nil
        }
        let ticks = Double(max(sysconf(Int32(_SC_CLK_TCK)), 1))
        if let user = field(14), let system = field(15) { processorTime = (user + system) / ticks }
        threads = field(20).flatMap { Int(exactly: $0) }
        virtualMemory = field(23).flatMap { Int(exactly: $0) }
        residentMemory = field(24).flatMap { Int(exactly: $0 * Double(getpagesize())) }
        if let start = field(22), let boot = Self.bootTime { startTime = boot + start / ticks }
    }

    /// When the machine started, in seconds since 1970.
    private static let bootTime: Double? = {
        guard let line = read("/proc/stat")?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }) else {
            return nil
        }
        return Double(line.dropFirst("btime ".count))
    }()

    private static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = Glibc.read(descriptor, &buffer, buffer.count), count > 0 {
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How many entries a directory has, without the descriptor that counting them takes.
    private static func entries(_ path: String) -> Int? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // `.`, `..`, and the directory itself.
        return max(count - 3, 0)
    }
}

extension MetricsText {
    /// The families of the process.
    package mutating func write(_ process: ProcessNumbers) {
        if let time = process.processorTime {
            family(.processorTime)
            sample(.processorTime, [:], time)
        }
        for (gauge, value) in [
            (MetricFamily.residentMemory, process.residentMemory), (.virtualMemory, process.virtualMemory),
            (.openFiles, process.openFiles), (.maximumFiles, process.maximumFiles), (.threads, process.threads),
        ] {
            if let value { one(gauge, value) }
        }
        if let time = process.startTime {
            family(.startTime)
            sample(.startTime, [:], time)
        }
    }
}
