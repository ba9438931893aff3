import BallastCore

/// The settings of metrics that look at decisions.
public struct DecisionConfig: ComponentConfig {
    @Setting(
        "With two classes: predict the positive class where its probability is at least this; left out: as the run does.",
        range: 0...1)
    public var threshold: Double?

    public init() {}
}

/// The settings of metrics that look at the decisions on one class, or average over all.
public struct ClassDecisionConfig: ComponentConfig {
    @Setting(
        "The positive class's value, each class's, or which average; left out: binary with two classes, else macro.")
    public var average: ClassAverage?

    @Setting(
        "With two classes: predict the positive class where its probability is at least this; left out: as the run does.",
        range: 0...1)
    public var threshold: Double?

    public init() {}
}

extension MetricContext {
    /// - Throws: `ConfigError` if a threshold is set with more than two classes.
    func checkThreshold(_ threshold: Double?) throws {
        if threshold != nil, classCount != 2 {
            throw ConfigError(key: "threshold", "needs two classes, but the data set has \(classCount)")
        }
    }

    /// The name of a class, or its number where it has none.
    func name(of label: Int) -> String { classNames.indices.contains(label) ? classNames[label] : String(label) }
}
