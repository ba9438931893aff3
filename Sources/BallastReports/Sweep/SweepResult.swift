internal import BallastTraining
internal import Foundation

/// What a sweep gave: `sweep.json`. It holds no times, so that the same runs give the same bytes.
public struct SweepResult: Codable, Equatable, Sendable {
    /// A point in a round.
    public struct Score: Codable, Equatable, Sendable {
        public var point: Int
        /// The point's settings, as YAML on one line each.
        public var settings: [String: String]
        public var epochs: Int
        /// The metric on validation for every seed, or for every seed in every inner fold; null where it is undefined, the
        /// training broke down or is unfinished.
        public var values: [Double?]
        /// Of all values; null unless each is there.
        public var mean: Double?
        /// s/√n over the values; null for a single one.
        public var standardError: Double?
        /// Why trainings broke down.
        public var failures: [String]
    }

    public var name: String
    public var metric: String
    /// Which values win: `higher` or `lower`.
    public var direction: String
    public var seeds: Int
    /// The inner folds that points are compared on; null: it is the validation rows.
    public var innerFolds: Int?
    /// The points of every round, best first.
    public var rounds: [[Score]]
    /// The best of the last round; null if no point has a value.
    public var best: Score?
    /// Why it is the best, in a sentence.
    public var reason: String

    init(_ sweep: Sweep, rounds: [[Score]]) {
        name = sweep.name
        metric = sweep.metric
        direction = sweep.direction.rawValue
        seeds = sweep.search.seeds
        innerFolds = sweep.innerFolds?.count
        self.rounds = rounds
        best = rounds.last?.first.flatMap { $0.mean == nil ? nil : $0 }
        reason = Self.reason(best, next: rounds.last?.dropFirst().first, sweep)
    }

    private static func reason(_ best: Score?, next: Score?, _ sweep: Sweep) -> String {
        let seeds = sweep.search.seeds
        guard let best else {
            let place = sweep.innerFolds == nil ? "on validation" : "in every inner fold"
            return "no point has a value of \(sweep.metric) \(place) for every seed"
        }
        let superlative = sweep.direction == .higher ? "highest" : "lowest"
        var reason = "the \(superlative) mean \(sweep.metric) "
        let seedCount = seeds == 1 ? "1 seed" : "\(seeds) seeds"
        if let folds = sweep.innerFolds {
            reason += "over \(folds.count) inner folds" + (seeds == 1 ? "" : " and \(seedCount)")
        } else {
            reason += "on validation over \(seedCount)"
        }
        reason += ": \(best.text)"
        if let next, next.mean != nil { reason += "; the next best is point \(next.point) with \(next.text)" }
        return reason
    }
}

extension SweepResult.Score {
    /// `0.8123 ± 0.0045`, the mean alone for a single seed.
    public var text: String {
        func fixed(_ value: Double) -> String { String(format: "%.4f", value) }
        guard let mean else { return "-" }
        return fixed(mean) + (standardError.map { " ± \(fixed($0))" } ?? "")
    }
}
