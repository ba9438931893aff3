internal import BallastTensor
internal import Dispatch

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

    /// From this many values on, starting threads is worth it.
    private static let threadedCount = 1 << 16

    /// The features of every row of the new set, row-major.
    ///
    /// - Parameters:
    ///   - given: the features of the rows that were resampled, row-major.
    ///   - width: the number of features of a row.
    ///   - threads: how many threads copy.
    public func values(given: [Double], width: Int, threads: Int = 1) -> [Double] {
        let total = count
        let workers = total * width < Self.threadedCount ? 1 : max(threads, 1)
        return [Double](largeCount: total * width) { buffer in
            // Each thread writes a part of its own.
            nonisolated(unsafe) let target = buffer
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                let part = total * worker / workers..<total * (worker + 1) / workers
                copy(part.clamped(to: 0..<rows.count), from: given, width: width, to: target)
                let made = part.clamped(to: rows.count..<total)
                madeValues.withUnsafeBufferPointer { values in
                    let start = (made.lowerBound - rows.count) * width
                    let source = values[start..<start + made.count * width]
                    let place = made.lowerBound * width
                    _ = target[place..<place + source.count].initialize(fromContentsOf: source)
                }
            }
        }
    }

    /// Copies those of the given rows that a part of the new set takes.
    private func copy(
        _ part: Range<Int>, from given: [Double], width: Int, to target: UnsafeMutableBufferPointer<Double>
    ) {
        given.withUnsafeBufferPointer { given in
            var start = part.lowerBound
            while start < part.upperBound {
                // Rows that follow one another are copied at once.
                var end = start + 1
                while end < part.upperBound, rows[end] == rows[end - 1] + 1 { end += 1 }
                let source = given[rows[start] * width..<(rows[end - 1] + 1) * width]
                _ = target[start * width..<end * width].initialize(fromContentsOf: source)
                start = end
            }
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
