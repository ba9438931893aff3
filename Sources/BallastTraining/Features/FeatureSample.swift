internal import BallastCore

/// Features of some rows of a part of a run, for pictures of the embedding: `features.h5`.
public struct FeatureSample: Equatable, Sendable {
    /// The part that the rows are of.
    public let part: RunPart
    /// The number of rows that the part has.
    public let rowCount: Int
    /// Which rows these are, by their position in the part, ascending, [n].
    public let positions: [Int]
    /// Their classes, [n].
    public let labels: [Int32]
    /// The width D of the features.
    public let width: Int
    /// The features, row-major [n, D].
    public let features: [Float]
    /// The points that the loss draws classes to, row-major [K·T, D], T of each class in a row; empty if it has none.
    public let anchors: [Float]

    /// Rows that a run keeps at most.
    public static let limit = 2000

    /// Rows to keep, of each class as many as of any other as far as it has them, ascending: of rare classes, which a
    /// picture is looked at for, all.
    ///
    /// - Parameters:
    ///   - labels: of all rows.
    ///   - classCount: the number of classes K.
    ///   - limit: rows to keep at most.
    ///   - seed: of the choice within a class.
    public static func chosenPositions(labels: [Int32], classCount: Int, limit: Int = limit, seed: UInt32) -> [Int] {
        guard labels.count > limit else { return Array(labels.indices) }
        var rows = [[Int]](repeating: [], count: classCount)
        for (row, label) in labels.enumerated() { rows[Int(label)].append(row) }
        let random = NumPyRandom(seed: seed)
        var chosen: [Int] = []
        // From the smallest class on: what it leaves of its share goes to the larger ones.
        let classes = rows.indices.sorted { (rows[$0].count, $0) < (rows[$1].count, $1) }
        for (place, label) in classes.enumerated() {
            let share = (limit - chosen.count) / (classCount - place)
            let count = min(share, rows[label].count)
            chosen += random.sample(count, of: rows[label].count).map { rows[label][$0] }
        }
        return chosen.sorted()
    }
}
