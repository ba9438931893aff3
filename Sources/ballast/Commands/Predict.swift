import ArgumentParser
import Ballast
import Foundation

/// `ballast predict RUN|CHECKPOINT|ENSEMBLE --data FILE.h5 --out scores.h5|scores.csv`.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the class probabilities of every row of a split.",
        discussion: """
            With the extension .csv: a header, then row, label, predicted class and a probability per class. Otherwise \
            HDF5: probabilities [N, K], predicted [N], labels [N] and classes [K]. --features adds features [N, D], and of \
            losses with a vector for each class, such as FAL, loss/anchors [K, D]; in CSV the features alone, f_0, f_1 … \
            Of an ensemble that votes, probabilities are shares of the votes.

            --keep writes into the run folder what a training leaves there at its end, for `ballast report`: \
            predictions/validation.h5, predictions/test.h5 and features.h5.
            """)

    @OptionGroup var source: ModelSource
    @Option(help: "Data set (HDF5).") var data: String
    @Option(help: "Split of the data set.") var split = SplitName.test
    @Option(help: "Rows that the run itself set apart, instead of a split: train, validation or test.") var part:
        RunPart?
    @Option(help: "File to write, .csv or .h5.") var out: String?
    @Flag(help: "Write the features too, and the classes' vectors that the loss has among them.") var features = false
    @Flag(help: "Write the run folder's own files of predictions and features instead.") var keep = false

    func validate() throws {
        guard (out == nil) == keep else { throw ValidationError("give --out or --keep, and not both") }
        guard !keep || part == nil else { throw ValidationError("--keep is of every part; leave out --part") }
        guard !keep || !features else { throw ValidationError("--keep has features of its own; leave out --features") }
    }

    func run() throws {
        let model = try source.open(dataset: data)
        guard let out else { return try keepPredictions(of: model) }
        if let trained = model as? TrainedModel, !features {
            // Row by row, as the predictions are made: the whole of them is never in memory.
            let count =
                if let part { try trained.predict(dataset: data, part: part, to: out) } else {
                    try trained.predict(dataset: data, split: split, to: out)
                }
            return Console.error("\(count) rows written to \(out)")
        }
        let (evaluation, space) = try evaluate(model)
        let predictions = evaluation.predictions
        let classNames = model.classNames
        if out.hasSuffix(".csv") {
            try PredictionFile.writeCSV(predictions, classNames: classNames, space: space, to: out)
        } else {
            try PredictionFile.writeHDF5(predictions, classNames: classNames, space: space, to: out)
        }
        Console.error("\(predictions.count) rows written to \(out)")
    }

    /// Writes the run folder's own files.
    private func keepPredictions(of model: any EvaluatedModel) throws {
        guard let trained = model as? TrainedModel else {
            throw UsageError("--keep is for a run; an ensemble has no files of predictions of its own")
        }
        for path in try trained.keepPredictions(dataset: data) { Console.error("\(path) written") }
    }

    /// The predictions, and where the model puts the rows if that is asked for.
    private func evaluate(_ model: any EvaluatedModel) throws -> (Evaluation, FeatureSpace?) {
        guard features else { return (try model.evaluate(dataset: data, split: split, part: part), nil) }
        guard let trained = model as? TrainedModel else {
            throw UsageError("--features writes those of one model; the members of an ensemble have no space in common")
        }
        let evaluation =
            if let part { try trained.evaluate(dataset: data, part: part, keepsFeatures: true) } else {
                try trained.evaluate(dataset: data, split: split, keepsFeatures: true)
            }
        return (evaluation, evaluation.features.map { FeatureSpace(features: $0, learner: trained.learner) })
    }
}
