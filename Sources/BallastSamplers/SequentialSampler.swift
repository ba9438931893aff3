public import BallastCore

/// Every training row once, in the order of the data set.
///
/// Draws one seed from the run's default stream, as PyTorch's `DataLoader(shuffle=False)` does, so that what comes after
/// an epoch is what would come after it there.
public struct SequentialSampler: Sampler {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "sequential"
    public static let summary = "Every row once, in the order of the data set."

    private let count: Int

    public init(config: Config, context: SamplerContext) { count = context.labels.count }

    public func order(epoch: Int, random: RandomStreams) -> [Int] {
        _ = random.torch.seed()
        return Array(0..<count)
    }
}
