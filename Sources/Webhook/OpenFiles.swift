import Glibc

/// How many files, connections among them, the process may have open at a time.
package enum OpenFiles {
    /// Raises the limit to what the system lets it be: the usual 1,024 would be used up by connections alone, and
    /// health could not be asked any more.
    ///
    /// - Returns: the limit from now on; nil when it can't be told.
    @discardableResult
    package static func raiseLimit() -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
