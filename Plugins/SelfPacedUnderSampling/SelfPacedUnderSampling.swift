import Ballast
import Foundation

/// Under-sampling of large classes by how hard their rows are for the model as it is, harder ones more and more.
///
/// Every epoch visits all rows of the smallest class and, of every other class, `ratio` times as many, or all it has. The
/// hardness of a row is h = 1 − p_y, with the probability p_y of its class by the model. The rows of a class fall into
/// `bins` equal intervals between their least and greatest hardness; of bin l, whose mean hardness is h_l, a share
///
///     w_l = 1 / (h_l + α) / Σ_m 1 / (h_m + α),   α = tan(π i / 2n)
///
/// of the wanted rows is drawn without replacement, in epoch i of n; what a small bin lacks, the others give in the same
/// proportions. So easy rows come first, and in the end all bins alike, which are mostly hard. Where nothing is known of the
/// model, rows are drawn at random, as in the first round of the paper.
///
/// Differences from the paper: it trains an ensemble, a new member a round; here the rounds are the epochs of one network,
/// and any number of classes is allowed. Classes come in mixed order.
public struct SelfPacedUnderSampling: ObservingSampler {
    public struct Config: ComponentConfig {
        @Setting("Intervals of hardness.", range: 1...) public var bins = 20
        @Setting("Rows of each other class for a row of the smallest.", range: .above(0)) public var ratio = 1.0

        public init() {}
    }

    public static let name = "self_paced_under"
    public static let summary = "Under-sampling of large classes by hardness, harder rows more and more."
    public static let paper: String? =
        "Liu et al., Self-paced Ensemble for Highly Imbalanced Massive Data Classification, ICDE 2020, arXiv:1909.03500"

    private let config: Config
    private let epochs: Int
    private let rowsByClass: [[Int]]
    private let rowCount: Int
    /// Rows of a class that an epoch visits, at most.
    private let wanted: Int
    private let smallest: Int

    public init(config: Config, context: SamplerContext) throws {
        self.config = config
        epochs = max(context.epochs, 1)
        rowsByClass = context.rowsByClass
        rowCount = context.labels.count
        smallest = rowsByClass.map(\.count).filter { $0 > 0 }.min() ?? 0
        wanted = max(Int((Double(smallest) * config.ratio).rounded()), 1)
    }

    public func order(epoch: Int, random: RandomStreams) throws -> [Int] {
        try order(epoch: epoch, random: random, labelProbabilities: [Double](repeating: 1, count: rowCount))
    }

    public func order(epoch: Int, random: RandomStreams, labelProbabilities: [Double]) throws -> [Int] {
        let pace = tan(.pi / 2 * Double(epoch) / Double(epochs))
        let chosen = rowsByClass.flatMap { rows in
            rows.count == smallest
                ? rows : draw(rows, hardness: rows.map { 1 - labelProbabilities[$0] }, pace: pace, random: random)
        }
        return random.torch.permutation(chosen.count).map { chosen[$0] }
    }

    /// The wanted number of rows of a class.
    private func draw(_ rows: [Int], hardness: [Double], pace: Double, random: RandomStreams) -> [Int] {
        let least = hardness.min() ?? 0
        let width = ((hardness.max() ?? 0) - least) / Double(config.bins)
        var bins = [[Int]](repeating: [], count: config.bins)
        for (row, value) in zip(rows.indices, hardness) {
            bins[width > 0 ? min(Int((value - least) / width), config.bins - 1) : 0].append(row)
        }
        bins.removeAll(where: \.isEmpty)
        let weights = bins.map { bin in
            let mean = bin.reduce(0) { $0 + hardness[$1] } / Double(bin.count)
            // A model that is right about all of a bin must not take all the rest.
            return 1 / (max(mean, 1e-12) + pace)
        }
        let shares = Self.shares(of: min(wanted, rows.count), sizes: bins.map(\.count), weights: weights)
        return zip(bins, shares).flatMap { bin, share in
            random.torch.permutation(bin.count).prefix(share).map { rows[bin[$0]] }
        }
    }

    /// Whole numbers with a given sum, no larger than the sizes, in proportion to the weights where the sizes allow it.
    ///
    /// - Precondition: the sizes sum to `total` at least; weights are positive.
    private static func shares(of total: Int, sizes: [Int], weights: [Double]) -> [Int] {
        var shares = [Int](repeating: 0, count: sizes.count)
        var (open, left) = (Array(sizes.indices), total)
        while left > 0 {
            let sum = open.reduce(0) { $0 + weights[$1] }
            let exact = open.map { Double(left) * (weights[$0] / sum) }
            let full = zip(open, exact).filter { Double(sizes[$0]) <= $1 }.map(\.0)
            if full.isEmpty {
                // By the largest remainder, of equal ones the first.
                for (bin, share) in zip(open, exact) { shares[bin] = Int(share) }
                let missing = left - open.reduce(0) { $0 + shares[$1] }
                let byRemainder = open.indices.sorted {
                    let (first, second) = (exact[$0] - exact[$0].rounded(.down), exact[$1] - exact[$1].rounded(.down))
                    return (second, $0) < (first, $1)
                }
                for place in byRemainder.prefix(missing) { shares[open[place]] += 1 }
                return shares
            }
            for bin in full {
                shares[bin] = sizes[bin]
                left -= sizes[bin]
            }
            open.removeAll { full.contains($0) }
        }
        return shares
    }
}
