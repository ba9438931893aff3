/// A number, or several, that says how good predictions are.
///
/// A metric sees the predictions of a whole split at once and computes from their shared counts, so no metric is ever
/// an average over batches.
public protocol Metric: Component {
    init(config: Config, context: MetricContext) throws

    /// Whether the value depends on probabilities; false if on decided classes alone, so that it can be had of a file
    /// that holds nothing else. True unless said otherwise.
    static var readsProbabilities: Bool { get }

    /// What the value means.
    var direction: MetricDirection { get }

    /// The value for a split. Undefined cases, such as the AUC of one class, give ``MetricValue/undefined(_:)`` with
    /// the reason; they never trap.
    func callAsFunction(_ predictions: Predictions) -> MetricValue
}

extension Metric {
    public static var readsProbabilities: Bool { true }
}

/// Which way is better.
public enum MetricDirection: String, Sendable {
    case higherIsBetter = "higher"
    case lowerIsBetter = "lower"
    /// Not for ranking: a confusion matrix.
    case none
}

/// What a metric knows of the task.
public struct MetricContext: Sendable {
    public let classNames: [String]
    /// The number of training examples of each class, for many/medium/few-shot groups.
    public let trainingCounts: [Int]
    /// The class of interest in a binary task.
    public let positiveClass: Int

    public init(classNames: [String], trainingCounts: [Int], positiveClass: Int = 1) {
        self.classNames = classNames
        self.trainingCounts = trainingCounts
        self.positiveClass = positiveClass
    }

    public var classCount: Int { classNames.count }
}

/// The value of a metric.
public enum MetricValue: Equatable, Sendable {
    case scalar(Double)
    /// One value per class; nil where it is undefined.
    case perClass([Double?])
    /// Named values, such as many, medium and few; nil where undefined.
    case named([(name: String, value: Double?)])
    /// Counts, true class by predicted class.
    case matrix([[Int]])
    /// No value, and why.
    case undefined(String)

    /// The single number a checkpoint can be chosen by.
    public var scalar: Double? { if case .scalar(let value) = self { value } else { nil } }

    public static func == (left: MetricValue, right: MetricValue) -> Bool {
        switch (left, right) {
        case (.scalar(let a), .scalar(let b)): a == b
        case (.perClass(let a), .perClass(let b)): a == b
        case (.named(let a), .named(let b)): a.map(\.name) == b.map(\.name) && a.map(\.value) == b.map(\.value)
        case (.matrix(let a), .matrix(let b)): a == b
        case (.undefined(let a), .undefined(let b)): a == b
        default: false
        }
    }
}
