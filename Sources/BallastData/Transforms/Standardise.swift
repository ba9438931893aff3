public import BallastCore

/// (x − μ) / σ in every column, with mean and standard deviation of the training rows.
///
/// σ has the number of rows as divisor, and is taken as 1 in a column that is constant, as in scikit-learn's
/// `StandardScaler`. Images are standardised value by value; see `image_normalise` for channels.
public struct Standardise: Transform {
    public struct Config: ComponentConfig {
        @Setting("Subtract the mean.") public var centre = true
        @Setting("Divide by the standard deviation.") public var scale = true

        public init() {}
    }

    public static let name = "standardise"
    public static let summary = "Brings every column to mean 0 and standard deviation 1 over the training rows."

    private let config: Config
    private let columnCount: Int
    private var means: [Double] = []
    private var deviations: [Double] = []
    private var scaling: GroupwiseScaling?

    public init(config: Config, context: TransformContext) {
        self.config = config
        columnCount = context.exampleShape.elementCount
    }

    public mutating func fit(_ rows: any FittingRows) throws {
        let statistics = ColumnStatistics(groupSize: 1, groupCount: columnCount)
        let means = try statistics.means(of: rows)
        let deviations = try statistics.standardDeviations(of: rows, means: means)
        set(means: means, deviations: zip(means, deviations).map(Self.usable))
    }

    /// 1 where a column is constant but for rounding.
    private static func usable(mean: Double, deviation: Double) -> Double {
        deviation <= 10 * Double.ulpOfOne * abs(mean) ? 1 : deviation
    }

    public var state: [String: [Double]] {
        scaling == nil ? [:] : ["mean": means, "standard_deviation": deviations]
    }

    public mutating func restore(_ state: [String: [Double]]) throws {
        let values = try TransformStateError.values(
            ["mean", "standard_deviation"], count: columnCount, of: state, transform: Self.name)
        set(means: values[0], deviations: values[1])
    }

    private mutating func set(means: [Double], deviations: [Double]) {
        self.means = means
        self.deviations = deviations
        scaling = GroupwiseScaling(
            offsets: config.centre ? means : means.map { _ in 0 },
            scales: config.scale ? deviations : deviations.map { _ in 1 }, groupSize: 1)
    }

    public func apply(to batch: inout TransformBatch) {
        precondition(scaling != nil, "standardise is applied before it was fitted")
        scaling?.apply(to: batch.values)
    }
}
