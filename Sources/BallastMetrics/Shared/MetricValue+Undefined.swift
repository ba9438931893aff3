import BallastCore

extension MetricValue {
    /// There is nothing to compute from: the value of every metric then.
    static let noExamples = MetricValue.undefined("there are no examples")

    /// A probability that is not a number leaves no order and no logarithm.
    static let notANumber = MetricValue.undefined("a probability is NaN")

    /// Scores that are no probabilities have no logarithm and no calibration.
    static let outsideUnitInterval = MetricValue.undefined("a probability is outside 0 to 1")

    /// The value, or that there are no examples.
    init(_ value: Double?) {
        self = value.map(MetricValue.scalar) ?? .noExamples
    }
}

extension Predictions {
    /// Whether every score is in 0...1; NaN is not.
    var areProbabilities: Bool { probabilities.allSatisfy { $0 >= 0 && $0 <= 1 } }
}
