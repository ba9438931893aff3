internal import Foundation

/// The outcome of a test of two methods on the same folds, seeds or data sets.
public struct PairedTest: Codable, Equatable, Sendable {
    public var statistic: Double
    /// Two-sided.
    public var p: Double
}

extension PairedTest {
    /// Student's paired t test: t = d̄/(s/√n) of the differences, n − 1 degrees of freedom.
    ///
    /// - Returns: nil for fewer than two pairs, or if all differences are 0. Equal differences other than 0 give p = 0.
    public static func student(_ left: [Double], _ right: [Double]) -> PairedTest? {
        let differences = Sample(zip(left, right).map { $0 - $1 })
        guard let mean = differences.mean, let error = differences.standardError, mean != 0 || error != 0 else {
            return nil
        }
        let t = mean / error
        return PairedTest(
            statistic: t, p: SpecialFunctions.studentTwoSided(t, freedom: Double(differences.count - 1)))
    }

    /// Wilcoxon's signed-rank test (Biometrics Bulletin 1, 1945): the smaller of the sums of ranks of positive and of
    /// negative differences; differences of 0 are left out.
    ///
    /// Exact for up to 50 differences of distinct sizes, none of them 0; else by the normal approximation with the
    /// correction for ties and none for continuity.
    ///
    /// - Returns: nil if no difference is other than 0.
    public static func wilcoxon(_ left: [Double], _ right: [Double]) -> PairedTest? {
        let all = zip(left, right).map { $0 - $1 }
        let differences = all.filter { $0 != 0 }
        guard !differences.isEmpty else { return nil }
        let ranks = Ranks(differences.map(abs))
        let positive = zip(differences, ranks.values).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
        let count = differences.count
        let total = Double(count * (count + 1)) / 2
        let statistic = min(positive, total - positive)
        if ranks.ties.isEmpty, all.count == count, count <= 50 {
            return PairedTest(statistic: statistic, p: exactP(Int(statistic), count: count))
        }
        let n = Double(count)
        let ties = ranks.ties.reduce(0) { $0 + Double($1 * $1 * $1 - $1) }
        let variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48
        let z = (statistic - total / 2) / variance.squareRoot()
        return PairedTest(statistic: statistic, p: min(1, 2 * SpecialFunctions.normalTail(abs(z))))
    }

    /// 2·P(W ≤ w), of the 2ⁿ equally likely signs, at most 1.
    private static func exactP(_ statistic: Int, count: Int) -> Double {
        // How many of the signs give each sum, rank after rank; at most 2⁵⁰, which a double holds exactly.
        var ways = [Double](repeating: 0, count: count * (count + 1) / 2 + 1)
        ways[0] = 1
        for rank in 1...count {
            for sum in stride(from: ways.count - 1, through: rank, by: -1) { ways[sum] += ways[sum - rank] }
        }
        return min(1, 2 * ways[...statistic].reduce(0, +) / exp2(Double(count)))
    }
}
