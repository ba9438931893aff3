internal import BallastCore
public import BallastData

/// What one cross-validation is, recorded before any fold is trained: `plan.json`.
///
/// With the configuration beside it, everything that its folds depend on; a folder whose plan differs is not continued.
public struct CrossValidationPlan: Codable, Equatable, Sendable {
    public var name: String
    public var foldCount: Int
    /// The folds inside of each on which a search chooses the settings; nil if nothing is searched.
    public var innerFoldCount: Int?
    /// The split that is divided, and the seed of the division.
    public var split: String
    public var splitSeed: Int
    /// Of the data set.
    public var fingerprint: String
    public var classNames: [String]
    /// Rows of each class in each fold.
    public var foldCounts: [[Int]]
    /// Which way each metric is better: `higher`, `lower` or `none`; the loss included.
    public var directions: [String: String]
    public var plugins: [PluginRecord]
}

/// One configuration to be cross-validated: what its folds share.
public struct CrossValidation: Sendable {
    public let plan: CrossValidationPlan
    /// The configuration of every fold but for `data.fold` and what a search chooses.
    public let config: RunConfig
    /// The search that chooses the settings of every outer fold; nil if nothing is searched.
    private let search: Sweep?
    /// The fold in which each row of the split is tested.
    public let folds: RowFolds
    /// What the user should know of the division.
    public let notes: [String]

    /// Reads the labels of the data set and divides them; nothing is trained.
    ///
    /// - Parameters:
    ///   - run: the configuration.
    ///   - name: what the cross-validation is called.
    ///   - foldCount: the number of folds, 2 at least.
    ///   - threads: of every fold, if the configuration does not say.
    ///   - plugins: the paths of every plugin of the run and what is recorded of them.
    ///   - search: what chooses the settings of every outer fold, on inner folds; nil: the configuration is that of all.
    /// - Precondition: the configuration names no fold itself.
    /// - Throws: `HDF5Error` and `DataError` for data that cannot be read or divided so; `ConfigError` of metrics that do
    ///   not suit the classes.
    public init(
        _ run: DecodedRun, name: String, foldCount: Int, threads: Int = 1,
        plugins: (paths: [String], records: [PluginRecord]) = ([], []), search: Sweep? = nil
    ) throws {
        var config = run.config
        config.name = name
        config.threads = config.threads ?? threads
        config.plugins = plugins.paths
        self.config = config
        self.search = search
        let file = try DatasetFile(path: config.data.path)
        let split = try file.split(config.data.trainSplit)
        folds = try RowFolds.stratified(labels: split.labels, foldCount: foldCount, seed: config.splitSeed)
        let folds = folds
        let counts = (0..<foldCount).map { split.classCounts(of: folds.split($0).test) }
        let classNames = file.description.classNames
        plan = CrossValidationPlan(
            name: name, foldCount: foldCount, innerFoldCount: search?.innerFolds?.count, split: split.name.rawValue,
            splitSeed: config.data.splitSeed ?? config.seed, fingerprint: file.fingerprint, classNames: classNames,
            foldCounts: counts, directions: try run.directions(classNames: classNames), plugins: plugins.records)
        notes =
            try Self.notes(config.data, file: file, counts: counts)
            + Self.innerNotes(plan, folds: folds, split: split, seed: config.splitSeed)
    }

    /// The search inside of an outer fold; nil if nothing is searched.
    ///
    /// - Parameter index: the outer fold, from 0.
    public func search(inFold index: Int) -> Sweep? { search?.moved(toFold: index) }

    /// - Throws: `DataError` if the training rows of an outer fold cannot be divided into so many.
    private static func innerNotes(
        _ plan: CrossValidationPlan, folds: RowFolds, split: DatasetSplit, seed: UInt32
    ) throws -> [String] {
        guard let innerCount = plan.innerFoldCount else { return [] }
        var missing = [Int](repeating: 0, count: plan.classNames.count)
        for outer in 0..<plan.foldCount {
            let rows = folds.split(outer).train
            let inner = try RowFolds.stratified(
                labels: rows.map { split.labels[$0] }, foldCount: innerCount, seed: seed)
            for fold in 0..<innerCount {
                let counts = split.classCounts(of: inner.split(fold).test.map { rows[$0] })
                for (label, count) in counts.enumerated() where count == 0 { missing[label] += 1 }
            }
        }
        return zip(plan.classNames, missing).filter { $0.1 > 0 }.map { name, count in
            "class \(name) has no rows in the test of \(count) of the \(plan.foldCount * innerCount) inner folds"
        }
    }

    private static func notes(_ data: DataConfig, file: DatasetFile, counts: [[Int]]) -> [String] {
        var notes: [String] = []
        if let fraction = data.testFraction {
            notes.append("the folds take the place of data.test_fraction \(fraction)")
        } else if file.splitNames.contains(data.testSplit) {
            notes.append(
                "the folds are of the split \(data.trainSplit.rawValue) of \(data.path); its split "
                    + "\(data.testSplit.rawValue) is not used")
        }
        for (label, name) in file.description.classNames.enumerated() {
            let missing = counts.filter { $0[label] == 0 }.count
            if missing > 0 {
                notes.append("class \(name) has no rows in the test of \(missing) of the \(counts.count) folds")
            }
        }
        return notes
    }
}

extension DecodedRun {
    /// Which way every metric of the run, and its loss, is better.
    public func directions(classNames: [String]) throws -> [String: String] {
        // Of counts a direction does not depend; the metrics that group classes by size need some.
        let context = MetricContext(
            classNames: classNames, trainingCounts: classNames.map { _ in 1 }, positiveClass: config.data.positiveClass)
        var directions = ["loss": MetricDirection.lowerIsBetter.rawValue]
        for metric in metrics { directions[metric.name] = try metric.build(context).direction.rawValue }
        return directions
    }
}
