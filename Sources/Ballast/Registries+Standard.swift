import BallastCore
import BallastData
import BallastLosses
import BallastMetrics
import BallastModels
import BallastSamplers
import BallastTraining

extension Registries {
    /// Every component that Ballast ships.
    ///
    /// - Throws: `RegistryError` if two of them have one name.
    public static func standard() throws -> Registries {
        var registries = Registries()
        try registries.losses.registerStandardLosses()
        try registries.weightings.registerStandardWeightings()
        try registries.samplers.registerStandardSamplers()
        try registries.transforms.registerStandardTransforms()
        try registries.models.registerStandardModels()
        try registries.layers.registerStandardLayers()
        try registries.optimizers.registerStandardOptimizers()
        try registries.schedules.registerStandardSchedules()
        try registries.metrics.registerStandardMetrics()
        try registries.thresholds.registerStandardThresholds()
        return registries
    }
}
