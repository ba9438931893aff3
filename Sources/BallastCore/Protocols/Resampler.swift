/// Puts another training set in the place of the training rows: leaves rows out, repeats them or makes new ones.
///
/// It works once, before the first epoch, on training rows as they come out of the fitted transforms. Epochs then visit
/// every row of the new set once, in PyTorch's shuffled order: what a Python program does that resamples its training
/// arrays and hands them to a shuffling `DataLoader`.
///
/// A configuration names it under `sampler`, like every other sampler.
public protocol Resampler: Component {
    /// - Throws: `ConfigError` if the settings cannot be met with these class counts.
    init(config: Config, context: SamplerContext) throws

    /// Makes the new training set.
    ///
    /// - Parameters:
    ///   - rows: the training rows as they come out of the fitted transforms.
    ///   - random: where random numbers come from.
    ///   - threads: how many threads may compute; the result does not depend on it.
    /// - Throws: `ConfigError` about a setting, `ResamplingError` about the rows, or what reading them throws.
    func resample(_ rows: FeatureTable, random: RandomSource, threads: Int) throws -> Resampling
}

/// A resampler in the place of a sampler.
public struct ResamplingSampler<Method: Resampler>: Sampler {
    public typealias Config = Method.Config

    public static var name: String { Method.name }
    public static var summary: String { Method.summary }
    public static var paper: String? { Method.paper }
    public static var example: ConfigNode { Method.example }

    private let method: Method
    private var count: Int

    public init(config: Config, context: SamplerContext) throws {
        method = try Method(config: config, context: context)
        count = context.labels.count
    }

    public mutating func resample(_ rows: FeatureTable, seed: UInt32, threads: Int) throws -> Resampling? {
        let result = try method.resample(rows, random: .seed(seed), threads: threads)
        guard result.count > 0 || rows.count == 0 else {
            throw ResamplingError("\(Method.name) leaves none of the \(rows.count) training rows")
        }
        count = result.count
        return result
    }

    /// Every row once, in the order of PyTorch's `DataLoader(shuffle=True)`.
    public func order(epoch: Int, random: RandomStreams) -> [Int] {
        random.torch.dataLoaderOrder(count: count).indices
    }
}

/// Training rows that cannot be resampled.
public struct ResamplingError: Error, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
