import Glibc

/// What `work` answers on a thread with a stack of so many bytes.
func onStack(of bytes: Int, _ work: @escaping @Sendable () -> Bool) -> Bool {
    final class Job {
        let work: @Sendable () -> Bool
        var result = false

        init(_ work: @escaping @Sendable () -> Bool) { self.work = work }
    }
    let job = Job(work)
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    pthread_attr_init(attributes)
    pthread_attr_setstacksize(attributes, bytes)
    var thread: pthread_t = 0
    let status = pthread_create(
        &thread, attributes,
        { context in
            guard let context else { return nil }
            let job = Unmanaged<Job>.fromOpaque(context).takeUnretainedValue()
            job.result = job.work()
            return nil
        }, Unmanaged.passUnretained(job).toOpaque())
    pthread_attr_destroy(attributes)
    guard status == 0 else { return false }
    pthread_join(thread, nil)
    return withExtendedLifetime(job) { job.result }
}
