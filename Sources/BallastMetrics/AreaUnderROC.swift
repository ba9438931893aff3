import BallastCore

/// The area under the receiver operating characteristic, in 0...1; 0.5 is chance.
///
/// With two classes that of the positive class's probability; with more the mean over the classes of each against the
/// rest. Ties count half. It orders examples, so it needs examples of every class and of others: undefined, with the
/// classes named, where one is absent (scikit-learn returns NaN or raises), for no examples and for a NaN. Equals
/// scikit-learn's `roc_auc_score`, with more than two classes `multi_class="ovr"`, `average="macro"`.
///
/// Source: Hanley and McNeil, Radiology 143, 1982 (the equivalence with the Mann–Whitney statistic).
public struct AreaUnderROC: Metric {
    public static let name = "auc_roc"
    public static let summary = "Probability that a positive example scores above a negative one, ties counting half."
    public static let paper: String? =
        "Hanley and McNeil, The Meaning and Use of the Area under a ROC Curve, Radiology 143, 1982, "
        + "doi:10.1148/radiology.143.1.7063747"

    public struct Config: ComponentConfig {
        public init() {}
    }

    private let classNames: [String]

    public init(config: Config, context: MetricContext) throws {
        classNames = context.classNames
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .noExamples }
        var counts = [Int](repeating: 0, count: predictions.classCount)
        for label in predictions.labels { counts[Int(label)] += 1 }
        let absent = counts.indices.filter { counts[$0] == 0 }
        guard absent.isEmpty else {
            let names = absent.map { classNames.indices.contains($0) ? classNames[$0] : String($0) }
            return .undefined("no examples of class \(names.joined(separator: ", "))")
        }
        let labels = predictions.classCount == 2 ? [predictions.positiveClass] : Array(counts.indices)
        var sum = 0.0
        for label in labels {
            guard let area = RankedScores(predictions, of: label)?.areaUnderROC else { return .notANumber }
            sum += area
        }
        return .scalar(sum / Double(labels.count))
    }
}
