import Admission
import Glibc

extension Gate {
    /// The time that a decision wants to know, in seconds since 1970; nil, and not asked for, without exceptions.
    var moment: Int64? { hasExceptions ? Int64(time(nil)) : nil }
}
