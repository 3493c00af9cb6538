import Synchronization

/// A value that every loop reads without a lock, and that is rarely replaced, as a whole.
///
/// `@unchecked Sendable` is safe: a box is never changed once it is published, and one that was replaced is kept until
/// long after any reader that saw its address has taken hold of the value in it.
package final class Published<Value: Sendable>: @unchecked Sendable {
    private final class Box: Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    private let address: Atomic<UnsafeRawPointer>
    /// Boxes in the order in which they were published, the current one last.
    private let boxes: Mutex<[(box: Box, replaced: ContinuousClock.Instant?)]>
    private let grace: Duration

    /// Boxes are kept for `grace` after their replacement: far longer than the moment between a reader's load of the
    /// address and its hold on the value.
    package init(_ value: Value, grace: Duration = .seconds(300)) {
        let box = Box(value)
        self.grace = grace
        boxes = Mutex([(box, nil)])
        address = Atomic(UnsafeRawPointer(Unmanaged.passUnretained(box).toOpaque()))
    }

    /// The value published last.
    package var current: Value {
        Unmanaged<Box>.fromOpaque(address.load(ordering: .acquiring)).takeUnretainedValue().value
    }

    /// Puts another value in the place of the current one; readers have one or the other.
    package func publish(_ value: Value) {
        let box = Box(value)
        let now = ContinuousClock.now
        boxes.withLock { boxes in
            boxes.removeAll { entry in entry.replaced.map { now - $0 > grace } ?? false }
            if let last = boxes.indices.last { boxes[last].replaced = now }
            boxes.append((box, nil))
            address.store(UnsafeRawPointer(Unmanaged.passUnretained(box).toOpaque()), ordering: .releasing)
        }
    }
}
