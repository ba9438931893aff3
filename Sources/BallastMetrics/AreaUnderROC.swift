import BallastCore

/// The area under the receiver operating characteristic, in 0...1; 0.5 is chance.
///
/// With two classes that of the positive class's probability. With more, `ovr` takes each class against the rest, and
/// `ovo` each pair of classes (a, b) by itself: the mean of a against b by the probability of a and of b against a by
/// that of b. The mean over classes or pairs is plain (`macro`) or weighted by their numbers of examples.
///
/// Ties count half. It orders examples, so it needs examples of every class and of others: undefined, with the classes
/// named, where one is absent (scikit-learn returns NaN or raises), for no examples and for a NaN. Equals scikit-learn's
/// `roc_auc_score` (whose default for more than two classes is to refuse); rows need not sum to 1 here.
///
/// Source: Hanley and McNeil, Radiology 143, 1982 (the equivalence with the Mann–Whitney statistic); Hand and Till,
/// Machine Learning 45, 2001 (`ovo`).
public struct AreaUnderROC: Metric {
    public static let name = "auc_roc"
    public static let summary = "Probability that a positive example scores above a negative one, ties counting half."
    public static let paper: String? =
        "Hanley and McNeil, The Meaning and Use of the Area under a ROC Curve, Radiology 143, 1982, "
        + "doi:10.1148/radiology.143.1.7063747"

    /// What is set against what with more than two classes.
    public enum Comparison: String, ConfigEnum {
        /// Each class against all others.
        case ovr
        /// Each class against each other.
        case ovo
    }

    /// How the areas are averaged.
    public enum Average: String, ConfigEnum { case macro, weighted }

    public struct Config: ComponentConfig {
        @Setting("With more than two classes: each against the rest (ovr) or each against each other (ovo).")
        public var multiclass: Comparison = .ovr
        @Setting("With more than two classes: plain mean, or weighted by numbers of examples.")
        public var average: Average = .macro

        public init() {}
    }

    private let comparison: Comparison
    private let average: Average
    private let context: MetricContext

    public init(config: Config, context: MetricContext) throws {
        comparison = config.multiclass
        average = config.average
        self.context = context
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .noExamples }
        let counts = predictions.classCounts
        let absent = counts.indices.filter { counts[$0] == 0 }
        guard absent.isEmpty else {
            return .undefined("no examples of class \(absent.map(context.name).joined(separator: ", "))")
        }
        let byPairs = comparison == .ovo && predictions.classCount > 2
        guard let areas = byPairs ? pairAreas(predictions, counts) : classAreas(predictions, counts) else {
            return .notANumber
        }
        let weights = areas.map { average == .macro ? 1 : Double($0.weight) }
        return .scalar(zip(areas, weights).map { $0.area * $1 }.pairwiseSum / weights.pairwiseSum)
    }

    private typealias Area = (area: Double, weight: Int)

    /// The area of each class against the rest; nil for a NaN.
    private func classAreas(_ predictions: Predictions, _ counts: [Int]) -> [Area]? {
        var areas: [Area] = []
        let isOrdered = predictions.forEachRanking { label, ranking in
            if let area = ranking.areaUnderROC { areas.append((area, counts[label])) }
        }
        return isOrdered ? areas : nil
    }

    /// The area of each pair of classes; nil for a NaN.
    private func pairAreas(_ predictions: Predictions, _ counts: [Int]) -> [Area]? {
        let classCount = predictions.classCount
        var rows = counts.map { count -> [Int] in
            var rows: [Int] = []
            rows.reserveCapacity(count)
            return rows
        }
        for (row, label) in predictions.labels.enumerated() { rows[Int(label)].append(row) }
        let probabilities = predictions.probabilities
        func area(of positive: Int, against negative: Int) -> Double? {
            func scores(_ label: Int) -> some Sequence<Double> {
                rows[label].lazy.map { probabilities[$0 * classCount + positive] }
            }
            return RankedScores(positives: scores(positive), negatives: scores(negative))?.areaUnderROC
        }
        var areas: [Area] = []
        for first in 0..<classCount {
            for second in first + 1..<classCount {
                guard let one = area(of: first, against: second), let other = area(of: second, against: first) else {
                    return nil
                }
                areas.append(((one + other) / 2, counts[first] + counts[second]))
            }
        }
        return areas
    }
}
