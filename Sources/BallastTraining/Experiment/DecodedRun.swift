public import BallastCore

/// A run configuration whose every part is known to be right, before anything is opened or made.
public struct DecodedRun: Sendable {
    public let config: RunConfig
    /// What components that name others look them up in.
    let registries: Registries
    let transforms: [DecodedComponent<any Transform, TransformContext>]
    let sampler: DecodedComponent<any Sampler, SamplerContext>
    let model: DecodedComponent<any Model, ModelContext>
    let loss: DecodedComponent<any Loss, LossContext>
    let weighting: DecodedComponent<ClassWeighting, WeightingContext>
    let optimizer: DecodedComponent<any Optimizer, Void>
    let schedule: DecodedComponent<any Schedule, ScheduleContext>
    let metrics: [DecodedComponent<any Metric, MetricContext>]
    let threshold: DecodedComponent<any ThresholdRule, Void>?

    /// Reads a configuration.
    ///
    /// - Throws: `ConfigError` with everything that is wrong in it.
    public init(_ root: ConfigNode, registries: Registries) throws {
        self.registries = registries
        let catalog = registries.catalog
        config = try RunConfig.decode(root, catalog: catalog)
        var issues: [ConfigIssue] = []
        func decode<Product, Context>(
            _ registry: Registry<Product, Context>, _ reference: ComponentReference
        ) -> DecodedComponent<Product, Context>? {
            registry.decode(reference, catalog: catalog, into: &issues)
        }
        transforms = config.transforms.compactMap { decode(registries.transforms, $0) }
        let sampler = decode(registries.samplers, config.sampler)
        let model = decode(registries.models, config.model)
        let loss = decode(registries.losses, config.loss)
        let weighting = decode(registries.weightings, config.weighting)
        let optimizer = decode(registries.optimizers, config.optimizer)
        let schedule = decode(registries.schedules, config.schedule)
        metrics = config.metrics.compactMap { decode(registries.metrics, $0) }
        threshold = config.threshold.flatMap { decode(registries.thresholds, $0) }
        guard issues.isEmpty, let sampler, let model, let loss, let weighting, let optimizer, let schedule else {
            throw ConfigError(issues)
        }
        self.sampler = sampler
        self.model = model
        self.loss = loss
        self.weighting = weighting
        self.optimizer = optimizer
        self.schedule = schedule
    }
}
