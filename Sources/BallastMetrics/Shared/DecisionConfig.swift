import BallastCore

/// The settings of metrics that look at decisions.
public struct DecisionConfig: ComponentConfig {
    @Setting(
        "With two classes: predict the positive class where its probability is at least this; left out: the likelier.",
        range: 0...1)
    public var threshold: Double?

    public init() {}
}

/// The settings of metrics that look at the decisions on one class, or average over all.
public struct ClassDecisionConfig: ComponentConfig {
    @Setting(
        "Whose value: the positive class's, or the mean over classes; left out: binary with two classes, else macro.")
    public var average: ClassAverage?

    @Setting(
        "With two classes: predict the positive class where its probability is at least this; left out: the likelier.",
        range: 0...1)
    public var threshold: Double?

    public init() {}
}

/// How a metric of single classes becomes one number.
public enum ClassAverage: String, ConfigEnum {
    /// The positive class's value; two classes only.
    case binary
    /// The plain mean over the classes that occur among labels or predictions.
    case macro
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

    /// The average of a rate; classes where it is undefined count as 0, as in scikit-learn. Nil if there is no example.
    func callAsFunction(_ counts: ConfusionCounts, positiveClass: Int, rate: (Int) -> Double?) -> Double? {
        guard counts.total > 0 else { return nil }
        switch self {
        case .binary:
            return rate(positiveClass) ?? 0
        case .macro:
            let classes = counts.occurringClasses
            return classes.reduce(0) { $0 + (rate($1) ?? 0) } / Double(classes.count)
        }
    }
}

extension MetricContext {
    /// - Throws: `ConfigError` if a threshold is set with more than two classes.
    func checkThreshold(_ threshold: Double?) throws {
        if threshold != nil, classCount != 2 {
            throw ConfigError(key: "threshold", "needs two classes, but the data set has \(classCount)")
        }
    }
}
