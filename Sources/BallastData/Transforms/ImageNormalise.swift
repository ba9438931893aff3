public import BallastCore

/// (x − μ_c) / σ_c in every channel c of an image.
///
/// Brightness is 0 to 1, so μ and σ are on that scale too. They come from a preset, from the config, or, if neither is
/// given, from the training images. The result is, bit for bit, that of torchvision's `Normalize` after `ToTensor`.
public struct ImageNormalise: Transform {
    /// Means and standard deviations in common use.
    public enum Preset: String, ConfigEnum {
        /// Of CIFAR10's training images, as printed by Cao et al., "Learning imbalanced datasets with
        /// label-distribution-aware margin loss", NeurIPS 2019, and most code since: the deviations are means of
        /// per-image ones.
        case cifar10
        /// x/128 − 1 of bytes, as in Cui et al., "Class-balanced loss based on effective number of samples", CVPR 2019.
        case symmetric
        /// Of the images of ImageNet.
        case imagenet

        var statistics: (means: [Double], deviations: [Double]) {
            switch self {
            case .cifar10: ([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.2010])
            case .symmetric: ([128.0 / 255], [128.0 / 255])
            case .imagenet: ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
            }
        }
    }

    public struct Config: ComponentConfig {
        @Setting(
            "Means and standard deviations in common use; left out: mean and std, or those of the training images.")
        public var preset: Preset?
        @Setting("Mean of each channel, of brightness 0 to 1.", count: 1...) public var mean: [Double]?
        @Setting("Standard deviation of each channel.", range: .above(0), count: 1...) public var std: [Double]?

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(
                preset == nil || mean == nil && std == nil, "preset", "excludes mean and std", with: "mean", "std")
            check.require((mean == nil) == (std == nil), "std", "goes with mean", with: "mean")
            check.require(mean?.count == std?.count, "std", "must have as many values as mean", with: "mean")
        }
    }

    public static let name = "image_normalise"
    public static let summary = "Subtracts a mean and divides by a standard deviation in every channel of an image."

    private let channelCount: Int
    private let channelSize: Int
    private let isGiven: Bool
    private var means: [Double] = []
    private var deviations: [Double] = []
    private var scaling: GroupwiseScaling?

    /// - Throws: `ConfigError` if examples are not images or have another number of channels.
    public init(config: Config, context: TransformContext) throws {
        let extents = try context.imageExtents(for: Self.name)
        channelCount = extents.channels
        channelSize = extents.height * extents.width
        let given: (means: [Double], deviations: [Double])? =
            if let preset = config.preset { preset.statistics } else if let mean = config.mean, let std = config.std {
                (mean, std)
            } else { nil }
        isGiven = given != nil
        guard var (means, deviations) = given else { return }
        if means.count == 1, channelCount > 1 {
            means = Array(repeating: means[0], count: channelCount)
            deviations = Array(repeating: deviations[0], count: channelCount)
        }
        guard means.count == channelCount else {
            throw ConfigError(
                key: config.preset == nil ? "mean" : "preset",
                "has values for \(means.count) channels, but the images have \(channelCount)")
        }
        set(means: means, deviations: deviations)
    }

    public mutating func fit(_ rows: any FittingRows) throws {
        guard !isGiven else { return }
        let statistics = ColumnStatistics(groupSize: channelSize, groupCount: channelCount)
        let means = try statistics.means(of: rows)
        let deviations = try statistics.standardDeviations(of: rows, means: means)
        set(means: means, deviations: deviations.map { $0 > 0 ? $0 : 1 })
    }

    public var state: [String: [Double]] {
        isGiven || scaling == nil ? [:] : ["mean": means, "standard_deviation": deviations]
    }

    public mutating func restore(_ state: [String: [Double]]) throws {
        let names = isGiven ? [] : ["mean", "standard_deviation"]
        let values = try TransformStateError.values(names, count: channelCount, of: state, transform: Self.name)
        if !isGiven { set(means: values[0], deviations: values[1]) }
    }

    private mutating func set(means: [Double], deviations: [Double]) {
        self.means = means
        self.deviations = deviations
        scaling = GroupwiseScaling(offsets: means, scales: deviations, groupSize: channelSize)
    }

    public func apply(to batch: inout TransformBatch) {
        precondition(scaling != nil, "image_normalise is applied before it was fitted")
        scaling?.apply(to: batch.values)
    }
}
