public import BallastCore

/// Synthetic minority over-sampling: new rows on the lines between rows of a class and their nearest neighbours in it.
///
/// x_new = x + u·(x_nn − x), where x is a row of the class, x_nn one of its `k_neighbors` nearest others of the class,
/// each pair as likely as any other, and u is uniform in [0, 1). The given rows come first, then the new ones by class.
///
/// Draws as imbalanced-learn's `SMOTE(random_state=seed)` does: for each class the stream of the seed is started anew and
/// gives all pairs, then all u. Differences: of rows equally far the first is taken as the neighbour; a row is never its
/// own neighbour, also where others are equal to it.
public struct SMOTE: Resampler {
    public struct Config: ComponentConfig {
        @Setting("Nearest rows of the same class that a new row may lie towards.", range: 1...)
        public var kNeighbors = 5
        @SettingGroup public var target = OverSamplingTarget()
        @SettingGroup public var random = SeedSetting()

        public init() {}
    }

    public static let name = "smote"
    public static let summary = "New rows between rows of small classes and their nearest neighbours in the class."
    public static let paper: String? =
        "Chawla et al., SMOTE: synthetic minority over-sampling technique, JAIR 16, 2002, doi:10.1613/jair.953"

    private let config: Config
    private let roster: ClassRoster
    private let additions: [(label: Int, rows: Int)]

    /// - Throws: `ConfigError` if a class that is to grow has no more than `k_neighbors` rows, or the target cannot be met.
    public init(config: Config, context: SamplerContext) throws {
        self.config = config
        roster = ClassRoster(context)
        additions = try config.target.additions(roster)
        for (label, _) in additions {
            try roster.requireNeighbours(config.kNeighbors, inside: label, key: "k_neighbors")
        }
    }

    public func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        let random = random.replaced(bySeed: config.random.seed)
        let points = Points(values: try rows.values(), width: rows.width)
        var made = Interpolation(points, of: rows, threads: threads)
        for (label, count) in additions {
            let own = roster.rows[label]
            let neighbours = NeighbourSearch(points, among: own, threads: threads)
                .nearest(config.kNeighbors, to: own, excludingSelf: true)
            made.addDrawn(count, rows: own, neighbours: neighbours, label: label, random: random)
        }
        return made.resampling(of: rows.count)
    }
}
