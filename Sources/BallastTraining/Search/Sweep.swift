public import BallastCore
internal import BallastData

/// A search as a whole: its points, each with a configuration that is known to be right, and what compares them.
public struct Sweep: Sendable {
    public private(set) var name: String
    public let search: SearchConfig
    public let points: [SearchPoint]
    /// The metric that decides, on validation or on inner folds, and which of its values win.
    public let metric: String
    public let direction: SearchConfig.Direction
    /// The epochs of every round, the last those of the configuration; one without halving.
    public let rounds: [Int]
    /// The folds on whose test rows points are compared; nil: on the validation rows of every run.
    public private(set) var innerFolds: InnerFolds?
    /// Of every point, with the first seed and all epochs.
    private let configs: [RunConfig]

    /// Reads every point before anything is trained.
    ///
    /// - Parameters:
    ///   - node: the configuration as written, with `search`.
    ///   - run: the same, read.
    ///   - name: what the sweep is called.
    ///   - registries: where components are looked up.
    ///   - threads: of every run, if the configuration does not say.
    ///   - plugins: the paths of every plugin.
    ///   - innerFolds: the folds on whose test rows points are compared; nil: on validation rows.
    /// - Throws: `ConfigError` with what is wrong at any point, where its value is written; `HDF5Error` and `DataError` for
    ///   data that cannot be read.
    public init(
        _ node: ConfigNode, run: DecodedRun, name: String, registries: Registries, threads: Int = 1,
        plugins: [String] = [], innerFolds: InnerFolds? = nil
    ) throws {
        let place = node.entry("search")?.keyLocation ?? node.location
        guard let search = run.config.search else {
            throw ConfigError([.search("", place, "is missing: there is nothing to sweep")])
        }
        guard let count = search.pointCount, count <= Self.largestCount else {
            throw ConfigError([.search("", place, "has more than \(Self.largestCount) points")])
        }
        self.name = name
        self.search = search
        self.innerFolds = innerFolds
        points = search.points()
        metric = search.metric ?? run.config.training.monitor
        rounds = search.halving?.rounds(epochs: run.config.training.epochs) ?? [run.config.training.epochs]

        var issues = Self.reservedKeys(search, place, isNested: innerFolds != nil)
        var base = node
        if let entries = node.entries { base.content = .mapping(entries.filter { $0.key != "search" }) }
        var configs: [RunConfig] = []
        for point in points {
            let changed = base.applying(point.overrides, issues: &issues)
            do {
                var config = try DecodedRun(changed, registries: registries).config
                let known = ["loss"] + config.metrics.map(\.type)
                if innerFolds == nil, config.data.validationFraction == 0 {
                    issues.append(.search("", place, "compares on validation, but data.validation_fraction is 0"))
                } else if !known.contains(metric) {
                    issues.append(
                        .search("metric", place, "is \(metric), which is not among \(known.joined(separator: ", "))"))
                }
                // Further seeds must not divide the rows anew: what is in one's outer test is in another's training.
                if innerFolds != nil { config.data.splitSeed = run.config.data.splitSeed ?? run.config.seed }
                config.threads = config.threads ?? threads
                config.plugins = plugins
                configs.append(config)
            } catch let error as ConfigError {
                issues += error.issues
            }
        }
        guard issues.isEmpty else { throw ConfigError(issues) }
        self.configs = configs
        let classNames = try DatasetFile(path: run.config.data.path).description.classNames
        let meant = try run.directions(classNames: classNames)[metric].flatMap(SearchConfig.Direction.init(rawValue:))
        guard let direction = search.direction ?? meant else {
            throw ConfigError([
                .search("direction", place, "is missing: \(metric) does not say which values are better")
            ])
        }
        self.direction = direction
    }

    /// More points than anyone trains are a slip of the pen.
    private static let largestCount = 10_000

    /// Settings of `data` by which rows are divided into folds.
    private static let divisionKeys: Set = ["path", "train_split", "split_seed", "fold", "inner_fold"]

