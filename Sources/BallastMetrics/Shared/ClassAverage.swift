import BallastCore

/// How a metric of single classes becomes one number: scikit-learn's `average`.
public enum ClassAverage: String, ConfigEnum {
    /// The positive class's value; two classes only.
    case binary
    /// The plain mean over the classes that occur among labels or predictions.
    case macro
    /// The mean over the classes, each weighted by its number of examples.
    case weighted
    /// The value of the counts of all classes together.
    case micro
    /// No average: every class's own value; none for a class that occurs among neither labels nor predictions.
    case perClass
}

extension ClassAverage {
    /// What is set, or by the number of classes.
    ///
    /// - Throws: `ConfigError` if `binary` is asked for with more than two classes.
    static func resolve(_ average: ClassAverage?, context: MetricContext) throws -> ClassAverage {
        if average == .binary, context.classCount != 2 {
            throw ConfigError(key: "average", "is binary, but the data set has \(context.classCount) classes")
        }
        return average ?? (context.classCount == 2 ? .binary : .macro)
    }

    /// The average of a rate; classes where it is undefined count as 0, as in scikit-learn. Undefined for no examples.
    ///
    /// - Parameter micro: the rate of the summed counts.
    func callAsFunction(
        _ counts: ConfusionCounts, positiveClass: Int, micro: Double?, rate: (Int) -> Double?
    ) -> MetricValue {
        guard counts.total > 0 else { return .noExamples }
        switch self {
        case .binary: return .scalar(rate(positiveClass) ?? 0)
        case .macro: return .scalar(counts.occurringClasses.map { rate($0) ?? 0 }.mean)
        case .weighted: return .scalar(counts.weightedMean(rate))
        case .micro: return .scalar(micro ?? 0)
        case .perClass:
            let occurring = Set(counts.occurringClasses)
            return .perClass((0..<counts.classCount).map { occurring.contains($0) ? rate($0) ?? 0 : nil })
        }
    }
}

extension ConfusionCounts {
    /// The mean of a rate over the occurring classes, weighted by their numbers of examples; undefined rates are 0.
    func weightedMean(_ rate: (Int) -> Double?) -> Double {
        let classes = occurringClasses
        let weights = classes.map { Double(supports[$0]) }
        return zip(classes, weights).map { (rate($0) ?? 0) * $1 }.pairwiseSum / weights.pairwiseSum
    }
}
