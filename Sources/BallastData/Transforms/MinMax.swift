public import BallastCore

/// low + (high − low) · (x − min) / (max − min) in every column, with extremes of the training rows.
///
/// A column that is constant becomes `low` plus whatever a row differs from it, as in scikit-learn's `MinMaxScaler`.
/// Values of validation and test may lie outside of the range unless `clip` is set.
public struct MinMax: Transform {
    public struct Config: ComponentConfig {
        @Setting("Where the smallest training value comes to lie.") public var low = 0.0
        @Setting("Where the largest training value comes to lie.") public var high = 1.0
        @Setting("Move values outside of the range to its ends.") public var clip = false

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(low < high, "high", "must be above low", with: "low")
        }
    }

    public static let name = "min_max"
    public static let summary = "Brings every column into a range, by the extremes of the training rows."

    private let config: Config
    private let columnCount: Int
    private var minima: [Double] = []
    private var maxima: [Double] = []
    private var scaling: GroupwiseScaling?

    public init(config: Config, context: TransformContext) {
        self.config = config
        columnCount = context.exampleShape.elementCount
    }

    public mutating func fit(_ rows: any FittingRows) throws {
        let extremes = try ColumnStatistics(groupSize: 1, groupCount: columnCount).extremes(of: rows)
        set(minima: extremes.minima, maxima: extremes.maxima)
    }

    public var state: [String: [Double]] { scaling == nil ? [:] : ["minimum": minima, "maximum": maxima] }

    public mutating func restore(_ state: [String: [Double]]) throws {
        let values = try TransformStateError.values(
            ["minimum", "maximum"], count: columnCount, of: state, transform: Self.name)
        set(minima: values[0], maxima: values[1])
    }

    private mutating func set(minima: [Double], maxima: [Double]) {
        self.minima = minima
        self.maxima = maxima
        // low + (x − min)·width/range = (x − (min − low·range/width)) / (range/width)
        let width = config.high - config.low
        let scales = zip(minima, maxima).map { ($1 > $0 ? $1 - $0 : 1) / width }
        let offsets = zip(minima, scales).map { $0 - config.low * $1 }
        scaling = GroupwiseScaling(offsets: offsets, scales: scales, groupSize: 1)
    }

    public func apply(to batch: inout TransformBatch) {
        precondition(scaling != nil, "min_max is applied before it was fitted")
        scaling?.apply(to: batch.values)
        guard config.clip else { return }
        let low = Float(config.low), high = Float(config.high)
        for index in batch.values.indices { batch.values[index] = min(max(batch.values[index], low), high) }
    }
}
