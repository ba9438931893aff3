internal import Foundation

/// Recycles tensor memory: a buffer that is released is handed out again to the next request of its size class.
///
/// A training step asks for the same sizes every time, so after the first step nothing is taken from the heap; the
/// counters prove it. The pool belongs to one ``Device`` and to the thread that runs it.
package final class StoragePool {
    /// Alignment of every buffer: one cache line, and one AVX-512 vector.
    package static let alignment = 64

    /// Heap allocations since the pool was made.
    package private(set) var allocationCount = 0
    /// Bytes held by live tensors.
    package private(set) var bytesInUse = 0
    /// Bytes taken from the heap: live and waiting for reuse.
    package private(set) var bytesReserved = 0
    /// The largest value ``bytesInUse`` has had.
    package private(set) var peakBytesInUse = 0

    private var free: [Int: [UnsafeMutableRawPointer]] = [:]

    package init() {}

    deinit { trim() }

    /// The size class of a request. Coarse steps (an eighth of the power of two below) keep the number of classes
    /// small while wasting at most an eighth.
    package static func capacity(for byteCount: Int) -> Int {
        guard byteCount > 512 else { return byteCount <= 64 ? 64 : (byteCount + 127) / 128 * 128 }
        let step = 1 << (Int.bitWidth - 1 - (byteCount - 1).leadingZeroBitCount - 3)
        return (byteCount + step - 1) / step * step
    }

    package func take(capacity: Int) -> UnsafeMutableRawPointer {
        bytesInUse += capacity
        peakBytesInUse = max(peakBytesInUse, bytesInUse)
        if let pointer = free[capacity]?.popLast() { return pointer }
        allocationCount += 1
        bytesReserved += capacity
        return UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: StoragePool.alignment)
    }

    package func recycle(_ pointer: UnsafeMutableRawPointer, capacity: Int) {
        bytesInUse -= capacity
        free[capacity, default: []].append(pointer)
    }

    /// Gives the memory that waits for reuse back to the system.
    package func trim() {
        for (capacity, pointers) in free {
            bytesReserved -= capacity * pointers.count
            for pointer in pointers { pointer.deallocate() }
        }
        free.removeAll()
    }
}
