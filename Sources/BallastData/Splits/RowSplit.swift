import BallastCore

/// Positions of rows divided into two parts without overlap.
///
/// The same generator gives the same positions in the same order as scikit-learn: `shuffled` those of `ShuffleSplit`,
/// `stratified` those of `StratifiedShuffleSplit`, and so both those of `train_test_split`, with `random_state=seed`.
public struct RowSplit: Equatable, Sendable {
    public var train: [Int]
    public var test: [Int]

    public init(train: [Int], test: [Int]) {
        self.train = train
        self.test = test
    }

    /// How large a part is.
    public enum Size: Equatable, Sendable {
        case rows(Int)
        /// Above 0 and below 1. A share of test rows is rounded up, of training rows down.
        case fraction(Double)
    }

    /// A split in random order.
    ///
    /// - Parameters:
    ///   - rowCount: the number of rows N.
    ///   - test: the size of the test part; nil for all rows that are not in the training part.
    ///   - train: the size of the training part; nil for all rows that are not in the test part.
    ///   - random: the stream that shuffles.
    /// - Throws: `.badRequest` if the sizes do not fit the rows.
    public static func shuffled(
        rowCount: Int, test: Size? = nil, train: Size? = nil, random: NumPyRandom
    ) throws -> RowSplit {
        let sizes = try sizes(rowCount: rowCount, test: test, train: train)
        let order = random.permutation(rowCount)
        return RowSplit(
            train: Array(order[sizes.test..<sizes.test + sizes.train]), test: Array(order[..<sizes.test]))
    }

    /// A split in random order whose parts have the classes in the same proportions, as far as whole rows allow.
    ///
    /// Labels may be any integers. Every class needs two rows, and each part at least as many rows as there are
    /// classes; a rare class may still be missing from the test part.
    ///
    /// - Throws: `.badRequest` if that cannot be had.
    public static func stratified(
        labels: [Int32], test: Size? = nil, train: Size? = nil, random: NumPyRandom
    ) throws -> RowSplit {
        let sizes = try sizes(rowCount: labels.count, test: test, train: train)
        let classes = Set(labels).sorted()
        var positions = [[Int]](repeating: [], count: classes.count)
        let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        for (position, label) in labels.enumerated() {
            if let number = numbers[label] { positions[number].append(position) }
        }
        let single = zip(classes, positions).filter { $0.1.count < 2 }.map(\.0)
        guard single.isEmpty else {
            throw DataError(
                .badRequest, "a stratified split needs two rows of every class",
                got: "one row of " + (single.count == 1 ? "class" : "classes") + " \(list(single))")
        }
        for (name, size) in [("training", sizes.train), ("test", sizes.test)] where size < classes.count {
            throw DataError(
                .badRequest, "the \(name) part of a stratified split needs a row of every class",
                expected: "\(classes.count) rows at least", got: "\(size)")
        }

        let counts = positions.map(\.count)
        let trainCounts = allot(sizes.train, over: counts, random: random)
        let testCounts = allot(sizes.test, over: zip(counts, trainCounts).map { $0 - $1 }, random: random)
        var split = RowSplit(train: [], test: [])
        for (number, rows) in positions.enumerated() {
            let order = random.permutation(rows.count).map { rows[$0] }
            let end = trainCounts[number]
            split.train += order[..<end]
            split.test += order[end..<end + testCounts[number]]
        }
        random.shuffle(&split.train)
        random.shuffle(&split.test)
        return split
    }

    /// Divides `total` rows over classes in proportion to their counts, rounding down, and gives what is left to the
    /// classes with the largest remainders; the generator decides between equal ones.
    private static func allot(_ total: Int, over counts: [Int], random: NumPyRandom) -> [Int] {
        // The order of these operations decides which remainders are equal.
        let sum = Double(counts.reduce(0, +))
        let exact = counts.map { Double($0) / sum * Double(total) }
        var result = exact.map { Int($0) }
        var missing = total - result.reduce(0, +)
        let remainders = exact.map { $0 - $0.rounded(.down) }
        for remainder in Set(remainders).sorted(by: >) where missing > 0 {
            let classes = remainders.indices.filter { remainders[$0] == remainder }
            let added = min(classes.count, missing)
            for choice in random.choice(classes.count, count: added, replace: false) { result[classes[choice]] += 1 }
            missing -= added
        }
        return result
    }

    private static func sizes(rowCount: Int, test: Size?, train: Size?) throws -> (train: Int, test: Int) {
        precondition(test != nil || train != nil, "a split needs the size of one part")
        func rows(_ size: Size?, _ name: String, _ rule: FloatingPointRoundingRule) throws -> Int? {
            switch size {
            case nil: return nil
            case .rows(let count)?:
                guard count > 0, count < rowCount else {
                    throw DataError(
                        .badRequest, "the \(name) part must have some but not all rows",
                        expected: "1 to \(rowCount - 1)", got: "\(count)")
                }
                return count
            case .fraction(let fraction)?:
                guard fraction > 0, fraction < 1 else {
                    throw DataError(
                        .badRequest, "the share of the \(name) part must be above 0 and below 1", got: "\(fraction)")
                }
                return Int((fraction * Double(rowCount)).rounded(rule))
            }
        }
        let testRows = try rows(test, "test", .up)
        let trainRows = try rows(train, "training", .down)
        let result = (train: trainRows ?? rowCount - (testRows ?? 0), test: testRows ?? rowCount - (trainRows ?? 0))
        guard result.train > 0, result.test > 0, result.train + result.test <= rowCount else {
            throw DataError(
                .badRequest,
                "\(rowCount) rows cannot be split into \(result.train) for training and \(result.test) for test")
        }
        return result
    }

    private static func list(_ labels: [Int32]) -> String {
        labels.prefix(10).map(String.init).joined(separator: ", ") + (labels.count > 10 ? ", …" : "")
    }
}
