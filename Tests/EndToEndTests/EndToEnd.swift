import Testing

/// The real binary, asked by foreign clients: the whole building at once. One test at a time, since each of them starts
/// servers and loads them.
@Suite("End to end", .serialized)
enum EndToEnd {}
