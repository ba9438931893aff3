public import BallastCore

/// SMOTE from the rows of a class that are in danger: at least half, but not all, of their nearest rows are of others.
///
/// Of a row's `m_neighbors` nearest rows of any class, m' are of other classes; the row is in danger if m/2 ≤ m' < m.
/// Kind `borderline1`: x_new = x + u·(x_nn − x) with x in danger and x_nn one of its `k_neighbors` nearest of the class.
/// Kind `borderline2`: x_nn may be of any class; towards one of another class, (x_nn − x) is first multiplied by a number
/// uniform in [0, 0.5). A class without rows in danger stays as it is.
///
/// Draws as imbalanced-learn's `BorderlineSMOTE(random_state=seed)` does: for each class the stream of the seed is started
/// anew for pairs and u, and anew again for the numbers below 0.5.
public struct BorderlineSMOTE: Resampler {
    public enum Kind: String, CaseIterable, ConfigEnum {
        case borderline1, borderline2
    }

    public struct Config: ComponentConfig {
        @Setting("Whether new rows lie towards rows of the class (borderline1) or of any (borderline2).")
        public var kind = Kind.borderline1
        @Setting("Nearest rows that a new row may lie towards.", range: 1...) public var kNeighbors = 5
        @Setting("Nearest rows of any class by which a row is found to be in danger.", range: 1...)
        public var mNeighbors = 10
        @SettingGroup public var target = OverSamplingTarget()
        @SettingGroup public var random = SeedSetting()

        public init() {}
    }

    public static let name = "borderline_smote"
    public static let summary = "SMOTE from rows near the border of their class."
    public static let paper: String? =
        "Han, Wang, Mao: Borderline-SMOTE, ICIC 2005, doi:10.1007/11538059_91"

    private let config: Config
    private let roster: ClassRoster
    private let additions: [(label: Int, rows: Int)]

    /// - Throws: `ConfigError` if there are too few rows for the neighbours, or the target cannot be met.
    public init(config: Config, context: SamplerContext) throws {
        self.config = config
        roster = ClassRoster(context)
        additions = try config.target.additions(roster)
        guard !additions.isEmpty else { return }
        try roster.requireNeighbours(config.mNeighbors, key: "m_neighbors")
        switch config.kind {
        case .borderline1:
            for (label, _) in additions {
                try roster.requireNeighbours(config.kNeighbors, inside: label, key: "k_neighbors")
            }
        case .borderline2: try roster.requireNeighbours(config.kNeighbors, key: "k_neighbors")
        }
    }

    public func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        let random = random.replaced(bySeed: config.random.seed)
        let labels = rows.labels
        let points = Points(values: try rows.values(), width: rows.width)
        let all = NeighbourSearch(points, among: Array(labels.indices), threads: threads)
        var made = Interpolation(points, of: rows, threads: threads)
        for (label, count) in additions {
            let own = roster.rows[label]
            let surroundings = all.nearest(config.mNeighbors, to: own, excludingSelf: true)
            let danger = own.indices.filter { number in
                let foreign = surroundings[number].count { labels[$0] != label }
                return 2 * foreign >= config.mNeighbors && foreign < config.mNeighbors
            }.map { own[$0] }
            if danger.isEmpty { continue }
            switch config.kind {
            case .borderline1:
                let neighbours = NeighbourSearch(points, among: own, threads: threads)
                    .nearest(config.kNeighbors, to: danger, excludingSelf: true)
                made.addDrawn(count, rows: danger, neighbours: neighbours, label: label, random: random)
            case .borderline2:
                let neighbours = all.nearest(config.kNeighbors, to: danger, excludingSelf: true)
                made.addDrawn(count, rows: danger, neighbours: neighbours, label: label, random: random) {
                    labels[$0] != label
                }
            }
        }
        return made.resampling(of: rows.count)
    }
}
