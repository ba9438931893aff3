public import BallastCore

extension Registry where Product == any Loss, Context == LossContext {
    /// Adds every loss of this module.
    public mutating func registerStandardLosses() throws {
        try register(CrossEntropy.self)
        try register(FocalLoss.self)
        try register(SigmoidCrossEntropy.self)
        try register(SigmoidFocalLoss.self)
        try register(BinaryCrossEntropy.self)
        try register(BinaryFocalLoss.self)
        try register(FocusedAnchors.self)
        try register(FocusedAnchorMeans.self)
        try register(LargeMarginGaussianMixture.self)
        try register(FocalGaussianMixture.self)
        try register(LabelDistributionAwareMargin.self)
        try register(LogitAdjustment.self)
        try register(BalancedSoftmax.self)
    }
}

extension Registry where Product == ClassWeighting, Context == WeightingContext {
    /// Adds every class weighting of this module.
    public mutating func registerStandardWeightings() throws {
        try register(NoWeighting.self)
        try register(InverseFrequency.self)
        try register(EffectiveNumber.self)
        try register(ListedWeights.self)
    }
}
