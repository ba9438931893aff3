public import BallastCore
public import BallastData
internal import BallastTensor
internal import Foundation

/// A model restored from a checkpoint, with its loss, transforms and metrics: ready to evaluate and predict.
public final class TrainedModel: EvaluatedModel {
    public let learner: Learner
    private let transforms: TransformPipeline
    private let batchSize: Int
    private let threads: Int
    private let position: TrainingPosition
    private let run: DecodedRun
    /// The folder of the run, if the model was read from one.
    private let folder: RunFolder?
    /// The threshold of decisions: in a run folder the one that the run chose on validation, for a checkpoint nil, which
    /// predicts the likeliest class.
    public var threshold: Double?

    /// - Parameters:
    ///   - path: a checkpoint, or a run folder, of which the tested weights are taken.
    ///   - registries: where the run's components are looked up.
    ///   - threads: threads of the kernels; every core if nil.
    ///   - precision: the number format of activations; that of the run if nil.
    public init(
        path: String, registries: Registries, threads: Int? = nil, precision: ActivationPrecision? = nil
    ) throws {
        let (checkpointPath, threshold) = try TrainedModel.source(path)
        self.threshold = threshold
        let checkpoint = try Checkpoint.read(checkpointPath)
        let run = try DecodedRun(
            ConfigNode.parse(yaml: checkpoint.config, path: checkpointPath), registries: registries)
        let context = TransformContext(exampleShape: Shape(checkpoint.task.storedShape))
        var pipeline = TransformPipeline(try run.transforms.map { try $0.build(context) })
        try pipeline.restore(checkpoint.transforms)
        transforms = pipeline
        self.run = run
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        folder = checkpointPath == path ? nil : RunFolder(path: path)
        batchSize = run.config.training.evaluationBatchSize
        position = checkpoint.position
        learner = try Learner(
            run, task: checkpoint.task, device: Device.cpu(threads: threads), precision: precision,
            random: TorchRandom(seed: 0))
        try learner.restoreWeights(checkpoint)
    }

