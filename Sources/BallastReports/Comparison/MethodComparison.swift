internal import BallastTraining

/// Methods side by side in one metric, with what tests say about their differences.
public struct MethodComparison: Codable, Equatable, Sendable {
    /// A method on a data set.
    public struct Cell: Codable, Equatable, Sendable {
        public var mean: Double?
        public var standardError: Double?
        public var count: Int
    }

    /// Two methods on a data set, on the same folds or seeds.
    public struct Pair: Codable, Equatable, Sendable {
        public var dataset: String
        public var first: String
        public var second: String
        /// Pairs in which both have a value.
        public var count: Int
        /// Of the first less the second.
        public var meanDifference: Double?
        public var wilcoxon: PairedTest?
        public var student: PairedTest?
        /// Corrected by Holm's method for all pairs of the data set.
        public var wilcoxonCorrected: Double?
        public var studentCorrected: Double?
    }

    public var metric: String
    /// `higher`, `lower` or `none`.
    public var direction: String
    public var methods: [String]
    public var datasets: [String]
    /// [data sets][methods]; null where a method was not tried.
    public var cells: [[Cell?]]
    public var pairs: [Pair]
    /// Of the data sets' means; null unless three methods have one on two data sets at least.
    public var friedman: FriedmanTest?

    /// - Parameters:
    ///   - scores: the methods and their values on the same folds or seeds.
    ///   - metric: one that some of the methods have.
    ///   - baseline: the label of the method that the others are tested against; nil: every two methods.
    public init(_ scores: [MethodScores], metric: String, baseline: String? = nil) {
        func distinct(_ names: [String]) -> [String] {
            names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        self.metric = metric
        direction = scores.lazy.compactMap { $0.directions[metric] }.first ?? "none"
        let methods = distinct(scores.map(\.label))
        let datasets = distinct(scores.map(\.dataset))
        self.methods = methods
        self.datasets = datasets
        let table = datasets.map { dataset in
            methods.map { method in scores.first { $0.label == method && $0.dataset == dataset } }
        }
        cells = table.map { row in
            row.map { score in
                (score?.values[metric]).map { values in
                    let sample = Sample(values.compactMap { $0 })
                    return Cell(mean: sample.mean, standardError: sample.standardError, count: sample.count)
                }
            }
        }
        pairs = table.flatMap { row in
            Self.pairs(row.compactMap { $0 }, metric: metric, baseline: baseline)
        }
        let means = cells.compactMap { row -> [Double]? in
            let means = row.compactMap { $0?.mean }
            return means.count == methods.count ? means : nil
        }
        friedman = direction == "none" ? nil : FriedmanTest(means, higherIsBetter: direction == "higher")
    }

    private static func pairs(_ scores: [MethodScores], metric: String, baseline: String?) -> [Pair] {
        var pairs: [Pair] = []
        for (index, first) in scores.enumerated() {
            for second in scores[(index + 1)...]
            where baseline == nil || [first.label, second.label].contains(baseline) {
                guard first.pairing == second.pairing, let left = first.values[metric],
                    let right = second.values[metric]
                else { continue }
                // The baseline stands second, so that differences are what a method adds to it.
                let isSwapped = first.label == baseline
                let both = zip(left, right).compactMap { a, b in a.flatMap { a in b.map { (a, $0) } } }
                let (a, b) = (both.map { isSwapped ? $0.1 : $0.0 }, both.map { isSwapped ? $0.0 : $0.1 })
                pairs.append(
                    Pair(
                        dataset: first.dataset, first: isSwapped ? second.label : first.label,
                        second: isSwapped ? first.label : second.label, count: both.count,
                        meanDifference: Sample(zip(a, b).map { $0 - $1 }).mean, wilcoxon: .wilcoxon(a, b),
                        student: .student(a, b), wilcoxonCorrected: nil, studentCorrected: nil))
            }
        }
        func correct(_ test: KeyPath<Pair, PairedTest?>, into corrected: WritableKeyPath<Pair, Double?>) {
            let tested = pairs.indices.filter { pairs[$0][keyPath: test] != nil }
            let p = Holm.corrected(tested.compactMap { pairs[$0][keyPath: test]?.p })
            for (index, p) in zip(tested, p) { pairs[index][keyPath: corrected] = p }
        }
        correct(\.wilcoxon, into: \.wilcoxonCorrected)
        correct(\.student, into: \.studentCorrected)
        return pairs
    }
}
