extension Registry where Product == any Loss, Context == LossContext {
    /// Adds a loss.
    ///
    /// - Throws: `RegistryError` if the name is taken or the settings are declared wrongly; so do all of these.
    public mutating func register<Registered: Loss>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { try Registered(config: $0, context: $1) })
    }
}

extension Registry where Product == any Model, Context == ModelContext {
    /// Adds a model.
    public mutating func register<Registered: Model>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { try Registered(config: $0, context: $1) })
    }
}

extension Registry where Product == any Layer, Context == LayerContext {
    /// Adds a layer.
    public mutating func register<Registered: Layer>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { try Registered(config: $0, context: $1) })
    }
}

extension Registry where Product == any Sampler, Context == SamplerContext {
    /// Adds a sampler.
    public mutating func register<Registered: Sampler>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { try Registered(config: $0, context: $1) })
    }

    /// Adds a resampler, as the sampler that it is in a configuration.
    public mutating func register<Registered: Resampler>(_ type: Registered.Type) throws {
        try register(
            ComponentFactory(type) { try ResamplingSampler<Registered>(config: $0, context: $1) })
    }

    /// The names of those samplers that are resamplers.
    public var resamplerNames: [String] {
        names.filter { (try? entry(named: $0))?.component is any Resampler.Type }
    }
}

extension Registry where Product == any Metric, Context == MetricContext {
    /// Adds a metric.
    public mutating func register<Registered: Metric>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { try Registered(config: $0, context: $1) })
    }
}

extension Registry where Product == any ThresholdRule, Context == Void {
    /// Adds a rule that chooses thresholds.
    public mutating func register<Registered: ThresholdRule>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { config, _ in try Registered(config: config) })
    }
}

extension Registry where Product == any Optimizer, Context == Void {
    /// Adds an optimizer.
    public mutating func register<Registered: Optimizer>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { config, _ in try Registered(config: config) })
    }
}

extension Registry where Product == any Schedule, Context == ScheduleContext {
    /// Adds a schedule.
    public mutating func register<Registered: Schedule>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { try Registered(config: $0, context: $1) })
    }
}

extension Registry where Product == any Transform, Context == TransformContext {
    /// Adds a transform.
    public mutating func register<Registered: Transform>(_ type: Registered.Type) throws {
        try register(ComponentFactory(type) { try Registered(config: $0, context: $1) })
    }
}
