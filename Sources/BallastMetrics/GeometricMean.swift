import BallastCore
import Foundation

/// The geometric mean of rates that a classifier which ignores small classes cannot all have, in 0...1.
///
/// - `multiclass`: (∏ recall_c)^(1/C) over the C classes that occur among labels or predictions. A recall of 0, or of a
///   class without examples, is replaced by `correction`; without one such class makes the mean 0.
/// - `binary`, `macro`, `weighted`, `micro`: √(sensitivity · specificity), both of the positive class or so averaged over
///   the classes; a rate without examples counts as 0, so with examples of one class only `binary` is 0.
/// - `per_class`: √(sensitivity · specificity) of each class.
///
/// Undefined for no examples. Equals imbalanced-learn's `geometric_mean_score`, whose default is `multiclass` too.
///
/// Source: Kubat and Matwin, ICML 1997.
public struct GeometricMean: Metric {
    public static let name = "g_mean"
    public static let summary = "Geometric mean of the recalls of the classes, or of sensitivity and specificity."
    public static let paper: String? =
        "Kubat and Matwin, Addressing the Curse of Imbalanced Training Sets: One-Sided Selection, ICML 1997"
    public static let readsProbabilities = false

    /// What the mean is taken of.
    public enum Average: String, ConfigEnum {
        case multiclass, binary, macro, weighted, micro, perClass
    }

    public struct Config: ComponentConfig {
        @SettingGroup public var decision = DecisionConfig()
        @Setting("Of all recalls (multiclass), or of sensitivity and specificity of a class or an average.")
        public var average: Average = .multiclass
        @Setting("What stands for a recall of 0 in the average multiclass.", range: 0...1) public var correction = 0.0

        public init() {}
    }

    private let average: Average
    private let correction: Double
    private let threshold: Double?

    /// - Throws: `ConfigError` if a threshold or `binary` is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.decision.threshold)
        if config.average == .binary { _ = try ClassAverage.resolve(.binary, context: context) }
        threshold = config.decision.threshold
        average = config.average
        correction = config.correction
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let counts = ConfusionCounts(predictions, threshold: threshold)
        guard counts.total > 0 else { return .noExamples }
        let classes = counts.occurringClasses
        func rates(_ mean: ((Int) -> Double?) -> Double) -> MetricValue {
            .scalar((mean(counts.recall) * mean(counts.specificity)).squareRoot())
        }
        switch average {
        case .multiclass:
            let recalls = classes.map { label in counts.recall(of: label).flatMap { $0 > 0 ? $0 : nil } ?? correction }
            guard recalls.allSatisfy({ $0 > 0 }) else { return .scalar(0) }
            return .scalar(exp(recalls.map { log($0) }.mean))
        case .binary: return rates { $0(predictions.positiveClass) ?? 0 }
        case .macro: return rates { rate in classes.map { rate($0) ?? 0 }.mean }
        case .weighted: return rates(counts.weightedMean)
        case .micro:
            // Every wrong example is a false positive of one class; the negatives of all classes are N·(C − 1).
            let negatives = Double(counts.total * (classes.count - 1))
            guard negatives > 0 else { return .scalar(0) }
            let specificity = (negatives - Double(counts.total - counts.correct)) / negatives
            return .scalar((Double(counts.correct) / Double(counts.total) * specificity).squareRoot())
        case .perClass:
            let occurring = Set(classes)
            return .perClass(
                (0..<counts.classCount).map { label in
                    guard occurring.contains(label) else { return nil }
                    return ((counts.recall(of: label) ?? 0) * (counts.specificity(of: label) ?? 0)).squareRoot()
                })
        }
    }
}
