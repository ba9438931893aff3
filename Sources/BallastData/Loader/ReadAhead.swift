import Dispatch
import Synchronization

/// Makes items one after the other, the next one by another thread while the last one is in use.
final class ReadAhead<Item: Sendable> {
    private let count: Int
    private let make: @Sendable (Int) throws -> Item
    private var next = 0
    private var pending: Pending?

    /// An item that is being made.
    private final class Pending: Sendable {
        private let done = DispatchSemaphore(value: 0)
        private let result = Mutex<Result<Item, any Error>?>(nil)

        init(_ make: @escaping @Sendable () throws -> Item) {
            DispatchQueue.global().async {
                let made = Result { try make() }
                self.result.withLock { $0 = made }
                self.done.signal()
            }
        }

        /// Waits for the item; once.
        func take() throws -> Item? {
            done.wait()
            return try result.withLock { $0.take() }?.get()
        }
    }

    /// - Parameters:
    ///   - count: how many items there are.
    ///   - make: makes the item of a number, from 0, called for one after the other.
    init(count: Int, _ make: @escaping @Sendable (Int) throws -> Item) {
        self.count = count
        self.make = make
    }

    deinit {
        // Nothing goes on behind the back of whoever dropped this.
        _ = try? pending?.take()
    }

    /// The next item, or nil after the last one.
    func take() throws -> Item? {
        if pending == nil { begin() }
        let item = try pending?.take()
        pending = nil
        begin()
        return item
    }

    private func begin() {
        guard next < count else { return }
        let (number, make) = (next, make)
        next += 1
        pending = Pending { try make(number) }
    }
}
