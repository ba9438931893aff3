/// A weighting as a run uses it: the weights of the classes, from which epoch on, and the normalisation.
///
/// What every weighting has in common is settled here, so that a component states only its weights and still has the
/// settings `start_epoch` and `normalize`:
///
/// ```yaml
/// weighting: {type: effective_number, beta: 0.9999, start_epoch: 160, normalize: weights}
/// ```
public struct ClassWeighting: Sendable {
    /// One weight per class; nil for none.
    public let weights: [Double]?
    /// The first epoch, from 0, in which they apply.
    public let startEpoch: Int
    public let normalization: WeightNormalization

    /// No weights at all.
    public static let none = ClassWeighting(weights: nil)

    /// - Precondition: weights are finite and not negative.
    public init(weights: [Double]?, startEpoch: Int = 0, normalization: WeightNormalization = .batch) {
        let isUsable = weights?.allSatisfy { $0.isFinite && $0 >= 0 } ?? true
        precondition(isUsable, "class weights are finite and not negative")
        self.weights = weights
        self.startEpoch = startEpoch
        self.normalization = normalization
    }

    /// How losses are averaged in an epoch, from 0: unweighted before ``startEpoch`` (deferred re-weighting, DRW).
    public func reduction(epoch: Int) -> LossReduction {
        LossReduction(weights: epoch < startEpoch ? nil : weights, normalization: normalization)
    }
}

/// The settings of every weighting, around those of one component.
public struct ClassWeightingSettings<Own: ComponentConfig>: ComponentConfig {
    @SettingGroup public var own = Own()
    @Setting(
        "First epoch, from 0, in which the weights apply; before it all classes weigh 1 (deferred re-weighting).",
        range: 0...)
    public var startEpoch = 0
    @Setting("What a batch's weighted sum of losses is divided by: batch: examples; weights: the examples' weights.")
    public var normalize = WeightNormalization.batch

    public init() {}
}

/// A weighting with the settings that all of them have.
private enum Configured<Base: Weighting>: Component {
    typealias Config = ClassWeightingSettings<Base.Config>

    static var name: String { Base.name }
    static var summary: String { Base.summary }
    static var paper: String? { Base.paper }
    static var example: ConfigNode { Base.example }

    static func make(_ config: Config, _ context: WeightingContext) throws -> ClassWeighting {
        let base = try Base(config: config.own, context: context)
        if let weights = base.weights {
            let isUsable = weights.count == context.classCounts.count && weights.allSatisfy { $0.isFinite && $0 >= 0 }
            guard isUsable else {
                throw ConfigError(
                    key: "",
                    "\(name) must give \(context.classCounts.count) weights, finite and not negative: got \(weights)")
            }
        }
        return ClassWeighting(weights: base.weights, startEpoch: config.startEpoch, normalization: config.normalize)
    }
}

extension Registry where Product == ClassWeighting, Context == WeightingContext {
    /// Adds a weighting, which gets the settings `start_epoch` and `normalize` beside its own.
    public mutating func register<W: Weighting>(_ type: W.Type) throws {
        try register(
            ComponentFactory(Configured<W>.self, implementation: String(reflecting: type)) { config, context in
                try Configured<W>.make(config, context)
            })
    }
}
