/// Recycles tensor memory: a buffer that is released is handed out again to the next request of its size class.
///
/// A training step asks for the same sizes every time, so after the first step nothing is taken from the heap; the
/// counters prove it. The pool belongs to one ``Device`` and to the thread that runs it.
///
/// Small tensors come and go within a microsecond, so taking and recycling are a few loads and stores: each size class
/// has a list of free buffers that is linked through the buffers themselves.
package final class StoragePool {
    /// Alignment of every buffer: one cache line, and one AVX-512 vector.
    package static let alignment = 64

    private struct Counters {
        var allocationCount = 0
        var bytesInUse = 0
        var bytesReserved = 0
        var peakBytesInUse = 0
    }

    /// Behind a pointer, because accesses to a class's own variables are checked for exclusivity each time.
    private let counters: UnsafeMutablePointer<Counters>
    /// The first free buffer of each size class, which holds the address of the next in its first bytes.
    private let free: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    package init() {
        counters = .allocate(capacity: 1)
        counters.initialize(to: Counters())
        free = .allocate(capacity: SizeClass.count)
        free.initialize(repeating: nil, count: SizeClass.count)
    }

    deinit {
        trim()
        counters.deallocate()
        free.deallocate()
    }

    /// Heap allocations since the pool was made.
    package var allocationCount: Int { counters.pointee.allocationCount }
    /// Bytes held by live tensors.
    package var bytesInUse: Int { counters.pointee.bytesInUse }
    /// Bytes taken from the heap: live and waiting for reuse.
    package var bytesReserved: Int { counters.pointee.bytesReserved }
    /// The largest value ``bytesInUse`` has had.
    package var peakBytesInUse: Int { counters.pointee.peakBytesInUse }

    /// The bytes that a request takes: those of its size class.
    package static func capacity(for byteCount: Int) -> Int { SizeClass(byteCount: byteCount).capacity }

    package func take(capacity: Int) -> UnsafeMutableRawPointer {
        counters.pointee.bytesInUse += capacity
        counters.pointee.peakBytesInUse = max(counters.pointee.peakBytesInUse, counters.pointee.bytesInUse)
        let list = SizeClass(byteCount: capacity).index
        if let pointer = free[list] {
            free[list] = pointer.load(as: UnsafeMutableRawPointer?.self)
            return pointer
        }
        counters.pointee.allocationCount += 1
        counters.pointee.bytesReserved += capacity
        return UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: StoragePool.alignment)
    }

    package func recycle(_ pointer: UnsafeMutableRawPointer, capacity: Int) {
        counters.pointee.bytesInUse -= capacity
        let list = SizeClass(byteCount: capacity).index
        pointer.storeBytes(of: free[list], as: UnsafeMutableRawPointer?.self)
        free[list] = pointer
    }

    /// Gives the memory that waits for reuse back to the system.
    package func trim() {
        for list in 0..<SizeClass.count {
            while let pointer = free[list] {
                free[list] = pointer.load(as: UnsafeMutableRawPointer?.self)
                pointer.deallocate()
            }
        }
        counters.pointee.bytesReserved = counters.pointee.bytesInUse
    }
}

/// Sizes that are rounded up alike: 64 bytes, multiples of 128 up to 512, then eight steps for each power of two, which
/// keeps the number of classes small while wasting at most an eighth.
private struct SizeClass {
    /// The number of classes.
    static let count = 5 + (Int.bitWidth - 9) * 8

    let capacity: Int
    let index: Int

    init(byteCount: Int) {
        if byteCount <= 64 {
            (capacity, index) = (64, 0)
        } else if byteCount <= 512 {
            index = (byteCount + 127) / 128
            capacity = index * 128
        } else {
            // 2^exponent < byteCount ≤ 2^(exponent + 1)
            let exponent = Int.bitWidth - 1 - (byteCount - 1).leadingZeroBitCount
            let steps = ((byteCount - 1) >> (exponent - 3)) + 1
            capacity = steps << (exponent - 3)
            index = 5 + (exponent - 9) * 8 + (steps - 9)
        }
    }
}
