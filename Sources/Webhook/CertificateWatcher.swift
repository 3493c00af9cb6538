import Glibc
package import TLS

/// The files that a server's TLS comes from.
package struct CertificateFiles: Sendable, Equatable {
    /// The chain, leaf first.
    package var certificate: String
    /// The leaf's private key.
    package var key: String
    /// The authorities that clients' certificates must come from; nil lets everybody in.
    package var clientAuthority: String?
    /// The names that clients' certificates may bear.
    package var clientNames: [String]

    package init(
        certificate: String, key: String, clientAuthority: String? = nil, clientNames: [String] = ["kube-apiserver"]
    ) {
        self.certificate = certificate
        self.key = key
        self.clientAuthority = clientAuthority
        self.clientNames = clientNames
    }

    /// Reads the files; an error names the file.
    package func load() throws(TLSError) -> TLSContext {
        try TLSContext.load(
            certificate: certificate, key: key, clientAuthority: clientAuthority, clientNames: clientNames)
    }

    /// What the files look like from outside; changes when one is written or replaced.
    package var fingerprint: [FileStamp] {
        [certificate, key, clientAuthority].compactMap { $0.map { FileStamp(path: $0) } }
    }
}

/// A file from outside: which one, how long, when written. Follows links, as the mounts of Secrets are made of them.
package struct FileStamp: Sendable, Equatable {
    private var inode: UInt64 = 0
    private var size: Int64 = -1
    private var seconds: Int = 0
    private var nanoseconds: Int = 0

    /// A file that is missing has a stamp of its own.
    package init(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}

/// Decides when certificates are to be read, or issued, again. Files that are still being written settle first: a change
/// counts when two looks in a row see the same.
package struct CertificateWatcher: Sendable {
    private var loaded: [FileStamp]
    private var seen: [FileStamp]
    /// When a certificate is due though no file has changed; nil for never.
    private var renewal: UnixTime?

    /// Seconds until a renewal that failed is tried again.
    package static let pause: Int64 = 30

    /// Begins with the files as they were when they were read.
    package init(loaded: [FileStamp], renewal: UnixTime? = nil) {
        self.loaded = loaded
        self.renewal = renewal
        seen = loaded
    }

    /// Takes note of what the files look like now; true when they changed and settled, or when the time of the
    /// certificate has come.
    package mutating func isDue(_ now: [FileStamp], at moment: UnixTime = .now) -> Bool {
        let hasSettled = now == seen
        seen = now
        let hasChanged = hasSettled && now != loaded
        let isRenewal = renewal.map { $0 <= moment } ?? false
        guard hasChanged || isRenewal else { return false }
        if hasChanged { loaded = now }
        if isRenewal { renewal = moment.adding(seconds: Self.pause) }
        return true
    }

    /// Takes note of the time of a new certificate.
    package mutating func took(_ certificate: ServingCertificate) { renewal = certificate.renewal }
}
