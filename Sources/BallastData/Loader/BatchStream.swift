import Foundation

/// The batches of one epoch, in order.
///
/// A stream that is dropped before its end stops preparing batches and waits for its thread, so nothing goes on behind
/// the back of whoever dropped it.
public final class BatchStream {
    /// Nil if batches are prepared on demand.
    private let queue: BatchQueue?
    private var maker: BatchMaker
    private var remaining: Range<Int>
    private let pool: BatchPool

    init(maker: BatchMaker, batches: Range<Int>, pool: BatchPool, ahead: Int) {
        self.maker = maker
        self.pool = pool
        remaining = batches
        guard ahead > 0, !batches.isEmpty else {
            queue = nil
            return
        }
        let queue = BatchQueue(limit: ahead)
        self.queue = queue
        let thread = Thread { queue.produce(maker, batches: batches, pool: pool) }
        thread.name = "ballast-loader"
        thread.start()
    }

    deinit {
        queue?.stop(pool: pool)
    }

    /// The next batch, or nil after the last one.
    ///
    /// - Throws: what went wrong while the batch was prepared, also on another thread; there are no batches after that.
    public func next() throws -> Batch? {
        if let queue {
            return try queue.take().map {
                Batch(number: $0.number, examples: maker.examples, buffers: $0.buffers, pool: pool)
            }
        }
        guard let number = remaining.popFirst() else { return nil }
        let buffers = pool.take()
        do {
            try maker.make(number, into: buffers)
        } catch {
            pool.give(back: buffers)
            remaining = remaining.upperBound..<remaining.upperBound
            throw error
        }
        return Batch(number: number, examples: maker.examples, buffers: buffers, pool: pool)
    }
}

/// Hands batches from the thread that prepares them to the one that trains.
private final class BatchQueue: @unchecked Sendable {
    // Sendable because every access to the variables is made with the condition's lock held.
    typealias Item = (number: Int, buffers: BatchBuffers)

    private let condition = NSCondition()
    private let limit: Int
    private var ready: [Item] = []
    private var failure: (any Error)?
    private var isCancelled = false
    private var isFinished = false

    init(limit: Int) {
        self.limit = limit
        ready.reserveCapacity(limit)
    }

    /// Prepares all batches; runs on the loading thread.
    func produce(_ maker: BatchMaker, batches: Range<Int>, pool: BatchPool) {
        var maker = maker
        var failure: (any Error)?
        for number in batches {
            guard waitForRoom() else { break }
            let buffers = pool.take()
            do {
                try maker.make(number, into: buffers)
            } catch let error {
                pool.give(back: buffers)
                failure = error
                break
            }
            condition.withLock {
                ready.append((number, buffers))
                condition.broadcast()
            }
        }
        condition.withLock {
            self.failure = failure
            isFinished = true
            condition.broadcast()
        }
    }

    /// Waits until another batch may be prepared; false if none is wanted any more.
    private func waitForRoom() -> Bool {
        condition.withLock {
            while ready.count >= limit, !isCancelled { condition.wait() }
            return !isCancelled
        }
    }

    /// The next batch, in order; what was prepared before a failure still comes first.
    func take() throws -> Item? {
        try condition.withLock {
            while ready.isEmpty, !isFinished { condition.wait() }
            guard ready.isEmpty else {
                let item = ready.removeFirst()
                condition.broadcast()
                return item
            }
            if let failure {
                self.failure = nil
                throw failure
            }
            return nil
        }
    }

    /// Ends the preparation and waits until the thread has let go of everything.
    func stop(pool: BatchPool) {
        condition.withLock {
            isCancelled = true
            condition.broadcast()
            while !isFinished { condition.wait() }
            for item in ready { pool.give(back: item.buffers) }
            ready.removeAll()
        }
    }
}