    /// Settings that the sweep sets itself.
    private static func reservedKeys(
        _ search: SearchConfig, _ place: ConfigLocation, isNested: Bool
    ) -> [ConfigIssue] {
        let keys = Set(search.grid.keys).union((search.random?.space ?? [:]).keys).sorted()
        return keys.compactMap { key in
            let components = ConfigKeyPath(dotted: key).components
            let first = components.first ?? ""
            if isNested, first == "data", components.count == 1 || divisionKeys.contains(components[1]) {
                return .search("", place, "cannot vary \(key) in a cross-validation, whose folds are of one division")
            }
            if ["name", "seed", "plugins", "search"].contains(first) {
                return .search("", place, "cannot vary \(key); several seeds are had by search.seeds")
            }
            if key == "training.epochs", search.halving != nil {
                return .search("", place, "cannot vary training.epochs, which halving sets")
            }
            return nil
        }
    }
}

extension Sweep {
    /// The same search inside of another outer fold.
    ///
    /// - Precondition: the sweep compares on inner folds.
    func moved(toFold index: Int) -> Sweep {
        guard var folds = innerFolds else { preconditionFailure("the sweep has no inner folds") }
        folds.outerIndex = index
        var sweep = self
        sweep.innerFolds = folds
        sweep.name = "\(name) \(CrossValidationFolder.foldName(index))"
        return sweep
    }
}

extension ConfigIssue {
    fileprivate static func search(_ key: String, _ location: ConfigLocation, _ message: String) -> ConfigIssue {
        ConfigIssue(
            location: location, keyPath: ConfigKeyPath(["search"] + (key.isEmpty ? [] : [key])), message: message)
    }
}

/// One run of a sweep: a point with a seed, in a round, and in one of the inner folds if there are some.
public struct SweepRun: Sendable, Hashable {
    public let point: Int
    public let seed: Int
    public let round: Int
    /// The inner fold that is tested; nil: the run is compared on its validation rows.
    public let innerFold: Int?
    /// Where the run is in the sweep's folder: `point-003/seed-1`, in an inner fold `point-003/seed-1-fold-2`, in a round of
    /// halving `point-003/seed-1-epochs-5`.
    public let path: String
}

extension Sweep {
    /// The runs of some points in a round, in the order in which they are trained.
    public func runs(of points: [Int], round: Int) -> [SweepRun] {
        let folds: [Int?] = innerFolds.map { (0..<$0.count).map { $0 } } ?? [nil]
        return points.flatMap { point in
            (0..<search.seeds).flatMap { offset in
                folds.map { run(point, seed: configs[point].seed + offset, innerFold: $0, round: round) }
            }
        }
    }

    private func run(_ point: Int, seed: Int, innerFold: Int?, round: Int) -> SweepRun {
        let digits = String(point)
        let number = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        let fold = innerFold.map { "-fold-\($0)" } ?? ""
        let length = rounds.count > 1 ? "-epochs-\(rounds[round])" : ""
        return SweepRun(
            point: point, seed: seed, round: round, innerFold: innerFold,
            path: "point-\(number)/seed-\(seed)\(fold)\(length)")
    }

    /// The runs of one point in a round.
    public var runsPerPoint: Int { search.seeds * (innerFolds?.count ?? 1) }

    /// The configuration of a point: with the first seed and all epochs, and inside of an outer fold tested on that fold.
    ///
    /// - Parameter point: its number, from 0.
    public func config(ofPoint point: Int) -> RunConfig {
        var config = configs[point]
        config.name = name
        innerFolds?.place(&config.data, innerFold: nil)
        return config
    }

    public func config(of run: SweepRun) -> RunConfig {
        var config = configs[run.point]
        config.name = "\(name) \(run.path)"
        config.seed = run.seed
        innerFolds?.place(&config.data, innerFold: run.innerFold)
        // Without halving a point may have epochs of its own.
        if rounds.count > 1 { config.training.epochs = rounds[run.round] }
        return config
    }
}
