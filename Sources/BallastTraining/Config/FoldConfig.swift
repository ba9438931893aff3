public import BallastCore
internal import BallastData

/// One fold of a stratified cross-validation over the rows of `data.train_split`.
///
/// The same split seed gives the folds of scikit-learn's `StratifiedKFold(count, shuffle=True, random_state=seed)`. The
/// rows of fold `index` are the test, in the place of `data.test_fraction` and `data.test_split`; everything else
/// (long-tailed subset, validation rows, transforms, samplers) is made of the rows of the other folds. As
/// `data.inner_fold` it is a fold of those other rows, by which a nested cross-validation chooses settings.
public struct FoldConfig: ComponentConfig {
    @Setting("Number of folds.", range: 2...) public var count: Int
    @Setting("The fold that is tested, from 0.", range: 0...) public var index: Int

    public init() {}

    public init(count: Int, index: Int) {
        self.count = count
        self.index = index
    }

    public func validate(_ check: inout ConfigCheck) {
        check.require(
            index < count, "index", "is \(index), but \(count) folds are numbered 0 to \(count - 1)", with: "count")
    }
}

extension FoldConfig {
    /// The rows of the fold as the test, the others as training rows, both ascending.
    func split(labels: [Int32], seed: UInt32) throws -> RowSplit {
        try RowFolds.stratified(labels: labels, foldCount: count, seed: seed).split(index)
    }
}

extension DataConfig {
    /// The rows that are tested and the rest, both ascending; nil without a fold.
    ///
    /// The rows of an inner fold are those of the outer training part alone: nothing made of them can know a row of the
    /// outer test.
    ///
    /// - Parameters:
    ///   - labels: of all rows of the split, [N].
    ///   - seed: of both divisions.
    /// - Throws: `DataError` if the rows cannot be divided so.
    func foldSplit(labels: [Int32], seed: UInt32) throws -> RowSplit? {
        guard let fold else { return nil }
        let outer = try fold.split(labels: labels, seed: seed)
        guard let innerFold else { return outer }
        let inner = try innerFold.split(labels: outer.train.map { labels[$0] }, seed: seed)
        return RowSplit(train: inner.train.map { outer.train[$0] }, test: inner.test.map { outer.train[$0] })
    }
}
