public import BallastCore

extension Registry where Product == any Sampler, Context == SamplerContext {
    /// Adds the samplers of this module.
    public mutating func registerStandardSamplers() throws {
        try register(ShuffleSampler.self)
        try register(SequentialSampler.self)
        try register(ClassBalancedSampler.self)
        try register(WeightedSampler.self)
        try register(SquareRootSampler.self)
        try register(ProgressivelyBalancedSampler.self)
        try register(MPerClassSampler.self)
        try register(RandomOverSampler.self)
        try register(SMOTE.self)
        try register(BorderlineSMOTE.self)
        try register(ADASYN.self)
        try register(RandomUnderSampler.self)
        try register(NearMiss.self)
        try register(TomekLinks.self)
        try register(EditedNearestNeighbours.self)
    }
}
