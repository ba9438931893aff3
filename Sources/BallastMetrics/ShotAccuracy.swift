import BallastCore

/// Accuracy of the classes with many, with a medium number and with few training examples, each in 0...1.
///
/// A class belongs to `many` with more than `many_above` training examples, to `few` with fewer than `few_below`, else to
/// `medium`. A group's accuracy is the mean of its classes' recalls over those that have examples here; a group without
/// any has no value. Undefined for no examples.
///
/// Source: Liu et al., CVPR 2019, arXiv:1904.05160, section 4.1 (more than 100, 20 to 100, fewer than 20).
public struct ShotAccuracy: Metric {
    public static let name = "shot_accuracy"
    public static let summary = "Accuracy of the classes with many, medium and few training examples."
    public static let paper: String? =
        "Liu et al., Large-Scale Long-Tailed Recognition in an Open World, CVPR 2019, arXiv:1904.05160"
    public static let readsProbabilities = false

    public struct Config: ComponentConfig {
        @Setting("A class with more training examples than this has many.", range: 0...) public var manyAbove = 100
        @Setting("A class with fewer training examples than this has few.", range: 0...) public var fewBelow = 20

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(
                fewBelow <= manyAbove + 1, "few_below", "must not exceed many_above + 1 (\(manyAbove + 1))",
                with: "many_above")
        }
    }

    private let groups: [(name: String, classes: [Int])]

    /// - Throws: `ConfigError` if the number of training examples is not known for every class.
    public init(config: Config, context: MetricContext) throws {
        let counts = context.trainingCounts
        guard counts.count == context.classCount else {
            throw ConfigError([
                ConfigIssue(message: "needs training counts of \(context.classCount) classes, got \(counts.count)")
            ])
        }
        groups = [
            ("many", counts.indices.filter { counts[$0] > config.manyAbove }),
            (
                "medium",
                counts.indices.filter { counts[$0] <= config.manyAbove && counts[$0] >= config.fewBelow }
            ),
            ("few", counts.indices.filter { counts[$0] <= config.manyAbove && counts[$0] < config.fewBelow }),
        ]
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let counts = ConfusionCounts(predictions)
        guard counts.total > 0 else { return .noExamples }
        return .named(
            groups.map { name, classes in
                let recalls = classes.compactMap(counts.recall)
                return (name, recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count))
            })
    }
}
