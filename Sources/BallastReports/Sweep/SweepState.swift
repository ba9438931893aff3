public import BallastTraining

/// How far a sweep has come, as its folder says.
public struct SweepState: Sendable {
    /// The scores of every round that has begun, best first; of the last one as far as it is finished.
    public let rounds: [[SweepResult.Score]]
    /// Runs of the round in progress that are neither finished nor failed; none once the sweep is finished.
    public let unfinished: [SweepRun]
    /// Runs of the rounds that have begun.
    public let runCount: Int
    /// Runs of all rounds: of those to come as many as there will be if no point loses its value.
    public let expectedRunCount: Int

    private let sweep: Sweep

    /// Follows the rounds from the first to the one that is not finished: all points, then the best of each round.
    public init(_ sweep: Sweep, in folder: SweepFolder) throws {
        self.sweep = sweep
        var rounds: [[SweepResult.Score]] = []
        var unfinished: [SweepRun] = []
        var runCount = 0
        var points = sweep.points.map(\.index)
        for round in sweep.rounds.indices where unfinished.isEmpty && !points.isEmpty {
            let runs = sweep.runs(of: points, round: round)
            runCount += runs.count
            let outcomes = try runs.map { try folder.outcome(of: $0, metric: sweep.metric) }
            unfinished = zip(runs, outcomes).filter { $0.1 == .unfinished }.map(\.0)
            let scores = points.map { point in
                sweep.score(of: point, round: round, zip(runs, outcomes).filter { $0.0.point == point }.map(\.1))
            }
            rounds.append(sweep.ranked(scores))
            points = sweep.survivors(of: rounds[round])
        }
        self.rounds = rounds
        self.unfinished = unfinished
        self.runCount = runCount
        var expected = runCount
        var count = rounds.last?.count ?? 0
        // A search whose points have all lost their values comes to no further round.
        let isOver = unfinished.isEmpty && points.isEmpty
        for _ in sweep.rounds.indices.dropFirst(rounds.count) where !isOver {
            count = sweep.survivorCount(of: count)
            expected += count * sweep.runsPerPoint
        }
        expectedRunCount = expected
    }

    /// Runs that are finished or have failed.
    public var endedRunCount: Int { runCount - unfinished.count }

    /// The result; nil while runs are unfinished.
    public var result: SweepResult? { unfinished.isEmpty ? SweepResult(sweep, rounds: rounds) : nil }
}

extension Sweep {
    fileprivate func score(of point: Int, round: Int, _ outcomes: [SweepOutcome]) -> SweepResult.Score {
        let values = outcomes.map(\.value)
        let failures = outcomes.compactMap(\.failure)
        let sample = Sample(values.compactMap { $0 })
        let isWhole = sample.count == values.count
        return SweepResult.Score(
            point: point,
            settings: Dictionary(
                points[point].settings.map { ($0.key, $0.value.inlineYAML) }, uniquingKeysWith: { first, _ in first }),
            epochs: config(of: runs(of: [point], round: round)[0]).training.epochs, values: values,
            mean: isWhole ? sample.mean : nil, standardError: isWhole ? sample.standardError : nil, failures: failures)
    }

    /// Best first, equal ones in their order, those without a mean last.
    func ranked(_ scores: [SweepResult.Score]) -> [SweepResult.Score] {
        scores.enumerated().sorted { left, right in
            switch (left.element.mean, right.element.mean) {
            case (let a?, let b?) where a != b: direction == .higher ? a > b : a < b
            case (nil, _?): false
            case (_?, nil): true
            default: left.offset < right.offset
            }
        }.map(\.element)
    }

    /// The points of the next round: of n the best ⌈n/factor⌉ that have a value, in the order of their numbers.
    func survivors(of ranked: [SweepResult.Score]) -> [Int] {
        ranked.prefix(survivorCount(of: ranked.count)).filter { $0.mean != nil }.map(\.point).sorted()
    }

    fileprivate func survivorCount(of count: Int) -> Int {
        let factor = search.halving?.factor ?? 1
        return (count + factor - 1) / factor
    }
}
