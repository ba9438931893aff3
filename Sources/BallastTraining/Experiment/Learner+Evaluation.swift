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
    ///
    /// - Parameter position: how far the weights have been trained, for losses that change over it.
    func evaluate(_ batches: BatchStream, at position: TrainingPosition) throws -> Evaluation {
        let predictions = Predictions(classCount: task.classNames.count, positiveClass: task.positiveClass)
        var sum = 0.0
        try device.withoutRecording {
            while let batch = try batches.next() {
                let labels = batch.labels
                let output = self.output(of: batch, .evaluation)
                sum += loss(LossBatch(output: output, labels: labels, position: position)).total.sum().item()
                predictions.append(probabilities: loss.probabilities(output).doubles(), labels: labels.values)
            }
        }
        return Evaluation(predictions: predictions, loss: sum / Double(max(predictions.count, 1)))
    }

    /// Runs the model over every batch, in evaluation mode: the predictions of ``evaluate(_:at:)`` without the loss.
    func predict(_ batches: BatchStream) throws -> Predictions {
        let predictions = Predictions(classCount: task.classNames.count, positiveClass: task.positiveClass)
        try device.withoutRecording {
            while let batch = try batches.next() {
                let probabilities = loss.probabilities(output(of: batch, .evaluation))
                predictions.append(probabilities: probabilities.doubles(), labels: batch.labels.values)
            }
        }
        return predictions
    }

    /// For every example the probability of its own class, in evaluation mode, [N].
    func labelProbabilities(_ batches: BatchStream) throws -> [Double] {
        var result: [Double] = []
        try device.withoutRecording {
            while let batch = try batches.next() {
                let labels = batch.labels
                let probabilities = loss.probabilities(output(of: batch, .evaluation))
                result += probabilities.picked(labels).doubles()
            }
        }
        return result
    }

    /// The threshold that the run's rule chooses on these examples, or why there is none; nil without a rule.
    func chooseThreshold(on evaluation: Evaluation) -> MetricValue? {
        guard let thresholdRule else { return nil }
        switch thresholdRule(evaluation.predictions) {
        case .chosen(let threshold, _): return .scalar(threshold)
        case .undefined(let reason): return .undefined(reason)
        }
    }

    /// The value of every metric of the run, the mean loss, and the threshold that decisions were made at if one was
    /// chosen, by name.
    ///
    /// - Parameter threshold: the threshold, or why there is none; then, and if nil, the likelier class is predicted.
    func scores(_ evaluation: Evaluation, threshold: MetricValue?) -> [String: MetricValue] {
        var result: [String: MetricValue] = [
            "loss": evaluation.loss.isFinite ? .scalar(evaluation.loss) : .undefined("the loss is \(evaluation.loss)")
        ]
        evaluation.predictions.threshold = threshold?.scalar
        if let threshold { result["threshold"] = threshold }
        for metric in metrics { result[metric.name] = metric.metric(evaluation.predictions) }
        return result
    }
}

/// A part of the data that a run evaluates.
public enum EvaluatedSplit: String, Sendable {
    case validation, test
}

extension Experiment {
    /// Loss and metrics on validation, decisions at the threshold that the run's rule chooses there; nil without
    /// validation rows.
    func validate(at position: TrainingPosition) throws -> [String: MetricValue]? {
        guard let loader = data.evaluationLoader(.validation) else { return nil }
        let evaluation = try learner.evaluate(loader.evaluationBatches(), at: position)
        return learner.scores(evaluation, threshold: learner.chooseThreshold(on: evaluation))
    }

    /// Loss and metrics on test, decisions at the threshold that was chosen on validation; nil without test rows.
    func test(at position: TrainingPosition, threshold: MetricValue?) throws -> [String: MetricValue]? {
        guard let loader = data.evaluationLoader(.test) else { return nil }
        return learner.scores(
            try learner.evaluate(loader.evaluationBatches(), at: position), threshold: threshold)
    }
}
