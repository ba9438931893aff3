import ArgumentParser
import Ballast

/// `ballast evaluate RUN|CHECKPOINT|ENSEMBLE --data FILE.h5`.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute the metrics of a trained model, or of several together, on a split of a data set.",
        discussion: """
            A run folder brings the threshold that the run chose on validation, if it did; a checkpoint alone does not. An \
            ensemble's is chosen on rows that are validation to all its runs, which must be of the data set given here.
            """)

    @OptionGroup var source: ModelSource
    @Option(help: "Data set (HDF5).") var data: String
    @Option(help: "Split of the data set.") var split = SplitName.test
    @Option(help: "Rows that the run itself set apart, instead of a split: train, validation or test.") var part:
        RunPart?
    @Option(help: "With two classes: predict the positive class from this probability on.") var threshold: Double?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let model = try source.open(dataset: threshold == nil ? data : nil)
        if let threshold { model.threshold = threshold }
        let scores = model.scores(try model.evaluate(dataset: data, split: split, part: part))
        if json {
            Console.line(try JSONText.encode(scores, pretty: true))
        } else {
            Console.line(SummaryText.scoreLines(scores, classNames: model.classNames).joined(separator: "\n"))
        }
    }
}

extension SplitName: ExpressibleByArgument {}
extension RunPart: ExpressibleByArgument {}
extension ActivationPrecision: ExpressibleByArgument {}
