import ArgumentParser
import Ballast
import Foundation

/// `ballast predict CHECKPOINT --data FILE.h5 --out scores.h5|scores.csv`.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the class probabilities of every row of a split.",
        discussion: """
            With the extension .csv: a header, then row, label, predicted class and a probability per class. Otherwise \
            HDF5: probabilities [N, K], predicted [N], labels [N] and classes [K].

            --keep writes into the run folder what a training leaves there at its end, for `ballast report`: \
            predictions/validation.h5, predictions/test.h5 and features.h5.
            """)

    @Argument(help: "Run folder (its tested weights) or checkpoint.") var model: String
    @Option(help: "Data set (HDF5).") var data: String
    @Option(help: "Split of the data set.") var split = SplitName.test
    @Option(help: "Rows that the run itself set apart, instead of a split: train, validation or test.") var part:
        RunPart?
    @Option(help: "File to write, .csv or .h5.") var out: String?
    @Flag(help: "Write the run folder's own files of predictions and features instead.") var keep = false
    @Option(help: "Threads of the kernels (default: every core).") var threads: Int?
    @OptionGroup var plugins: PluginOptions

    func validate() throws {
        guard (out == nil) == keep else { throw ValidationError("give --out or --keep, and not both") }
        guard !keep || part == nil else { throw ValidationError("--keep is of every part; leave out --part") }
    }

    func run() throws {
        let trained = try TrainedModel(path: model, registries: plugins.registries(ofRun: model), threads: threads)
        guard let out else {
            for path in try trained.keepPredictions(dataset: data) { Console.error("\(path) written") }
            return
        }
        let predictions = try trained.evaluate(dataset: data, split: split, part: part).predictions
        let classNames = trained.learner.task.classNames
        if out.hasSuffix(".csv") {
            try PredictionFile.writeCSV(predictions, classNames: classNames, to: out)
        } else {
            try PredictionFile.writeHDF5(predictions, classNames: classNames, to: out)
        }
        Console.error("\(predictions.count) rows written to \(out)")
    }
}
