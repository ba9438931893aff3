public import BallastCore
internal import BallastData

/// A search as a whole: its points, each with a configuration that is known to be right, and what compares them.
public struct Sweep: Sendable {
    public let name: String
    public let search: SearchConfig
    public let points: [SearchPoint]
    /// The metric on validation that decides, and which of its values win.
    public let metric: String
    public let direction: SearchConfig.Direction
    /// The epochs of every round, the last those of the configuration; one without halving.
    public let rounds: [Int]
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
    /// - Throws: `ConfigError` with what is wrong at any point, where its value is written; `HDF5Error` and `DataError` for
    ///   data that cannot be read.
    public init(
        _ node: ConfigNode, run: DecodedRun, name: String, registries: Registries, threads: Int = 1,
        plugins: [String] = []
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
        points = search.points()
        metric = search.metric ?? run.config.training.monitor
        rounds = search.halving?.rounds(epochs: run.config.training.epochs) ?? [run.config.training.epochs]

        var issues = Self.reservedKeys(search, place)
        var base = node
        if let entries = node.entries { base.content = .mapping(entries.filter { $0.key != "search" }) }
        var configs: [RunConfig] = []
        for point in points {
            let changed = base.applying(point.overrides, issues: &issues)
            do {
                var config = try DecodedRun(changed, registries: registries).config
                let known = ["loss"] + config.metrics.map(\.type)
                if config.data.validationFraction == 0 {
                    issues.append(.search("", place, "compares on validation, but data.validation_fraction is 0"))
                } else if !known.contains(metric) {
                    issues.append(
                        .search("metric", place, "is \(metric), which is not among \(known.joined(separator: ", "))"))
                }
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

    /// Settings that the sweep sets itself.
    private static func reservedKeys(_ search: SearchConfig, _ place: ConfigLocation) -> [ConfigIssue] {
        let keys = Set(search.grid.keys).union((search.random?.space ?? [:]).keys).sorted()
        return keys.compactMap { key in
            let first = ConfigKeyPath(dotted: key).components.first ?? ""
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

extension ConfigIssue {
    fileprivate static func search(_ key: String, _ location: ConfigLocation, _ message: String) -> ConfigIssue {
        ConfigIssue(
            location: location, keyPath: ConfigKeyPath(["search"] + (key.isEmpty ? [] : [key])), message: message)
    }
}

/// One run of a sweep: a point with a seed, in a round.
public struct SweepRun: Sendable, Hashable {
    public let point: Int
    public let seed: Int
    public let round: Int
    /// Where the run is in the sweep's folder: `point-003/seed-1`, in a round of halving `point-003/seed-1-epochs-5`.
    public let path: String
}

extension Sweep {
    /// The runs of some points in a round, in the order in which they are trained.
    public func runs(of points: [Int], round: Int) -> [SweepRun] {
        points.flatMap { point in
            (0..<search.seeds).map { offset in
                let seed = configs[point].seed + offset
                let digits = String(point)
                let number = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
                let length = rounds.count > 1 ? "-epochs-\(rounds[round])" : ""
                return SweepRun(
                    point: point, seed: seed, round: round, path: "point-\(number)/seed-\(seed)\(length)")
            }
        }
    }

    public func config(of run: SweepRun) -> RunConfig {
        var config = configs[run.point]
        config.name = "\(name) \(run.path)"
        config.seed = run.seed
        // Without halving a point may have epochs of its own.
        if rounds.count > 1 { config.training.epochs = rounds[run.round] }
        return config
    }
}
