public import BallastCore
import Glibc

/// Rows of small classes repeated at random.
///
/// With `shrinkage` λ above 0 a repeated row is moved by normal noise with the standard deviation λ·h·s_d in column d, a
/// smoothed bootstrap: s_d is the class's own, with its number of rows as divisor, and
/// h = (4 / ((D + 2)·N))^(1 / (D + 4)) with all N rows. The given rows come first, then the added ones by class.
///
/// Draws as imbalanced-learn's `RandomOverSampler(random_state=seed)` does: one stream through all classes, which gives
/// the rows of a class, then its noise.
public struct RandomOverSampler: Resampler {
    public struct Config: ComponentConfig {
        @Setting(
            "Noise on repeated rows, in units of the bandwidth of a smoothed bootstrap; null for none.", range: 0...)
        public var shrinkage: Double?
        @SettingGroup public var target = OverSamplingTarget()
        @SettingGroup public var random = SeedSetting()

        public init() {}
    }

    public static let name = "random_over"
    public static let summary = "Rows of small classes repeated at random, with noise if asked."
    public static let paper: String? =
        "Menardi, Torelli: Training and assessing classification rules with imbalanced data (smoothed bootstrap), DMKD 28, "
        + "2014, doi:10.1007/s10618-012-0295-5"

    private let config: Config
    private let roster: ClassRoster
    private let additions: [(label: Int, rows: Int)]

    /// - Throws: `ConfigError` if the target cannot be met.
    public init(config: Config, context: SamplerContext) throws {
        self.config = config
        roster = ClassRoster(context)
        additions = try config.target.additions(roster)
    }

    public func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling {
        let stream = random.replaced(bySeed: config.random.seed).generator()
        var result = Resampling(rows: Array(0..<rows.count))
        guard let shrinkage = config.shrinkage else {
            for (label, count) in additions {
                let own = roster.rows[label]
                result.rows += stream.integers(count: count, in: 0..<own.count).map { own[$0] }
            }
            return result
        }
        let points = Points(values: try rows.values(), width: rows.width)
        let width = Double(rows.width)
        let bandwidth = pow(4 / ((width + 2) * Double(rows.count)), 1 / (width + 4))
        for (label, count) in additions {
            let own = roster.rows[label]
            let drawn = stream.integers(count: count, in: 0..<own.count).map { own[$0] }
            let scales = points.standardDeviations(of: own).map { shrinkage * bandwidth * $0 }
            let noise = stream.normal(count: count * rows.width)
            for (number, row) in drawn.enumerated() {
                for (column, value) in points.row(row).enumerated() {
                    result.madeValues.append(noise[number * rows.width + column] * scales[column] + value)
                }
            }
            result.madeLabels += [Int32](repeating: Int32(label), count: count)
        }
        return result
    }
}

extension Points {
    /// The standard deviation of every column over some rows, with the number of rows as divisor.
    fileprivate func standardDeviations(of rows: [Int]) -> [Double] {
        func sums(_ term: (Double, Int) -> Double) -> [Double] {
            var sums = [Double](repeating: 0, count: width)
            for row in rows {
                for (column, value) in self.row(row).enumerated() { sums[column] += term(value, column) }
            }
            return sums
        }
        let count = Double(rows.count)
        let means = sums { value, _ in value }.map { $0 / count }
        return sums { value, column in (value - means[column]) * (value - means[column]) }
            .map { ($0 / count).squareRoot() }
    }
}
