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
        /// The metric on validation for every seed; null where it is undefined, the training broke down or is unfinished.
        public var values: [Double?]
        /// Of all seeds; null unless each has a value.
        public var mean: Double?
        /// s/√n over the seeds; null for a single one.
        public var standardError: Double?
        /// Why trainings broke down.
        public var failures: [String]
    }

    public var name: String
    public var metric: String
    /// Which values win: `higher` or `lower`.
    public var direction: String
    public var seeds: Int
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
        self.rounds = rounds
        best = rounds.last?.first.flatMap { $0.mean == nil ? nil : $0 }
        reason = Self.reason(best, next: rounds.last?.dropFirst().first, sweep)
    }

    private static func reason(_ best: Score?, next: Score?, _ sweep: Sweep) -> String {
        guard let best else { return "no point has a value of \(sweep.metric) on validation for every seed" }
        let superlative = sweep.direction == .higher ? "highest" : "lowest"
        let seeds = sweep.search.seeds
        var reason = "the \(superlative) mean \(sweep.metric) on validation over "
        reason += (seeds == 1 ? "1 seed" : "\(seeds) seeds") + ": \(best.text)"
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
