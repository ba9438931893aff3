public import BallastCore

/// Every training row once, in an order drawn anew for each epoch.
///
/// The order is that of PyTorch's `DataLoader(shuffle=True)` without a generator of its own: the run's default stream
/// gives a seed for the loader, which nothing else uses, and a seed for the permutation.
public struct ShuffleSampler: Sampler {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "shuffle"
    public static let summary = "Every row once, in random order: PyTorch's order for the same seed."

    private let count: Int

    public init(config: Config, context: SamplerContext) { count = context.labels.count }

    public func order(epoch: Int, random: RandomStreams) -> [Int] {
        random.torch.dataLoaderOrder(count: count).indices
    }
}
