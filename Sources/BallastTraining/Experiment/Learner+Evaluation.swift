public import BallastCore
internal import BallastData
internal import BallastTensor

/// The predictions for a set of examples and the mean loss on them.
public struct Evaluation {
    public let predictions: Predictions
    /// The mean of the loss without class weights; nil of an ensemble, which has no loss.
    public let loss: Double?
    /// The features of the examples, [N, D], row by row; nil unless they were asked for.
    public let features: [Float]?

    init(predictions: Predictions, loss: Double?, features: [Float]? = nil) {
        self.predictions = predictions
        self.loss = loss
        self.features = features
    }
}

extension Learner {
    /// Runs the model over every batch, in evaluation mode, and gathers what metrics need.
    ///
    /// - Parameters:
    ///   - batches: the examples, in their order.
    ///   - position: how far the weights have been trained, for losses that change over it.
    ///   - features: gets the features of every batch.
    ///   - outputs: takes a sample of the outputs.
    func evaluate(
        _ batches: BatchStream, at position: TrainingPosition, features: FeatureCollector? = nil,
        outputs: OutputSampler.Collector? = nil
    ) throws -> Evaluation {
        let predictions = Predictions(classCount: task.classNames.count, positiveClass: task.positiveClass)
        var sum = 0.0
        try forEachBatch(batches) { output, labels in
            features?.append(output.features)
            sum += loss(LossBatch(output: output, labels: labels, position: position)).total.sum().item()
            let probabilities = loss.probabilities(output).doubles()
            outputs?.take(output, probabilities: probabilities, labels: labels.values, from: predictions.count)
            predictions.append(probabilities: probabilities, labels: labels.values)
        }
        return Evaluation(
            predictions: predictions, loss: sum / Double(max(predictions.count, 1)), features: features?.features)
    }

    /// Runs the model over every batch, in evaluation mode: the predictions of ``evaluate(_:at:)`` without the loss.
    func predict(_ batches: BatchStream) throws -> Predictions {
        let predictions = Predictions(classCount: task.classNames.count, positiveClass: task.positiveClass)
        try forEachBatch(batches) { output, labels in
            predictions.append(probabilities: loss.probabilities(output).doubles(), labels: labels.values)
        }
        return predictions
    }

    /// For every example the probability of its own class, in evaluation mode, [N].
    func labelProbabilities(_ batches: BatchStream) throws -> [Double] {
        var result: [Double] = []
        try forEachBatch(batches) { output, labels in
            result += loss.probabilities(output).picked(labels).doubles()
        }
        return result
    }

    /// Runs the model over every batch, in evaluation mode, and lends its outputs.
    func forEachBatch(
        _ batches: BatchStream, _ body: (_ output: ModelOutput, _ labels: Labels) throws -> Void
    ) throws {
        try device.withoutRecording {
            while let batch = try batches.next() {
                try body(output(of: batch, .evaluation), batch.labels)
            }
        }
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
        var result: [String: MetricValue] = [:]
        if let loss = evaluation.loss {
            result["loss"] = loss.isFinite ? .scalar(loss) : .undefined("the loss is \(loss)")
        }
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
    /// Loss and metrics on validation, decisions at the threshold that the run's rule chooses there, and what listeners
    /// are told of it; nil without validation rows.
    func validate(at position: TrainingPosition) throws -> (scores: [String: MetricValue], report: ValidationReport)? {
        guard let loader = data.evaluationLoader(.validation) else { return nil }
        let outputs = outputSampler.map(OutputSampler.Collector.init)
        let evaluation = try learner.evaluate(loader.evaluationBatches(), at: position, outputs: outputs)
        let scores = learner.scores(evaluation, threshold: learner.chooseThreshold(on: evaluation))
        let report = ValidationReport(evaluation.predictions, outputs, epoch: position.epoch)
        return (scores, report)
    }
}

extension ValidationReport {
    /// What listeners are told of an evaluation of the validation rows.
    init(_ predictions: Predictions, _ outputs: OutputSampler.Collector?, epoch: Int) {
        self.init(
            epoch: epoch, labels: predictions.labels, probabilities: predictions.probabilities,
            outputs: outputs?.finish(predicted: predictions.predictedClasses))
    }
}
