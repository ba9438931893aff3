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
            guard let failures = try pool.run(left.map(job)) else {
                let now = try SweepState(sweep, in: folder)
                throw RunsError.interrupted(finished: now.runCount - now.unfinished.count, of: now.runCount)
            }
            let others = try failures.filter { try !noteBreakdown($0, among: left) }
            guard others.isEmpty else { throw RunsError.failed(others) }
        }
    }

    private func job(_ run: SweepRun) throws -> WorkerPool.Job {
        try folder.prepare(run, of: sweep)
        let out = folder.folder(of: run)
        return WorkerPool.Job(
            arguments: ["train", folder.configPath(of: run), "--out", out.path, "--quiet", "--ends-with-input"]
                + (out.isInUse ? ["--resume"] : []),
            title: run.path, group: run.path, run: out)
    }

    /// Notes a training that broke down: a result of its point, not of the sweep.
    private func noteBreakdown(_ failed: WorkerPool.Failed, among runs: [SweepRun]) throws -> Bool {
        guard failed.status.code == Failure.Code.training.rawValue,
            let run = runs.first(where: { $0.path == failed.title })
        else { return false }
        try folder.noteFailure(failed.errors, of: run)
        return true
    }
}
