public import BallastCore
internal import BallastData
internal import BallastTensor

/// The predictions for a set of examples and the mean loss on them.
public struct Evaluation {
    public let predictions: Predictions
    /// The mean of the loss without class weights.
    public let loss: Double
}

extension Learner {
    /// Runs the model over every batch, in evaluation mode, and gathers what metrics need.
    func evaluate(_ batches: BatchStream) throws -> Evaluation {
        let predictions = Predictions(classCount: task.classNames.count, positiveClass: task.positiveClass)
        var sum = 0.0
        try device.withoutRecording {
            while let batch = try batches.next() {
                let labels = batch.labels
                let output = model(batch.tensor(on: device), .evaluation)
                sum += loss(LossBatch(output: output, labels: labels)).total.sum().item()
                predictions.append(probabilities: loss.probabilities(output).doubles(), labels: labels.values)
            }
        }
        return Evaluation(predictions: predictions, loss: sum / Double(max(predictions.count, 1)))
    }

    /// The value of every metric of the run, and the mean loss, by name.
    func scores(_ evaluation: Evaluation) -> [String: MetricValue] {
        var result: [String: MetricValue] = [
            "loss": evaluation.loss.isFinite ? .scalar(evaluation.loss) : .undefined("the loss is \(evaluation.loss)")
        ]
        for metric in metrics { result[metric.name] = metric.metric(evaluation.predictions) }
        return result
    }
}

/// A part of the data that a run evaluates.
public enum EvaluatedSplit: String, Sendable {
    case validation, test
}

extension Experiment {
    /// Loss and metrics on a split; nil if there is no such split.
    func evaluate(_ split: EvaluatedSplit) throws -> [String: MetricValue]? {
        guard let loader = data.evaluationLoader(split) else { return nil }
        return learner.scores(try learner.evaluate(loader.evaluationBatches()))
    }
}
