import BallastCore
import Foundation

/// Log loss, the mean of −log p(true class), at least 0: how well probabilities fit, whatever loss was trained.
///
/// Probabilities are clipped to [ε, 1 − ε], ε = 2⁻⁵² (so a value is at most 36.04); rows need not sum to 1. Undefined
/// for no examples, and where a probability is NaN or outside 0...1. Equals scikit-learn's `log_loss` on float64.
public struct LogLoss: Metric {
    public static let name = "log_loss"
    public static let summary = "Mean negative logarithm of the true class's probability."

    public struct Config: ComponentConfig {
        public init() {}
    }

    public init(config: Config, context: MetricContext) throws {}

    public var direction: MetricDirection { .lowerIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .noExamples }
        guard predictions.areProbabilities else { return .outsideUnitInterval }
        let probabilities = predictions.probabilities
        let epsilon = Double.ulpOfOne
        var sum = CompensatedSum()
        for (row, label) in predictions.labels.enumerated() {
            let probability = probabilities[row * predictions.classCount + Int(label)]
            sum += -log(min(max(probability, epsilon), 1 - epsilon))
        }
        return .scalar(sum.value / Double(predictions.count))
    }
}
