import Glibc

/// Blocks of memory that hold large bodies and what is read from them.
package enum LargeBlocks {
    /// Blocks from here on are mapped by themselves: 1 MiB, more than an ordinary review takes.
    private static let threshold: Int32 = 1 << 20
    /// M_MMAP_THRESHOLD of malloc.h.
    private static let mappingThreshold: Int32 = -3

    /// Has large blocks go back to the system when they are freed. The C library raises its threshold with each large block
    /// that is freed (mallopt(3)), and what a rush of large reviews took would stay resident for good.
    ///
    /// - Returns: false where the C library has no such setting.
    @discardableResult
    package static func returnWhenFreed() -> Bool {
        // The Glibc module lacks malloc.h, and other C libraries lack mallopt.
        guard let symbol = dlsym(nil, "mallopt") else { return false }
        let set = unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
        return set(mappingThreshold, threshold) == 1
    }
}
