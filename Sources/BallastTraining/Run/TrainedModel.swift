public import BallastCore
public import BallastData
internal import BallastTensor
internal import Foundation

/// A model restored from a checkpoint, with its loss, transforms and metrics: ready to evaluate and predict.
public final class TrainedModel: EvaluatedModel {
    public let learner: Learner
    private let transforms: TransformPipeline
    private let batchSize: Int
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
        let file = try DatasetFile(path: path)
        let task = learner.task
        guard file.description.classNames == task.classNames else {
            throw TrainingError.unsuitableData(
                "\(path) has the classes \(file.description.classNames.joined(separator: ", ")); the model was trained on "
                    + task.classNames.joined(separator: ", "))
        }
        return try file.split(split).examples()
    }

    /// Predictions for rows that the run itself set apart, and the mean loss on them.
    ///
    /// - Parameters:
    ///   - path: the data set.
    ///   - part: which rows.
    ///   - keepsFeatures: whether the features of every row are gathered too.
    /// - Throws: ``TrainingError/unsuitableData(_:)`` if the model is not that of a run folder, or the data set is not the
    ///   run's.
    public func evaluate(
        dataset path: String, part: RunPart, keepsFeatures: Bool
    ) throws -> Evaluation {
        guard let folder else {
            throw TrainingError.unsuitableData("the rows of a run are recorded in its folder, not in a checkpoint")
        }
        let file = try DatasetFile(path: path)
        let rows = try folder.rows(of: part, fingerprint: file.fingerprint)
        let examples = try file.split(config.data.split(of: part)).examples()
        return try evaluate(examples.selecting(rows), of: path, keepsFeatures: keepsFeatures)
    }

    public func evaluate(dataset path: String, part: RunPart) throws -> Evaluation {
        try evaluate(dataset: path, part: part, keepsFeatures: false)
    }

    /// - Parameters:
    ///   - examples: of the shape that the model was trained on.
    ///   - path: the data set, to be named in errors.
    ///   - keepsFeatures: whether the features of every row are gathered too.
    func evaluate(_ examples: ExampleSet, of path: String, keepsFeatures: Bool = false) throws -> Evaluation {
        let task = learner.task
        guard Array(examples.exampleShape) == task.storedShape else {
            throw TrainingError.unsuitableData(
                "\(path) has examples of shape \(examples.exampleShape); the model was trained on "
                    + "\(Shape(task.storedShape))")
        }
        let loader = BatchLoader(examples, transforms: transforms, options: .init(batchSize: batchSize), seed: 0)
        let evaluation = try learner.evaluate(
            loader.evaluationBatches(), at: position, keepsFeatures: keepsFeatures)
        evaluation.predictions.threshold = threshold
        return evaluation
    }

    /// The value of every metric of the run the model comes from, and the ``threshold`` if there is one.
    public func scores(_ evaluation: Evaluation) -> [String: MetricValue] {
        learner.scores(evaluation, threshold: threshold.map(MetricValue.scalar))
    }
}
