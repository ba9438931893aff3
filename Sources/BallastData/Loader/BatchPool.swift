import Synchronization

/// Buffers of batches that nobody uses at the moment.
///
/// It grows when a consumer keeps batches for longer than usual, so that keeping them can never stop the loading.
final class BatchPool: Sendable {
    private let capacity: Int
    private let valuesPerExample: Int
    private let free = Mutex<[BatchBuffers]>([])
    private let made = Mutex(0)

    init(capacity: Int, valuesPerExample: Int) {
        self.capacity = capacity
        self.valuesPerExample = valuesPerExample
    }

    /// The number of buffers made so far.
    var allocationCount: Int { made.withLock { $0 } }

    func take() -> BatchBuffers {
        if let buffers = free.withLock({ $0.popLast() }) { return buffers }
        made.withLock { $0 += 1 }
        return BatchBuffers(capacity: capacity, valuesPerExample: valuesPerExample)
    }

    func give(back buffers: BatchBuffers) {
        free.withLock { $0.append(buffers) }
    }
}
