internal import Dispatch
internal import Synchronization

/// Does work in its order on another thread, a few pieces behind whoever hands it over.
final class WriteBehind: Sendable {
    private let queue = DispatchQueue(label: "ballast-write-behind")
    private let room: DispatchSemaphore
    private let failure = Mutex<(any Error)?>(nil)

    /// - Parameter limit: pieces that may wait, at least 1; more make `add` wait.
    init(limit: Int) {
        room = DispatchSemaphore(value: limit)
    }

    /// Adds a piece of work, which is left out if one before it has failed.
    ///
    /// - Throws: what a piece before it has thrown.
    func add(_ work: @escaping @Sendable () throws -> Void) throws {
        room.wait()
        do {
            try throwFailure()
        } catch {
            room.signal()
            throw error
        }
        queue.async { [self] in
            defer { room.signal() }
            guard failure.withLock({ $0 == nil }) else { return }
            do { try work() } catch { failure.withLock { $0 = error } }
        }
    }

    /// Waits until all work is done.
    ///
    /// - Throws: what a piece of it has thrown.
    func finish() throws {
        queue.sync {}
        try throwFailure()
    }

    private func throwFailure() throws {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}
