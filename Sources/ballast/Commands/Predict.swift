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
            """)

    @Argument(help: "Run folder (its tested weights) or checkpoint.") var model: String
    @Option(help: "Data set (HDF5).") var data: String
    @Option(help: "Split of the data set.") var split = SplitName.test
    @Option(help: "Rows that the run itself set apart, instead of a split: train, validation or test.") var part:
        RunPart?
    @Option(help: "File to write, .csv or .h5.") var out: String
    @Option(help: "Threads of the kernels (default: every core).") var threads: Int?
    @Option(help: "Number format of a network's activations (default: that of the run).")
    var precision: ActivationPrecision?
    @OptionGroup var plugins: PluginOptions

    func run() throws {
        let trained = try TrainedModel(
            path: model, registries: plugins.registries(ofRun: model), threads: threads, precision: precision)
        trained.learner.precisionNotice.map(Console.error)
        let count =
            if let part { try trained.predict(dataset: data, part: part, to: out) } else {
                try trained.predict(dataset: data, split: split, to: out)
            }
        Console.error("\(count) rows written to \(out)")
    }
}
