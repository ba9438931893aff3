public import BallastCore

/// Rows of large classes chosen by their distances to the smallest class.
///
/// With C the smallest class and k = `n_neighbors`, the rows of another class that are kept are those with
/// - version 1: the smallest mean distance to their k nearest rows of C;
/// - version 2: the smallest mean distance to their k farthest rows of C;
/// - version 3: the largest mean distance to their k nearest rows of C, among the rows that are one of the
///   `n_neighbors_ver3` nearest of some row of C; there may be fewer of them than wanted.
///
/// The rows of every class come together, classes by ascending label, kept rows in the order of those means, of equal ones
/// the first first. The same rows as imbalanced-learn's `NearMiss`; there are no random numbers. No more than k distances
/// of a row are held at once, so that version 2 needs no matrix of them.
public struct NearMiss: Resampler {
    public struct Config: ComponentConfig {
        @Setting("Rule by which rows are kept.", range: 1...3) public var version = 1
        @Setting("Rows of the smallest class that distances are taken to.", range: 1...) public var nNeighbors = 3
        @Setting("Nearest rows that each row of the smallest class puts up for choice, in version 3.", range: 1...)
        public var nNeighborsVer3 = 3
        @SettingGroup public var target = UnderSamplingTarget()

        public init() {}
    }

    public static let name = "near_miss"
    public static let summary = "Rows of large classes chosen by their distances to the smallest class."
    public static let paper: String? =
        "Mani, Zhang: kNN approach to unbalanced data distributions, ICML 2003 workshop on learning from imbalanced data"

    private let config: Config
    private let roster: ClassRoster
    private let kept: [Int: Int]

    /// - Throws: `ConfigError` if there are fewer rows than neighbours asked for, or the target cannot be met.
    public init(config: Config, context: SamplerContext) throws {
        self.config = config
        roster = ClassRoster(context)
        kept = try config.target.kept(roster)
        guard let minority = roster.minority, !kept.isEmpty else { return }
        try roster.requireRows(config.nNeighbors, of: minority, key: "n_neighbors")
        guard config.version == 3 else { return }
        for label in kept.keys.sorted() {
            try roster.requireRows(config.nNeighborsVer3, of: label, key: "n_neighbors_ver3")
        }
    }

    public func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        guard let minority = roster.minority, !kept.isEmpty else {
            return Resampling(rows: roster.present.flatMap { roster.rows[$0] })
        }
        let points = Points(values: try rows.values(), width: rows.width)
        let smallest = NeighbourSearch(points, among: roster.rows[minority], threads: threads)
        var result: [Int] = []
        for label in roster.present {
            let own = roster.rows[label]
            guard let count = kept[label] else {
                result += own
                continue
            }
            switch config.version {
            case 1:
                let sums = smallest.nearest(config.nNeighbors, to: own).distanceSums
                result += choose(count, of: own, by: sums)
            case 2:
                let sums = smallest.farthest(config.nNeighbors, from: own).distanceSums
                result += choose(count, of: own, by: sums)
            default:
                let nearest = NeighbourSearch(points, among: own, threads: threads)
                    .nearest(config.nNeighborsVer3, to: roster.rows[minority])
                let candidates = Set(nearest.rows).sorted()
                let sums = smallest.nearest(config.nNeighbors, to: candidates).distanceSums
                result += choose(count, of: candidates, by: sums.map { -$0 })
            }
        }
        return Resampling(rows: result)
    }

    /// The rows with the smallest keys, in ascending order of them; of equal keys the first first.
    private func choose(_ count: Int, of rows: [Int], by keys: [Double]) -> [Int] {
        guard count > 0 else { return [] }
        func sortAndTrim(_ positions: inout [Int]) {
            positions.sort { (keys[$0], $0) < (keys[$1], $1) }
            positions.removeLast(max(positions.count - count, 0))
        }
        // Not all are sorted: once `count` are known, most others are worse than the worst of them.
        var best: [Int] = []
        best.reserveCapacity(2 * count)
        var worst = Double.infinity
        for position in rows.indices where keys[position] < worst || best.count < count {
            best.append(position)
            if best.count == 2 * count {
                sortAndTrim(&best)
                worst = keys[best[count - 1]]
            }
        }
        sortAndTrim(&best)
        return best.map { rows[$0] }
    }
}
