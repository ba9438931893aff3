import BallastCore

/// The expected calibration error, in 0...1: how far confidence and what comes true are apart, in bins of equal width.
///
/// Σ_b n_b / N · |mean outcome − mean confidence| over ``CalibrationBins``. `predicted` looks at the likeliest class
/// (the positive one where both are equally likely), whatever threshold decisions are made at; `positive` at the positive
/// class of two. Undefined for no examples, and where a probability is NaN or outside 0...1.
///
/// Source: Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et al., ICML 2017 (confidence of the predicted class).
public struct ExpectedCalibrationError: Metric {
    public static let name = "expected_calibration_error"
    public static let summary = "Distance of confidence from what comes true, averaged over bins of confidence."
    public static let paper: String? =
        "Guo et al., On Calibration of Modern Neural Networks, ICML 2017, arXiv:1706.04599"

    public struct Config: ComponentConfig {
        @Setting("Number of bins.", range: 1...10_000) public var bins = 15
        @Setting("Whose probability is the confidence: the predicted class's, or the positive class's of two.")
        public var confidence: CalibrationBins.Confidence = .predicted

        public init() {}
    }

    private let bins: Int
    private let confidence: CalibrationBins.Confidence

    /// - Throws: `ConfigError` if `positive` is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        if config.confidence == .positive, context.classCount != 2 {
            throw ConfigError(key: "confidence", "is positive, but the data set has \(context.classCount) classes")
        }
        bins = config.bins
        confidence = config.confidence
    }

    public var direction: MetricDirection { .lowerIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .noExamples }
        guard let bins = CalibrationBins(predictions, bins: bins, confidence: confidence) else {
            return .outsideUnitInterval
        }
        return MetricValue(bins.expectedError)
    }
}
