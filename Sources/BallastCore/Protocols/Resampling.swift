internal import BallastTensor

/// The training set that a resampler makes: rows it was given, then rows of its own.
public struct Resampling: Equatable, Sendable {
    /// Positions of given rows, in the order in which they stand in the new set; repeats allowed.
    public var rows: [Int]
    /// The features of made rows, row-major [M, D].
    public var madeValues: [Double]
    /// The class of every made row, [M].
    public var madeLabels: [Int32]

    public init(rows: [Int], madeValues: [Double] = [], madeLabels: [Int32] = []) {
        self.rows = rows
        self.madeValues = madeValues
        self.madeLabels = madeLabels
    }

    /// The number of rows of the new set.
    public var count: Int { rows.count + madeLabels.count }

    /// The class of every row of the new set.
    ///
    /// - Parameter given: the classes of the rows that were resampled.
    public func labels(given: [Int32]) -> [Int32] { rows.map { given[$0] } + madeLabels }

    /// The features of every row of the new set, row-major.
    ///
    /// - Parameters:
    ///   - given: the features of the rows that were resampled, row-major.
    ///   - width: the number of features of a row.
    public func values(given: [Double], width: Int) -> [Double] {
        [Double](largeCount: count * width) { target in
            var place = 0
            func append(_ values: Slice<UnsafeBufferPointer<Double>>) {
                let part = UnsafeMutableBufferPointer(rebasing: target[place..<place + values.count])
                _ = part.initialize(fromContentsOf: values)
                place += values.count
            }
            given.withUnsafeBufferPointer { given in
                // Rows that follow one another are copied at once.
                var start = 0
                while start < rows.count {
                    var end = start + 1
                    while end < rows.count, rows[end] == rows[end - 1] + 1 { end += 1 }
                    append(given[rows[start] * width..<(rows[end - 1] + 1) * width])
                    start = end
                }
            }
            madeValues.withUnsafeBufferPointer { append($0[...]) }
        }
    }

    /// What is wrong with it as a set made of these rows; nil if it is sound.
    public func fault(madeOf table: FeatureTable) -> String? {
        if let outside = rows.first(where: { !(0..<table.count).contains($0) }) {
            return "takes row \(outside) of \(table.count)"
        }
        if let outside = madeLabels.first(where: { !(0..<Int32(table.classCount)).contains($0) }) {
            return "makes a row of class \(outside) of \(table.classCount)"
        }
        if madeValues.count != madeLabels.count * table.width {
            return "makes \(madeValues.count) values for \(madeLabels.count) rows of \(table.width)"
        }
        return madeValues.allSatisfy(\.isFinite) ? nil : "makes values that are not finite"
    }
}

/// What a resampler did to the training rows: part of a run's record.
public struct ResamplingRecord: Codable, Equatable, Sendable {
    /// The name of the resampler.
    public var sampler: String
    /// Training rows of each class before and after.
    public var countsBefore: [Int]
    public var countsAfter: [Int]
    /// Rows in the new set that are none of the training rows.
    public var madeRows: Int
    /// The wall-clock time it took, features gathered included.
    public var seconds: Double

    public init(
        sampler: String, countsBefore: [Int], countsAfter: [Int], madeRows: Int, seconds: Double
    ) {
        self.sampler = sampler
        self.countsBefore = countsBefore
        self.countsAfter = countsAfter
        self.madeRows = madeRows
        self.seconds = seconds
    }
}
