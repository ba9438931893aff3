public import BallastCore
public import BallastData

/// What can be evaluated on a data set and can predict: a trained model, or several that do so together.
public protocol EvaluatedModel: AnyObject {
    /// The classes in the order of their scores.
    var classNames: [String] { get }

    /// Why activations have another type than was asked for; nil if they have that one.
    var precisionNotice: String? { get }

    /// The threshold of decisions with two classes; nil: the class with the largest score is predicted.
    var threshold: Double? { get set }

    /// Predictions for a split of a data set.
    ///
    /// - Throws: ``TrainingError/unsuitableData(_:)`` if the data set's examples or classes are not those of the model.
    func evaluate(dataset path: String, split: SplitName) throws -> Evaluation

    /// Predictions for rows that the training itself set apart.
    ///
    /// - Throws: ``TrainingError/unsuitableData(_:)`` if it is not known which these are, or the data set is another.
    func evaluate(dataset path: String, part: RunPart) throws -> Evaluation

    /// The value of every metric that the training was to be judged by, the mean loss if there is a loss, and the
    /// ``threshold`` if there is one, or why there is none.
    func scores(_ evaluation: Evaluation) -> [String: MetricValue]
}
