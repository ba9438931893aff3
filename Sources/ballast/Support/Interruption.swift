import Foundation
import Synchronization

/// Turns the first SIGINT or SIGTERM into a request that the training loop honours; the second ends the program at once.
final class Interruption {
    private let flag = Flag()
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM].map { [flag] number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { flag.raise() }
            source.resume()
            return source
        }
    }

    var isRequested: Bool { flag.isRaised }

    /// Raised on a queue of its own, read by the training loop.
    private final class Flag: Sendable {
        private let raised = Atomic(false)

        var isRaised: Bool { raised.load(ordering: .relaxed) }

        func raise() {
            if raised.exchange(true, ordering: .relaxed) { exit(Failure.Code.interrupted.rawValue) }
            Console.error("\ninterrupted: saving a checkpoint (again to stop at once)")
        }
    }
}
