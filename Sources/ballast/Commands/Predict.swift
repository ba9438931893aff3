import ArgumentParser
import Ballast
import Foundation

/// `ballast predict RUN|CHECKPOINT|ENSEMBLE --data FILE.h5 --out scores.h5|scores.csv`.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the class probabilities of every row of a split.",
        discussion: """
            With the extension .csv: a header, then row, label, predicted class and a probability per class. Otherwise \
            HDF5: probabilities [N, K], predicted [N], labels [N] and classes [K]. Of an ensemble that votes, shares of the \
            votes.
            """)

    @OptionGroup var source: ModelSource
    @Option(help: "Data set (HDF5).") var data: String
    @Option(help: "Split of the data set.") var split = SplitName.test
    @Option(help: "Rows that the run itself set apart, instead of a split: train, validation or test.") var part:
        RunPart?
    @Option(help: "File to write, .csv or .h5.") var out: String

    func run() throws {
        let model = try source.open(dataset: data)
        let predictions = try model.evaluate(dataset: data, split: split, part: part).predictions
        let classNames = model.classNames
        if out.hasSuffix(".csv") {
            try PredictionFile.writeCSV(predictions, classNames: classNames, to: out)
        } else {
            try PredictionFile.writeHDF5(predictions, classNames: classNames, to: out)
        }
        Console.error("\(predictions.count) rows written to \(out)")
    }
}
