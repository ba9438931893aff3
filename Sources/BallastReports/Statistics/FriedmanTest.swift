internal import Foundation

/// Friedman's test (JASA 32, 1937) of k methods on N data sets, with the critical difference of Nemenyi's test as in Demšar,
/// "Statistical comparisons of classifiers over multiple data sets", JMLR 7, 2006.
public struct FriedmanTest: Codable, Equatable, Sendable {
    /// The mean rank of each method, 1 for the best everywhere.
    public var meanRanks: [Double]
    /// χ² = (12/(N·k·(k+1))·ΣR² − 3·N·(k+1)) / c, R the sums of ranks and c = 1 − Σ(t³ − t)/(N·(k³ − k)) over ties.
    public var statistic: Double
    /// P(χ² > statistic) with k − 1 degrees of freedom.
    public var p: Double
    /// Mean ranks that differ by less are not told apart at 5%: q·√(k(k+1)/(6N)).
    public var criticalDifference: Double

    /// - Parameters:
    ///   - scores: of every data set, a score of each method.
    ///   - higherIsBetter: whether the largest value has rank 1.
    /// - Returns: nil for fewer than three methods or two data sets, or if all scores of every data set are equal.
    public init?(_ scores: [[Double]], higherIsBetter: Bool) {
        guard let k = scores.first?.count, k >= 3, scores.count >= 2, scores.allSatisfy({ $0.count == k }) else {
            return nil
        }
        let ranks = scores.map { Ranks(higherIsBetter ? $0.map { -$0 } : $0) }
        let (n, methods) = (Double(scores.count), Double(k))
        let sums = (0..<k).map { method in ranks.reduce(0) { $0 + $1.values[method] } }
        let ties = ranks.flatMap(\.ties).reduce(0) { $0 + Double($1 * $1 * $1 - $1) }
        let correction = 1 - ties / (n * (methods * methods * methods - methods))
        guard correction > 0 else { return nil }
        let squares = sums.reduce(0) { $0 + $1 * $1 }
        statistic = (12 / (n * methods * (methods + 1)) * squares - 3 * n * (methods + 1)) / correction
        p = SpecialFunctions.chiSquareTail(statistic, freedom: methods - 1)
        meanRanks = sums.map { $0 / n }
        criticalDifference =
            StudentizedRange.quantile(0.95, groups: k) / 2.0.squareRoot()
            * (methods * (methods + 1) / (6 * n)).squareRoot()
    }
}
