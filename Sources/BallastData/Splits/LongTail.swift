import BallastCore
import Glibc

/// How class sizes fall from the first class to the last.
public enum LongTailProfile: String, CaseIterable, Sendable {
    /// n_c = int(n · f^(c/(K−1))).
    case exponential
    /// n in the first half of the classes, int(n · f) in the rest.
    case step
}

/// A long-tailed selection of the rows of a balanced training split.
///
/// With N rows in K classes, n = N/K and f = 1 / imbalance factor, class c keeps n_c rows, or all it has if those are
/// fewer. Which rows: NumPy's generator is seeded once; class by class in ascending order the positions of the class are
/// shuffled, and the first n_c are taken. For CIFAR10 and seed 0 this is, row for row and in the same order, the subset
/// that the code of Cao et al., "Learning imbalanced datasets with label-distribution-aware margin loss", NeurIPS 2019,
/// arXiv:1906.07413, trains on.
public struct LongTail: Equatable, Sendable {
    /// The size of the largest class over that of the smallest, at least 1.
    public var imbalanceFactor: Double
    public var profile: LongTailProfile
    public var seed: UInt32

    public init(imbalanceFactor: Double, profile: LongTailProfile = .exponential, seed: UInt32 = 0) {
        precondition(imbalanceFactor >= 1 && imbalanceFactor.isFinite, "the imbalance factor must be at least 1")
        self.imbalanceFactor = imbalanceFactor
        self.profile = profile
        self.seed = seed
    }

    /// The number of rows wanted of each class, for `rowCount` rows in `classCount` classes.
    public func targetCounts(rowCount: Int, classCount: Int) -> [Int] {
        let largest = Double(rowCount) / Double(classCount)
        let ratio = 1 / imbalanceFactor
        return (0..<classCount).map { label in
            switch profile {
            case .exponential:
                let exponent = classCount > 1 ? Double(label) / Double(classCount - 1) : 0
                return Int(largest * pow(ratio, exponent))
            case .step:
                return label < classCount / 2 ? Int(largest) : Int(largest * ratio)
            }
        }
    }

    /// The positions of the rows kept, class after class, each class in the order of its shuffle.
    ///
    /// - Throws: `.badRequest` if a class would keep no row.
    public func select(labels: [Int32], classCount: Int) throws -> [Int] {
        let positions = labels.positionsByClass(classCount: classCount)
        let targets = targetCounts(rowCount: labels.count, classCount: classCount)
        let random = NumPyRandom(seed: seed)
        var result: [Int] = []
        for (label, target) in targets.enumerated() {
            var order = positions[label]
            random.shuffle(&order)
            let kept = order.prefix(target)
            guard !kept.isEmpty else {
                throw DataError(
                    .badRequest,
                    "the long tail keeps no row of class \(label): it has \(order.count) rows, and imbalance factor "
                        + "\(imbalanceFactor) leaves it \(target) of \(labels.count) in \(classCount) classes")
            }
            result += kept
        }
        return result
    }
}

extension [Int32] {
    /// The positions of every label, ascending.
    package func positionsByClass(classCount: Int) -> [[Int]] {
        var positions = [[Int]](repeating: [], count: classCount)
        for (position, label) in enumerated() { positions[Int(label)].append(position) }
        return positions
    }
}
