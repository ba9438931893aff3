/// The components that configurations can name: one registry a kind.
///
/// A value that whoever composes a program makes and passes on; nothing is registered globally.
public struct Registries: Sendable {
    public var losses = Registry<any Loss, LossContext>(kind: "loss")
    public var models = Registry<any Model, ModelContext>(kind: "model")
    public var layers = Registry<any Layer, LayerContext>(kind: "layer")
    public var samplers = Registry<any Sampler, SamplerContext>(kind: "sampler")
    public var metrics = Registry<any Metric, MetricContext>(kind: "metric")
    public var thresholds = Registry<any ThresholdRule, Void>(kind: "threshold")
    public var optimizers = Registry<any Optimizer, Void>(kind: "optimizer")
    public var schedules = Registry<any Schedule, ScheduleContext>(kind: "schedule")
    public var weightings = Registry<ClassWeighting, WeightingContext>(kind: "weighting")
    public var transforms = Registry<any Transform, TransformContext>(kind: "transform")

    public init() {}

    /// All registries, for reading whole configurations and for listings.
    public var catalog: ComponentCatalog {
        ComponentCatalog([
            losses, weightings, samplers, transforms, models, layers, optimizers, schedules, metrics,
            thresholds,
        ])
    }

    public mutating func register<Registered: Loss>(_ type: Registered.Type) throws { try losses.register(type) }
    public mutating func register<Registered: Model>(_ type: Registered.Type) throws { try models.register(type) }
    public mutating func register<Registered: Layer>(_ type: Registered.Type) throws { try layers.register(type) }
    public mutating func register<Registered: Sampler>(_ type: Registered.Type) throws { try samplers.register(type) }
    public mutating func register<Registered: Resampler>(_ type: Registered.Type) throws { try samplers.register(type) }
    public mutating func register<Registered: Metric>(_ type: Registered.Type) throws { try metrics.register(type) }
    public mutating func register<Registered: ThresholdRule>(_ type: Registered.Type) throws {
        try thresholds.register(type)
    }
    public mutating func register<Registered: Transform>(_ type: Registered.Type) throws {
        try transforms.register(type)
    }
    public mutating func register<Registered: Optimizer>(_ type: Registered.Type) throws {
        try optimizers.register(type)
    }
    public mutating func register<Registered: Schedule>(_ type: Registered.Type) throws { try schedules.register(type) }
    public mutating func register<Registered: Weighting>(_ type: Registered.Type) throws {
        try weightings.register(type)
    }
}
