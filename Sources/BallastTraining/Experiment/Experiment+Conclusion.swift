internal import BallastCore
internal import BallastData
internal import BallastTensor
internal import Foundation

extension Experiment {
    /// Evaluates the weights as they are on validation and test, each once, and leaves in the folder what pictures of the
    /// result need: the predictions, and features of some rows of the test, or of validation if there is no test.
    ///
    /// - Parameters:
    ///   - position: the last step that the weights have been through.
    ///   - folder: of the run.
    /// - Returns: loss and metrics, decisions at the threshold that was chosen on validation; empty where there are no
    ///   rows.
    func conclude(
        at position: TrainingPosition, in folder: RunFolder
    ) throws -> (validation: [String: MetricValue], test: [String: MetricValue], report: ValidationReport?) {
        var scores: [EvaluatedSplit: [String: MetricValue]] = [:]
        var report: ValidationReport?
        let parts: [(split: EvaluatedSplit, part: RunPart, examples: ExampleSet?)] = [
            (.validation, .validation, data.validation), (.test, .test, data.test),
        ]
        let pictured = parts.last { $0.examples != nil }?.part
        for (split, part, examples) in parts {
            guard let loader = data.evaluationLoader(split), let examples else { continue }
            let collector = part == pictured ? learner.collector(of: examples.labels, seed: config.seed) : nil
            let outputs = split == .validation ? outputSampler.map(OutputSampler.Collector.init) : nil
            let evaluation = try learner.evaluate(
                loader.evaluationBatches(), at: position, features: collector, outputs: outputs)
            scores[split] = learner.scores(
                evaluation,
                threshold: split == .validation
                    ? learner.chooseThreshold(on: evaluation) : scores[.validation]?["threshold"])
            if split == .validation {
                report = ValidationReport(evaluation.predictions, outputs, epoch: position.epoch)
            }
            try folder.write(evaluation.predictions, of: part, classNames: task.classNames)
            if let collector {
                try folder.write(learner.featureSample(collector, of: part, labels: examples.labels))
            }
        }
        return (scores[.validation] ?? [:], scores[.test] ?? [:], report)
    }
}

extension Learner {
    /// A collector of the rows that a run keeps the features of.
    func collector(of labels: [Int32], seed: Int) -> FeatureCollector {
        FeatureCollector(
            positions: FeatureSample.chosenPositions(
                labels: labels, classCount: task.classNames.count, seed: UInt32(truncatingIfNeeded: seed)))
    }

    /// What a collector has gathered, with the loss's anchors.
    func featureSample(_ collector: FeatureCollector, of part: RunPart, labels: [Int32]) -> FeatureSample {
        FeatureSample(
            part: part, rowCount: labels.count, positions: collector.positions,
            labels: collector.positions.map { labels[$0] }, width: collector.width, features: collector.features,
            anchors: device.withoutRecording { loss.classAnchors?.doubles().map(Float.init) ?? [] })
    }
}

extension RunFolder {
    func write(_ predictions: Predictions, of part: RunPart, classNames: [String]) throws {
        try FileManager.default.createDirectory(atPath: predictionsFolder, withIntermediateDirectories: true)
        try PredictionFile.writeHDF5(predictions, classNames: classNames, to: predictionsPath(part))
    }

    func write(_ sample: FeatureSample) throws { try sample.write(to: featuresPath) }
}
