import ArgumentParser
import Ballast

/// `ballast evaluate RUN|CHECKPOINT --data FILE.h5`.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute the metrics of a trained model on a split of a data set.",
        discussion: """
            A run folder brings the threshold that the run chose on validation, if it did; a checkpoint alone does not.
            """)

    @Argument(help: "Run folder (its tested weights) or checkpoint.") var model: String
    @Option(help: "Data set (HDF5).") var data: String
    @Option(help: "Split of the data set.") var split = SplitName.test
    @Option(help: "Rows that the run itself set apart, instead of a split: train, validation or test.") var part:
        RunPart?
    @Option(help: "With two classes: predict the positive class from this probability on.") var threshold: Double?
    @Option(help: "Threads of the kernels (default: every core).") var threads: Int?
    @Option(help: "Number format of a network's activations (default: that of the run).")
    var precision: ActivationPrecision?
    @OptionGroup var plugins: PluginOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let trained = try TrainedModel(
            path: model, registries: plugins.registries(ofRun: model), threads: threads, precision: precision)
        trained.learner.precisionNotice.map(Console.error)
        if let threshold { trained.threshold = threshold }
        let scores = trained.scores(try trained.evaluate(dataset: data, split: split, part: part))
        if json {
            Console.line(try JSONText.encode(scores, pretty: true))
        } else {
            let lines = SummaryText.scoreLines(scores, classNames: trained.learner.task.classNames)
            Console.line(lines.joined(separator: "\n"))
        }
    }
}

extension SplitName: ExpressibleByArgument {}
extension RunPart: ExpressibleByArgument {}
extension ActivationPrecision: ExpressibleByArgument {}

extension TrainedModel {
    /// Predictions for a part of the run if one is named, else for a split.
    func evaluate(
        dataset path: String, split: SplitName, part: RunPart?, keepsFeatures: Bool = false
    ) throws -> Evaluation {
        if let part { return try evaluate(dataset: path, part: part, keepsFeatures: keepsFeatures) }
        return try evaluate(dataset: path, split: split, keepsFeatures: keepsFeatures)
    }
}
