import BallastCore

/// Rows divided into k folds, each of which is the test part once.
///
/// The same seed gives the folds of scikit-learn's `KFold` (`plain`) and `StratifiedKFold` (`stratified`), with
/// `shuffle=True, random_state=seed`, and without a seed those with `shuffle=False`.
public struct RowFolds: Equatable, Sendable {
    /// The fold in which each row is tested.
    public let foldOfRow: [Int]
    public let foldCount: Int

    /// Consecutive rows, or rows in random order; the first folds get the rows that are over.
    ///
    /// - Throws: `.badRequest` for fewer than two folds or fewer rows than folds.
    public static func plain(rowCount: Int, foldCount: Int, seed: UInt32? = nil) throws -> RowFolds {
        try check(foldCount, "rows", rowCount)
        let order = seed.map { NumPyRandom(seed: $0).permutation(rowCount) } ?? Array(0..<rowCount)
        var folds = [Int](repeating: 0, count: rowCount)
        var start = 0
        for fold in 0..<foldCount {
            let size = rowCount / foldCount + (fold < rowCount % foldCount ? 1 : 0)
            for row in order[start..<start + size] { folds[row] = fold }
            start += size
        }
        return RowFolds(foldOfRow: folds, foldCount: foldCount)
    }

    /// Folds with the classes in the same proportions, as far as whole rows allow; labels may be any integers.
    ///
    /// A class with fewer rows than folds is missing from some folds.
    ///
    /// - Throws: `.badRequest` for fewer than two folds or if every class has fewer rows than folds.
    public static func stratified(labels: [Int32], foldCount: Int, seed: UInt32? = nil) throws -> RowFolds {
        // Classes are numbered in the order in which they first appear.
        var numbers: [Int32: Int] = [:]
        var positions: [[Int]] = []
        for (row, label) in labels.enumerated() {
            let number = numbers[label, default: positions.count]
            if number == positions.count {
                numbers[label] = number
                positions.append([])
            }
            positions[number].append(row)
        }
        try check(foldCount, "rows of the largest class", positions.map(\.count).max() ?? 0)
        // The sorted labels are dealt to the folds in turn: how many of each class a fold gets.
        var allotted = [[Int]](repeating: [Int](repeating: 0, count: foldCount), count: positions.count)
        var place = 0
        for (number, rows) in positions.enumerated() {
            for _ in rows {
                allotted[number][place % foldCount] += 1
                place += 1
            }
        }
        let random = seed.map { NumPyRandom(seed: $0) }
        var folds = [Int](repeating: 0, count: labels.count)
        for (number, rows) in positions.enumerated() {
            var foldsOfClass = (0..<foldCount).flatMap { Array(repeating: $0, count: allotted[number][$0]) }
            random?.shuffle(&foldsOfClass)
            for (row, fold) in zip(rows, foldsOfClass) { folds[row] = fold }
        }
        return RowFolds(foldOfRow: folds, foldCount: foldCount)
    }

    /// Training and test rows of a fold, both ascending.
    public func split(_ fold: Int) -> RowSplit {
        var split = RowSplit(train: [], test: [])
        for (row, own) in foldOfRow.enumerated() {
            if own == fold { split.test.append(row) } else { split.train.append(row) }
        }
        return split
    }

    private static func check(_ foldCount: Int, _ what: String, _ count: Int) throws {
        guard foldCount >= 2, foldCount <= count else {
            throw DataError(
                .badRequest, "the number of folds does not suit \(count) \(what)",
                expected: "2 to \(max(count, 2))", got: "\(foldCount)")
        }
    }
}
