import BallastCore

extension Registry where Product == any Metric, Context == MetricContext {
    /// Registers all metrics of this module.
    ///
    /// - Throws: `RegistryError` if a name is taken.
    public mutating func registerStandardMetrics() throws {
        try register(Accuracy.self)
        try register(ErrorRate.self)
        try register(TopKAccuracy.self)
        try register(PerClassAccuracy.self)
        try register(BalancedAccuracy.self)
        try register(F1Score.self)
        try register(MacroF1Score.self)
        try register(FBetaScore.self)
        try register(Precision.self)
        try register(Recall.self)
        try register(GeometricMean.self)
        try register(MatthewsCorrelation.self)
        try register(CohenKappa.self)
        try register(AreaUnderROC.self)
        try register(AveragePrecision.self)
        try register(AreaUnderPrecisionRecall.self)
        try register(RecallAtPrecision.self)
        try register(ShotAccuracy.self)
        try register(ConfusionMatrix.self)
        try register(CostWeightedError.self)
        try register(LogLoss.self)
        try register(BrierScore.self)
        try register(ExpectedCalibrationError.self)
    }
}
