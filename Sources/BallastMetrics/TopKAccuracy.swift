import BallastCore

/// The share of examples whose true class is among the k likeliest, in 0...1; 1 from k = K on.
///
/// Ties are scikit-learn's (`top_k_accuracy_score`): among equal probabilities the higher class comes first, except with
/// two classes, where the lower does. With ties and k = 1 it may thus differ from `accuracy`, which always takes the
/// lower. Undefined for no examples and for a NaN.
public struct TopKAccuracy: Metric {
    public static let name = "top_k_accuracy"
    public static let summary = "Share of examples whose true class is among the k likeliest."

    public struct Config: ComponentConfig {
        @Setting("How many of the likeliest classes count.", range: 1...) public var k = 5

        public init() {}
    }

    private let k: Int

    public init(config: Config, context: MetricContext) throws {
        k = config.k
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let (count, classCount) = (predictions.count, predictions.classCount)
        guard count > 0 else { return .noExamples }
        let higherFirst = classCount > 2
        let labels = predictions.labels
        let hits: Int? = predictions.probabilities.withUnsafeBufferPointer { probabilities in
            var hits = 0
            for row in 0..<count {
                let label = Int(labels[row])
                let score = probabilities[row * classCount + label]
                var before = 0
                for other in 0..<classCount {
                    let value = probabilities[row * classCount + other]
                    if value.isNaN { return nil }
                    if value > score || (value == score && (higherFirst ? other > label : other < label)) {
                        before += 1
                    }
                }
                if before < k { hits += 1 }
            }
            return hits
        }
        guard let hits else { return .notANumber }
        return .scalar(Double(hits) / Double(count))
    }
}
