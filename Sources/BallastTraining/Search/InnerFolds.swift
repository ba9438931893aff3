internal import BallastData

/// The folds inside of an outer fold on whose test rows a search compares its points.
///
/// Every point is trained and tested once in each of them (and for each seed), on rows of the outer fold's training part
/// alone.
public struct InnerFolds: Equatable, Sendable {
    /// The number of inner folds.
    public let count: Int
    /// The number of outer folds, and the one that is left out of everything.
    public let outerCount: Int
    public var outerIndex: Int

    /// - Parameters:
    ///   - count: the number of inner folds, 2 at least.
    ///   - outerCount: the number of outer folds, 2 at least.
    ///   - outerIndex: the outer fold whose rows are left out, from 0.
    public init(count: Int, outerCount: Int, outerIndex: Int = 0) {
        self.count = count
        self.outerCount = outerCount
        self.outerIndex = outerIndex
    }

    /// Makes a configuration train on the outer training part, and test on the outer fold or on one of its inner folds.
    func place(_ data: inout DataConfig, innerFold: Int?) {
        data.fold = FoldConfig(count: outerCount, index: outerIndex)
        data.innerFold = innerFold.map { FoldConfig(count: count, index: $0) }
    }
}
