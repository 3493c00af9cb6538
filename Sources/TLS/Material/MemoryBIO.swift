import CLibSSL

/// Bytes in memory that OpenSSL reads or writes as if they were a file, outside of any session.
enum MemoryBIO {
    /// Lets `body` read `bytes` through a BIO.
    static func reading<Result>(_ bytes: [UInt8], _ body: (OpaquePointer) -> Result?) -> Result? {
        bytes.withUnsafeBytes { buffer in
            guard let count = Int32(exactly: buffer.count), let bio = BIO_new_mem_buf(buffer.baseAddress, count) else {
                return nil
            }
            defer { BIO_free(bio) }
            return body(bio)
        }
    }

    /// What `body` writes into a BIO; nil when it returns something else than one.
    static func collecting(_ body: (OpaquePointer) -> Int32) -> [UInt8]? {
        guard let bio = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(bio) }
        guard body(bio) >= 0 else { return nil }
        var start: UnsafePointer<CChar>?
        let count = CLibSSL_BIO_get_mem_data(bio, &start)
        guard let start, count > 0 else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The text that `body` writes.
    static func text(_ body: (OpaquePointer) -> Int32) -> String? {
        collecting(body).map { String(decoding: $0, as: UTF8.self) }
    }
}
