public import BallastCore

/// The seed of a resampler that draws random numbers.
public struct SeedSetting: ComponentConfig {
    @Setting("Seed of the draws; the run's seed if omitted.", range: 0...4_294_967_295) public var seed: Int?

    public init() {}
}
