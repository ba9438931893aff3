import ArgumentParser
import Ballast

/// `ballast data split FILE.h5 --out SPLITS.h5`.
struct DataSplit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Divide the rows of a dataset for hold-out or cross-validation.",
        discussion: """
            Writes row numbers, not data: /train and /test, or with --folds /fold_of_row. They are those of scikit-learn's \
            train_test_split, KFold and StratifiedKFold for the same seed.

              ballast data split toy.h5 --test 0.3 --seed 42 --out holdout.h5
              ballast data split toy.h5 --folds 10 --seed 42 --out folds.h5
            """)

    @Argument(help: "Dataset file.") var file: String
    @Option(help: "File to write (HDF5).") var out: String
    @Option(name: .customLong("split"), help: "The part of the dataset to divide; by default all, or else train.")
    var part: String?
    @Option(help: "Share of the test rows, or their number.") var test: Double?
    @Option(help: "Number of folds, instead of a test part.") var folds: Int?
    @Option(help: "Seed of the random order.") var seed: UInt32 = 0
    @Flag(help: "Take no account of the classes.") var plain = false
    @Flag(help: "Folds of consecutive rows.") var ordered = false

    func validate() throws {
        guard (test == nil) != (folds == nil) else { throw ValidationError("give --test or --folds, one of them") }
        guard !ordered || folds != nil else { throw ValidationError("--ordered goes with --folds") }
    }

    func run() throws {
        let dataset = try DatasetFile(path: file)
        let data = try dataset.split(try chosenPart(dataset))
        let manner = (plain ? "plain" : "stratified") + (ordered ? ", ordered" : ", seed \(seed)")
        if let folds {
            let seed = ordered ? nil : seed
            let result =
                plain
                ? try RowFolds.plain(rowCount: data.count, foldCount: folds, seed: seed)
                : try RowFolds.stratified(labels: data.labels, foldCount: folds, seed: seed)
            try SplitFile.write(
                result, of: data, fingerprint: dataset.fingerprint, method: "\(folds) folds, \(manner)", to: out)
            for fold in 0..<folds { report("fold \(fold)", data, result.split(fold).test) }
        } else if let test {
            let size = test < 1 ? RowSplit.Size.fraction(test) : .rows(try rowCount(test))
            let random = NumPyRandom(seed: seed)
            let result =
                plain
                ? try RowSplit.shuffled(rowCount: data.count, test: size, random: random)
                : try RowSplit.stratified(labels: data.labels, test: size, random: random)
            try SplitFile.write(
                result, of: data, fingerprint: dataset.fingerprint, method: "test \(test), \(manner)", to: out)
            report("train", data, result.train)
            report("test", data, result.test)
        }
    }

    private func chosenPart(_ dataset: DatasetFile) throws -> SplitName {
        guard let part else { return dataset.splitNames.contains(.all) ? .all : .train }
        guard let name = SplitName(rawValue: part) else {
            let names = SplitName.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no split '\(part)'; it is one of \(names)")
        }
        return name
    }

    private func rowCount(_ number: Double) throws -> Int {
        guard let count = Int(exactly: number) else {
            throw ValidationError("--test is a share below 1 or a whole number of rows, not \(number)")
        }
        return count
    }

    private func report(_ name: String, _ data: DatasetSplit, _ rows: [Int]) {
        let counts = data.classCounts(of: rows).map(String.init).joined(separator: ", ")
        Console.line("\(name): \(rows.count) rows, of each class \(counts)")
    }
}
