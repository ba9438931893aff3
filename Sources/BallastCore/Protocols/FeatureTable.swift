internal import BallastTensor

/// Labelled rows with their features, for a resampler to work on.
///
/// Labels are at hand; features are gathered when asked for, so that a resampler that needs none of them costs no memory.
public struct FeatureTable {
    /// The class of every row.
    public let labels: [Int32]
    /// The number of classes K.
    public let classCount: Int
    /// The number of features of a row D.
    public let width: Int
    /// Whether the features are stored in single precision: what Python computes from such an array is then rounded in
    /// between, and so is what a resampler computes that is to give the same.
    public let isSinglePrecision: Bool
    private let load: () throws -> [Double]

    /// - Parameters:
    ///   - labels: the class of every row, [N].
    ///   - classCount: the number of classes K.
    ///   - width: the number of features D.
    ///   - isSinglePrecision: whether the features were single-precision numbers before.
    ///   - load: gives the features, row-major [N, D].
    public init(
        labels: [Int32], classCount: Int, width: Int, isSinglePrecision: Bool = false,
        load: @escaping () throws -> [Double]
    ) {
        self.labels = labels
        self.classCount = classCount
        self.width = width
        self.isSinglePrecision = isSinglePrecision
        self.load = load
    }

    /// The number of rows N.
    public var count: Int { labels.count }

    /// The features, row-major [N, D].
    ///
    /// - Throws: `ResamplingError` naming the first value that is not finite, or so large that its square would not be;
    ///   or what reading the features throws.
    public func values() throws -> [Double] {
        let values = try load()
        require(values.count == count * width, "\(values.count) values for \(count) rows of \(width)")
        if let position = Self.firstUnusable(values) {
            throw ResamplingError(
                "row \(position / width) of the training rows cannot be resampled: feature \(position % width) is "
                    + "\(values[position])")
        }
        return values
    }

    /// The position of the first value that cannot be computed with; nil if there is none.
    private static func firstUnusable(_ values: [Double]) -> Int? {
        values.withUnsafeBufferPointer { values in
            // Without a way out of the loop over a block the compiler vectorises it.
            for start in stride(from: 0, to: values.count, by: 4096) {
                let block = values[start..<min(start + 4096, values.count)]
                var unusable = 0
                for value in block { unusable &+= abs(value) < 1e150 ? 0 : 1 }
                if unusable > 0 { return block.firstIndex { !(abs($0) < 1e150) } }
            }
            return nil
        }
    }
}
