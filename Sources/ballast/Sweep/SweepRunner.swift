import Ballast
import Foundation

/// Every N-th run of a sweep.
struct SweepShare {
    let index: Int
    let count: Int

    static let whole = SweepShare(index: 0, count: 1)

    func runs(_ runs: [SweepRun]) -> [SweepRun] {
        runs.enumerated().filter { $0.offset % count == index }.map(\.element)
    }

    /// Shares may work in one folder at a time, but each only once.
    var lockName: String { count == 1 ? ".lock" : ".lock-\(index)-of-\(count)" }
}

/// Trains what is left of a share of a sweep, round after round.
struct SweepRunner {
    let sweep: Sweep
    let folder: SweepFolder
    let share: SweepShare
    let limit: Int
    let isQuiet: Bool

    /// - Throws: `RunsError` if interrupted, or if runs failed for another reason than a training that broke down.
    func run() throws {
        let interruption = Interruption.ofRuns()
        let display = SweepDisplay(isQuiet: isQuiet, metric: sweep.metric)
        while true {
            let state = try SweepState(sweep, in: folder)
            display.show(state)
            // A share is of the round's runs, whoever has finished how many of them.
            let round = state.rounds.count - 1
            let all = sweep.runs(of: state.rounds[round].map(\.point).sorted(), round: round)
            let left = share.runs(all).filter(Set(state.unfinished).contains)
            guard !left.isEmpty else { return }
            var pool = WorkerPool(limit: limit, isInterrupted: { interruption.isRequested })
            pool.listener = { job, seconds in
                display.show(try SweepState(sweep, in: folder), finished: job.title, seconds: seconds)
            }
            let jobs = try left.map { try folder.job($0, of: sweep, title: $0.path, group: $0.path) }
            guard let failures = try pool.run(jobs) else {
                let now = try SweepState(sweep, in: folder)
                throw RunsError.interrupted(finished: now.runCount - now.unfinished.count, of: now.runCount)
            }
            guard failures.isEmpty else { throw RunsError.failed(failures) }
        }
    }
}
