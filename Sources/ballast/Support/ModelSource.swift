import ArgumentParser
import Ballast
import Foundation

/// The trained models that a command line names: one, or several that predict together.
struct ModelSource: ParsableArguments {
    @Argument(
        help: """
            Run folder (its tested weights), checkpoint, or folder of an ensemble; with --ensemble several runs, or the \
            folder of a cross-validation, which stands for its folds.
            """)
    var models: [String]
    @Option(help: "Let the runs predict together: average, logits or vote.") var ensemble: EnsembleRule?
    @Option(help: "Weights of the runs of --ensemble, as in 2,1,1; all the same if omitted.") var weights: NumberList?
    @Option(help: "Threads of the kernels (default: every core).") var threads: Int?
    @Option(help: "Number format of a network's activations (default: that of the run).")
    var precision: ActivationPrecision?
    @OptionGroup var plugins: PluginOptions

    func validate() throws {
        if ensemble == nil, models.count > 1 {
            throw ValidationError(
                "\(models.count) runs predict together with --ensemble average, logits or vote; without it, name one")
        }
        if weights != nil, ensemble == nil { throw ValidationError("--weights needs --ensemble") }
    }

    /// Opens the model, or the models as one.
    ///
    /// - Parameter dataset: the data set that it will see, on whose validation rows an ensemble chooses its threshold
    ///   where the runs choose one; nil if the threshold is of no interest.
    func open(dataset: String?) throws -> any EvaluatedModel {
        let model = try read(dataset: dataset)
        model.precisionNotice.map(Console.error)
        return model
    }

    private func read(dataset: String?) throws -> any EvaluatedModel {
        if let ensemble {
            let result = try TrainedEnsemble(
                paths: Self.runs(models), rule: ensemble, weights: weights?.values, threads: threads,
                precision: precision, registries: plugins.registries)
            if let dataset { try result.chooseThreshold(dataset: dataset) }
            return result
        }
        let folder = EnsembleFolder(path: models[0])
        if folder.isInUse {
            return try TrainedEnsemble(
                folder: folder, threads: threads, precision: precision, registries: plugins.registries)
        }
        return try TrainedModel(
            path: models[0], registries: plugins.registries(ofRun: models[0]), threads: threads, precision: precision)
    }

    /// The runs that are meant: the folds in the place of a cross-validation.
    ///
    /// - Throws: `UsageError` for an ensemble.
    static func runs(_ paths: [String]) throws -> [String] {
        try paths.flatMap { path -> [String] in
            guard !EnsembleFolder(path: path).isInUse else {
                throw UsageError("\(path) is an ensemble, which cannot be a member of another; name its runs")
            }
            let validation = CrossValidationFolder(path: path)
            guard validation.isInUse else { return [path] }
            return try (0..<validation.plan().foldCount).map { validation.fold($0).path }
        }
    }
}

/// Numbers with commas between them.
struct NumberList: ExpressibleByArgument {
    let values: [Double]

    init?(argument: String) {
        let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard !numbers.contains(nil) else { return nil }
        values = numbers.compactMap { $0 }
    }
}

extension EnsembleRule: ExpressibleByArgument {}

extension EvaluatedModel {
    /// Predictions for a part of the run if one is named, else for a split.
    func evaluate(dataset path: String, split: SplitName, part: RunPart?) throws -> Evaluation {
        try part.map { try evaluate(dataset: path, part: $0) } ?? evaluate(dataset: path, split: split)
    }
}
