/// The state of a policy directory as far as it can be told without reading the files.
struct Fingerprint: Equatable, Sendable {
    /// The state of one file.
    struct Stamp: Equatable, Sendable {
        let path: String
        let inode: UInt64
        let size: Int
        /// When the content was changed, and when the file was: seconds and nanoseconds of each.
        let times: [Int]
    }

    /// The files, sorted by path.
    let stamps: [Stamp]
    /// What could not be read.
    let failures: [String]
}
