public import BallastCore

/// Rows left out that form Tomek links: pairs of two classes that are each other's nearest rows.
///
/// Of a link, the rows of classes that may lose any go. Rows keep their order. The same rows as imbalanced-learn's
/// `TomekLinks`; there are no random numbers.
public struct TomekLinks: Resampler {
    public struct Config: ComponentConfig {
        @SettingGroup public var target = CleaningTarget()

        public init() {}
    }

    public static let name = "tomek_links"
    public static let summary = "Rows left out whose nearest row is of another class, and they its nearest."
    public static let paper: String? =
        "Tomek: Two modifications of CNN, IEEE Transactions on Systems, Man, and Cybernetics 6, 1976, "
        + "doi:10.1109/TSMC.1976.4309452"

    private let cleaned: Set<Int>
    private let rowCount: Int

    public init(config: Config, context: SamplerContext) {
        cleaned = config.target.labels(ClassRoster(context))
        rowCount = context.labels.count
    }

    public func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        let all = Array(0..<rows.count)
        guard rowCount > 1 else { return Resampling(rows: all) }
        let points = Points(values: try rows.values(), width: rows.width)
        let nearest = NeighbourSearch(points, among: all, threads: threads)
            .nearest(1, to: all, excludingSelf: true).rows
        return Resampling(
            rows: all.filter { row in
                let other = nearest[row]
                let isLink = rows.labels[other] != rows.labels[row] && nearest[other] == row
                return !(isLink && cleaned.contains(Int(rows.labels[row])))
            })
    }
}
