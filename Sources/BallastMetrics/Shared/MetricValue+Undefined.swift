import BallastCore

extension MetricValue {
    /// There is nothing to compute from: the value of every metric then.
    static let noExamples = MetricValue.undefined("there are no examples")

    /// A probability that is not a number leaves no order and no logarithm.
    static let notANumber = MetricValue.undefined("a probability is NaN")

    /// The value, or that there are no examples.
    init(_ value: Double?) {
        self = value.map(MetricValue.scalar) ?? .noExamples
    }
}
