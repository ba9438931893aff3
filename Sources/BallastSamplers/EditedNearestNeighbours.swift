public import BallastCore

/// Rows left out that their nearest neighbours disagree with.
///
/// With the `n_neighbors` nearest rows of any class, a row stays if all of them are of its class (`all`), or if its class
/// is the most frequent among them, of equally frequent ones the lowest label (`mode`). The rows of every class come
/// together, classes by ascending label. The same rows as imbalanced-learn's `EditedNearestNeighbours`; there are no
/// random numbers.
public struct EditedNearestNeighbours: Resampler {
    /// What the neighbours must say for a row to stay.
    public enum Selection: String, CaseIterable, ConfigEnum {
        case all, mode
    }

    public struct Config: ComponentConfig {
        @Setting("Nearest rows that are asked.", range: 1...) public var nNeighbors = 3
        @Setting("Whether all neighbours must be of the row's class, or most of them.", name: "kind_sel")
        public var selection = Selection.all
        @SettingGroup public var target = CleaningTarget()

        public init() {}
    }

    public static let name = "edited_nearest_neighbours"
    public static let summary = "Rows left out whose nearest neighbours are of other classes."
    public static let paper: String? =
        "Wilson: Asymptotic properties of nearest neighbor rules using edited data, IEEE Transactions on Systems, Man, and "
        + "Cybernetics 2, 1972, doi:10.1109/TSMC.1972.4309137"

    private let config: Config
    private let roster: ClassRoster
    private let cleaned: Set<Int>

    /// - Throws: `ConfigError` if there are no more than `n_neighbors` rows.
    public init(config: Config, context: SamplerContext) throws {
        self.config = config
        roster = ClassRoster(context)
        cleaned = config.target.labels(roster)
        if !cleaned.isEmpty { try roster.requireNeighbours(config.nNeighbors, key: "n_neighbors") }
    }

    public func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        let labels = rows.labels
        let points = Points(values: cleaned.isEmpty ? [] : try rows.values(), width: rows.width)
        let all = NeighbourSearch(points, among: Array(labels.indices), threads: threads)
        var result: [Int] = []
        for label in roster.present {
            let own = roster.rows[label]
            guard cleaned.contains(label) else {
                result += own
                continue
            }
            let neighbours = all.nearest(config.nNeighbors, to: own, excludingSelf: true)
            result += own.indices.filter { agrees(neighbours[$0].map { labels[$0] }, with: Int32(label)) }.map {
                own[$0]
            }
        }
        return Resampling(rows: result)
    }

    private func agrees(_ neighbours: [Int32], with label: Int32) -> Bool {
        switch config.selection {
        case .all: neighbours.allSatisfy { $0 == label }
        case .mode:
            neighbours.mostFrequent == label
        }
    }
}

extension [Int32] {
    /// The most frequent element, the lowest of several; nil if there is none.
    fileprivate var mostFrequent: Int32? {
        var counts: [Int32: Int] = [:]
        for element in self { counts[element, default: 0] += 1 }
        return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
    }
}