    /// The checkpoint to read, and the threshold that goes with it.
    private static func source(_ path: String) throws -> (checkpoint: String, threshold: Double?) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return (path, nil)
        }
        let folder = RunFolder(path: path)
        let summary = folder.hasSummary ? try folder.summary() : nil
        let threshold = summary?.validation["threshold"]?.scalar
        if summary?.selected == "best" { return (folder.bestPath, threshold) }
        guard folder.hasCheckpoint else { throw TrainingError.nothingToResume(path) }
        return (folder.checkpointPath, threshold)
    }

    public var classNames: [String] { learner.task.classNames }

    public var precisionNotice: String? { learner.precisionNotice }

    var config: RunConfig { run.config }

    /// Predictions for a split of a data set and the mean loss on it.
    ///
    /// - Parameters:
    ///   - path: the data set.
    ///   - split: one of its splits.
    ///   - keepsFeatures: whether the features of every row are gathered too.
    /// - Throws: ``TrainingError/unsuitableData(_:)`` if the data set's examples or classes are not those of the model.
    public func evaluate(
        dataset path: String, split: SplitName, keepsFeatures: Bool
    ) throws -> Evaluation {
        try evaluate(examples(dataset: path, split: split), of: path, keepsFeatures: keepsFeatures)
    }

    public func evaluate(dataset path: String, split: SplitName) throws -> Evaluation {
        try evaluate(dataset: path, split: split, keepsFeatures: false)
    }

    /// The examples of a split, if they are of the classes that the model was trained on.
    func examples(dataset path: String, split: SplitName) throws -> ExampleSet {
        try self.split(split, of: path).examples()
    }

    private func split(_ name: SplitName, of path: String) throws -> DatasetSplit {
        let file = try DatasetFile(path: path)
        let task = learner.task
        guard file.description.classNames == task.classNames else {
            throw TrainingError.unsuitableData(
                "\(path) has the classes \(file.description.classNames.joined(separator: ", ")); the model was trained on "
                    + task.classNames.joined(separator: ", "))
        }
        return try file.split(name)
    }

    /// Predictions for rows that the run itself set apart, and the mean loss on them.
    ///
    /// - Parameters:
    ///   - path: the data set.
    ///   - part: which rows.
    ///   - keepsFeatures: whether the features of every row are gathered too.
    /// - Throws: ``TrainingError/unsuitableData(_:)`` if the model is not that of a run folder, or the data set is not the
    ///   run's.
    public func evaluate(dataset path: String, part: RunPart, keepsFeatures: Bool) throws -> Evaluation {
        guard let folder else { throw TrainedModel.needsFolder }
        return try evaluate(
            examples(of: part, in: folder, dataset: path), of: path, keepsFeatures: keepsFeatures)
    }

    public func evaluate(dataset path: String, part: RunPart) throws -> Evaluation {
        try evaluate(dataset: path, part: part, keepsFeatures: false)
    }

    /// Writes what a training leaves in its folder at its end, for a folder that lacks it: predictions for validation and
    /// test, and features of some rows.
    ///
    /// - Parameter path: the run's data set.
    /// - Returns: the files written.
    /// - Throws: ``TrainingError/unsuitableData(_:)`` if the model is not that of a run folder, or the data set is not the
    ///   run's; `HDF5Error` if a file cannot be written.
    public func keepPredictions(dataset path: String) throws -> [String] {
        guard let folder else { throw TrainedModel.needsFolder }
        guard folder.hasSummary else {
            throw TrainingError.unsuitableData(
                "\(folder.path) holds no finished run; `ballast train --resume` finishes it")
        }
        let parts = try [RunPart.validation, .test].filter(folder.has)
        var written: [String] = []
        for part in parts {
            let examples = try examples(of: part, in: folder, dataset: path)
            let collector = part == parts.last ? learner.collector(of: examples.labels, seed: run.config.seed) : nil
            let predictions = try evaluate(examples, of: path, features: collector).predictions
            try folder.write(predictions, of: part, classNames: learner.task.classNames)
            written.append(folder.predictionsPath(part))
            if let collector {
                try folder.write(learner.featureSample(collector, of: part, labels: examples.labels))
                written.append(folder.featuresPath)
            }
        }
        return written
    }

    private static let needsFolder = TrainingError.unsuitableData(
        "the rows of a run are recorded in its folder, not in a checkpoint")

    /// The rows that the run set apart.
    private func examples(of part: RunPart, in folder: RunFolder, dataset path: String) throws -> ExampleSet {
        let file = try DatasetFile(path: path)
        let rows = try folder.rows(of: part, fingerprint: file.fingerprint)
        return try file.split(config.data.split(of: part)).examples().selecting(rows)
    }

    /// - Parameters:
    ///   - examples: of the shape that the model was trained on.
    ///   - path: the data set, to be named in errors.
    ///   - keepsFeatures: whether the features of every row are gathered too.
    func evaluate(_ examples: ExampleSet, of path: String, keepsFeatures: Bool = false) throws -> Evaluation {
        let everyRow = keepsFeatures ? FeatureCollector(positions: Array(0..<examples.count)) : nil
        return try evaluate(examples, of: path, features: everyRow)
    }

    private func evaluate(_ examples: ExampleSet, of path: String, features: FeatureCollector?) throws -> Evaluation {
        try requireShape(examples.exampleShape, path)
        let evaluation = try learner.evaluate(batches(of: examples), at: position, features: features)
        evaluation.predictions.threshold = threshold
        return evaluation
    }

    private func requireShape(_ shape: Shape, _ path: String) throws {
        guard Array(shape) == learner.task.storedShape else {
            throw TrainingError.unsuitableData(
                "\(path) has examples of shape \(shape); the model was trained on \(Shape(learner.task.storedShape))")
        }
    }

    private func batches(of examples: ExampleSet) -> BatchStream {
        BatchLoader(examples, transforms: transforms, options: .init(batchSize: batchSize), seed: 0)
            .evaluationBatches()
    }

    /// Rows that are predicted together, in whole batches: enough that reading, computing and writing overlap, few beside
    /// a data set.
    private var rowsAtATime: Int { max(1, (1 << 17) / batchSize) * batchSize }

    /// Writes the predictions for a split of a data set as they are made; see ``PredictionFile``.
    ///
    /// - Parameters:
    ///   - path: the data set.
    ///   - name: the split.
    ///   - output: the file to write or replace.
    /// - Returns: the number of rows.
    /// - Throws: as ``evaluate(dataset:split:)``, and if the file cannot be written.
    public func predict(dataset path: String, split name: SplitName, to output: String) throws -> Int {
        let split = try split(name, of: path)
        try requireShape(split.exampleShape, path)
        try write(split.count, to: output) { append in
            try split.forEachStretch(of: rowsAtATime) { try append(predictions(for: $0)) }
        }
        return split.count
    }

    /// Writes the predictions for rows that the run itself set apart; see ``PredictionFile``.
    ///
    /// - Parameters:
    ///   - path: the data set.
    ///   - part: which rows.
    ///   - output: the file to write or replace.
    /// - Returns: the number of rows.
    /// - Throws: as ``evaluate(dataset:part:)``, and if the file cannot be written.
    public func predict(dataset path: String, part: RunPart, to output: String) throws -> Int {
        guard let folder else { throw TrainedModel.needsFolder }
        let examples = try examples(of: part, in: folder, dataset: path)
        try requireShape(examples.exampleShape, path)
        try write(examples.count, to: output) { append in
            for start in stride(from: 0, to: examples.count, by: rowsAtATime) {
                let positions = Array(start..<min(start + rowsAtATime, examples.count))
                try append(predictions(for: examples.selecting(positions)))
            }
        }
        return examples.count
    }

    private func write(
        _ rowCount: Int, to output: String, _ body: (PredictionFile.Append) throws -> Void
    ) throws {
        try PredictionFile.write(
            to: output, rowCount: rowCount, classNames: learner.task.classNames, threads: threads, body)
    }

    private func predictions(for examples: ExampleSet) throws -> Predictions {
        let predictions = try learner.predict(batches(of: examples))
        predictions.threshold = threshold
        return predictions
    }

    /// The value of every metric of the run the model comes from, and the ``threshold`` if there is one.
    public func scores(_ evaluation: Evaluation) -> [String: MetricValue] {
        learner.scores(evaluation, threshold: threshold.map(MetricValue.scalar))
    }
}
