import BallastCore

extension Registry where Product == any ThresholdRule, Context == Void {
    /// Registers all rules of this module.
    ///
    /// - Throws: `RegistryError` if a name is taken.
    public mutating func registerStandardThresholds() throws {
        try register(BestF1Threshold.self)
        try register(YoudenThreshold.self)
        try register(FixedPrecisionThreshold.self)
        try register(MinimumCostThreshold.self)
    }
}
