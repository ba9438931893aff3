import Foundation

/// Threads that do jobs, first come, first served.
///
/// Who waits for a job takes part in the work, so that a pool of one thread needs no other, and a pool that has nothing to do
/// keeps no thread. A job may not wait for another one.
package final class WorkerPool: @unchecked Sendable {
    // Sendable because the variables are used with the condition's lock held.
    package let threads: Int
    private let condition = NSCondition()
    private var queue: [@Sendable () -> Void] = []
    /// Threads that work, those that wait for a job left aside.
    private var helpers = 0

    /// - Parameter threads: how many threads work, at least 1, the one that waits among them.
    package init(threads: Int) {
        self.threads = threads
    }

    /// Hands over work.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) -> Job<Value> {
        let job = Job(self, work)
        add { job.perform() }
        return job
    }

    fileprivate func add(_ work: @escaping @Sendable () -> Void) {
        condition.lock()
        defer { condition.unlock() }
        queue.append(work)
        guard helpers < threads - 1 else { return }
        helpers += 1
        DispatchQueue.global().async { self.help() }
    }

    private func help() {
        condition.lock()
        while takeOne() {}
        helpers -= 1
        condition.unlock()
    }

    /// Does the job that has waited longest, with the lock released meanwhile; false if there is none.
    private func takeOne() -> Bool {
        guard !queue.isEmpty else { return false }
        let work = queue.removeFirst()
        condition.unlock()
        work()
        condition.lock()
        return true
    }

    /// Sets what a job has come to.
    fileprivate func finish(_ body: () -> Void) {
        condition.lock()
        body()
        condition.broadcast()
        condition.unlock()
    }

    /// Works until the outcome is there.
    fileprivate func wait<Outcome>(for outcome: () -> Outcome?) -> Outcome {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let outcome = outcome() { return outcome }
            if !takeOne() { condition.wait() }
        }
    }
}

/// Work that was handed to a pool, and what comes of it.
package final class Job<Value: Sendable>: @unchecked Sendable {
    // Sendable because the outcome is used with the pool's lock held.
    private let pool: WorkerPool
    private let work: @Sendable () throws -> Value
    private var outcome: Result<Value, any Error>?

    fileprivate init(_ pool: WorkerPool, _ work: @escaping @Sendable () throws -> Value) {
        self.pool = pool
        self.work = work
    }

    fileprivate func perform() {
        let result = Result { try work() }
        pool.finish { outcome = result }
    }

    /// What the work has given, when it is done.
    ///
    /// - Throws: what the work has thrown.
    package func value() throws -> Value {
        try pool.wait { outcome }.get()
    }
}

/// Jobs of a pool that are done one after the other, by any thread.
package final class JobLane: @unchecked Sendable {
    // Sendable because the variables are used with the lock held.
    private let pool: WorkerPool
    private let lock = NSLock()
    private var queue: [@Sendable () -> Void] = []
    private var isRunning = false

    package init(_ pool: WorkerPool) {
        self.pool = pool
    }

    /// Hands over work, which is begun when all that was handed over before is done.
    package func run(_ work: @escaping @Sendable () -> Void) -> Job<Void> {
        let job = Job(pool, work)
        let begins = lock.withLock {
            queue.append { job.perform() }
            defer { isRunning = true }
            return !isRunning
        }
        if begins { pool.add { self.drain() } }
        return job
    }

    private func drain() {
        while let next = next() { next() }
    }

    private func next() -> (@Sendable () -> Void)? {
        lock.withLock {
            isRunning = !queue.isEmpty
            return queue.isEmpty ? nil : queue.removeFirst()
        }
    }
}
