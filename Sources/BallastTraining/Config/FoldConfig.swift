public import BallastCore
internal import BallastData

/// One fold of a stratified cross-validation over the rows of `data.train_split`.
///
/// The same split seed gives the folds of scikit-learn's `StratifiedKFold(count, shuffle=True, random_state=seed)`. The
/// rows of fold `index` are the test, in the place of `data.test_fraction` and `data.test_split`; everything else
/// (long-tailed subset, validation rows, transforms, samplers) is made of the rows of the other folds.
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
