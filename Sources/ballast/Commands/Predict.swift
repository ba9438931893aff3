import ArgumentParser
import Ballast
import Foundation

/// `ballast predict CHECKPOINT --data FILE.h5 --out scores.h5|scores.csv`.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the class probabilities of every row of a split.",
        discussion: """
            With the extension .csv: a header, then row, label, predicted class and a probability per class. Otherwise \
            HDF5: probabilities [N, K], predicted [N], labels [N] and classes [K]. --features adds features [N, D], and of \
            losses with a vector for each class, such as FAL, loss/anchors [K, D]; in CSV the features alone, f_0, f_1 …
            """)

    @Argument(help: "Run folder (its tested weights) or checkpoint.") var model: String
    @Option(help: "Data set (HDF5).") var data: String
    @Option(help: "Split of the data set.") var split = SplitName.test
    @Option(help: "Rows that the run itself set apart, instead of a split: train, validation or test.") var part:
        RunPart?
    @Option(help: "File to write, .csv or .h5.") var out: String
    @Flag(help: "Write the features too, and the classes' vectors that the loss has among them.") var features = false
    @Option(help: "Threads of the kernels (default: every core).") var threads: Int?
    @Option(help: "Number format of a network's activations (default: that of the run).")
    var precision: ActivationPrecision?
    @OptionGroup var plugins: PluginOptions

    func run() throws {
        let trained = try TrainedModel(
            path: model, registries: plugins.registries(ofRun: model), threads: threads, precision: precision)
        trained.learner.precisionNotice.map(Console.error)
        let evaluation = try trained.evaluate(dataset: data, split: split, part: part, keepsFeatures: features)
        let predictions = evaluation.predictions
        let space = evaluation.features.map { FeatureSpace(features: $0, learner: trained.learner) }
        let classNames = trained.learner.task.classNames
        if out.hasSuffix(".csv") {
            try PredictionFile.writeCSV(predictions, classNames: classNames, space: space, to: out)
        } else {
            try PredictionFile.writeHDF5(predictions, classNames: classNames, space: space, to: out)
        }
        Console.error("\(predictions.count) rows written to \(out)")
    }
}
