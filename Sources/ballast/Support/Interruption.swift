import Foundation
import Synchronization

/// Turns the first SIGINT or SIGTERM into a request that the running work honours.
final class Interruption {
    private let flag: Flag
    private let sources: [any DispatchSourceSignal]

    /// For a training, which saves a checkpoint; the second signal ends the program at once.
    convenience init() { self.init("saving a checkpoint (again to stop at once)", endsOnRepetition: true) }

    /// For a command whose work is done by runs in processes of their own.
    static func ofRuns() -> Interruption {
        Interruption("every run saves a checkpoint (again to stop at once)", endsOnRepetition: true)
    }

    /// For the cells of a notebook. A second signal changes nothing: the program ends as soon as the cell has.
    static func ofCells() -> Interruption { Interruption("ending the cell", endsOnRepetition: false) }

    /// - Parameter announcement: what is done about the first signal.
    private init(_ announcement: String, endsOnRepetition: Bool) {
        let flag = Flag(announcement, endsOnRepetition: endsOnRepetition)
        self.flag = flag
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { flag.raise() }
            source.resume()
            return source
        }
    }

    var isRequested: Bool { flag.isRaised }

    /// Raised on a queue of its own, read by the work.
    private final class Flag: Sendable {
        private let raised = Atomic(false)
        private let announcement: String
        private let endsOnRepetition: Bool

        init(_ announcement: String, endsOnRepetition: Bool) {
            self.announcement = announcement
            self.endsOnRepetition = endsOnRepetition
        }

        var isRaised: Bool { raised.load(ordering: .relaxed) }

        func raise() {
            if raised.exchange(true, ordering: .relaxed) {
                if endsOnRepetition { exit(Failure.Code.interrupted.rawValue) }
                return
            }
            Console.error("\ninterrupted: \(announcement)")
        }
    }
}
