public import BallastCore

extension Registry where Product == any Sampler, Context == SamplerContext {
    /// Adds the samplers of this module.
    public mutating func registerStandardSamplers() throws {
        try register(ShuffleSampler.self)
        try register(SequentialSampler.self)
        try register(ClassBalancedSampler.self)
        try register(WeightedSampler.self)
    }
}
