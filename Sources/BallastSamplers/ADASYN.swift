public import BallastCore

/// Adaptive synthetic sampling: SMOTE with more new rows where a class is surrounded by others.
///
/// r_i is the share of other classes among the `n_neighbors` nearest rows of row i of the class. Row i gives
/// g_i = round(G·r_i / Σr) new rows x_i + u·(x_nn − x_i), x_nn one of its `n_neighbors` nearest of the class, where G is the
/// number of rows wanted; halves are rounded to even, so that the numbers made differ a little from those wanted.
///
/// Draws as imbalanced-learn's `ADASYN(random_state=seed)` does: one stream through all classes, which gives all
/// neighbours of a class, then all u.
public struct ADASYN: Resampler {
    public struct Config: ComponentConfig {
        @Setting("Nearest rows by which the surroundings are judged and towards which new rows lie.", range: 1...)
        public var nNeighbors = 5
        @SettingGroup public var target = OverSamplingTarget()
        @SettingGroup public var random = SeedSetting()

        public init() {}
    }

    public static let name = "adasyn"
    public static let summary = "SMOTE with more new rows where other classes are near."
    public static let paper: String? =
        "He et al., ADASYN: adaptive synthetic sampling approach for imbalanced learning, IJCNN 2008, "
        + "doi:10.1109/IJCNN.2008.4633969"

    private let config: Config
    private let roster: ClassRoster
    private let additions: [(label: Int, rows: Int)]

    /// - Throws: `ConfigError` if a class that is to grow has no more than `n_neighbors` rows, or the target cannot be met.
    public init(config: Config, context: SamplerContext) throws {
        self.config = config
        roster = ClassRoster(context)
        additions = try config.target.additions(roster)
        for (label, _) in additions {
            try roster.requireNeighbours(config.nNeighbors, inside: label, key: "n_neighbors")
        }
    }

    /// - Throws: `ResamplingError` if no row of a class has a row of another among its nearest, or too few rows are wanted
    ///   for any to be made.
    public func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        let stream = random.replaced(bySeed: config.random.seed).generator()
        let points = Points(values: try rows.values(), width: rows.width)
        let all = NeighbourSearch(points, among: Array(rows.labels.indices), threads: threads)
        var made = Interpolation(points, of: rows, threads: threads)
        for (label, wanted) in additions {
            let own = roster.rows[label]
            let surroundings = all.nearest(config.nNeighbors, to: own, excludingSelf: true)
            let counts = try newRows(
                wanted, label: label, foreign: own.indices.map { surroundings[$0].count { rows.labels[$0] != label } })
            let neighbours = NeighbourSearch(points, among: own, threads: threads)
                .nearest(config.nNeighbors, to: own, excludingSelf: true)
            let total = counts.reduce(0, +)
            let columns = stream.integers(count: total, in: 0..<config.nNeighbors)
            let steps = stream.uniform(count: total)
            let givers = counts.enumerated().flatMap { number, count in repeatElement(number, count: count) }
            let segments = givers.indices.map { index in
                let list = neighbours[givers[index]]
                return Interpolation.Segment(
                    row: own[givers[index]], neighbour: list[list.startIndex + columns[index]], step: steps[index])
            }
            made.add(segments, label: label)
        }
        return made.resampling(of: rows.count)
    }

    /// How many rows each row of a class gives.
    ///
    /// - Parameter foreign: for each row, how many of its nearest are of other classes.
    private func newRows(_ wanted: Int, label: Int, foreign: [Int]) throws -> [Int] {
        let shares = foreign.map { Double($0) / Double(config.nNeighbors) }
        let sum = NumPySum.sum(shares[...])
        guard sum > 0 else {
            throw ResamplingError(
                "adasyn cannot over-sample class \(roster.names[label]): none of its rows has a row of another class among "
                    + "its \(config.nNeighbors) nearest; raise n_neighbors or use smote")
        }
        let counts = shares.map { Int(($0 / sum * Double(wanted)).rounded(.toNearestOrEven)) }
        guard counts.contains(where: { $0 > 0 }) else {
            throw ResamplingError(
                "adasyn makes no row of class \(roster.names[label]): \(wanted) divided over its rows rounds to 0 for each; "
                    + "ask for more by ratio or counts, or use smote")
        }
        return counts
    }
}
