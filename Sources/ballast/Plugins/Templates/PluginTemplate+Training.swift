/// Losses, weightings, optimizers and schedules.
extension PluginTemplate {
    static let loss = PluginTemplate(
        kind: "loss",
        source: #"""
            import Ballast

            /// Cross-entropy times a power of the probability that the prediction is wrong.
            ///
            ///     loss = scale · (1 − p)^focus · (−log p),      p = softmax(z)_y
            ///
            /// Reads logits z [N, K] and gives one value per example, [N]. State the formula, the paper and the ranges here.
            public struct TYPE: Loss {
                public static let name = "COMPONENT"
                public static let summary = "Cross-entropy that leaves well-classified examples out of account."
                // public static let paper: String? = "Authors: Title, venue and year, arXiv or DOI"

                /// The settings: name, default, range and help are stated here once.
                public struct Config: ComponentConfig {
                    @Setting("Factor on the loss.", range: .above(0)) public var scale = 1.0
                    @Setting("Exponent of the probability of error; 0 gives cross-entropy.", range: 0...10)
                    public var focus = 1.0

                    public init() {}
                }

                private let config: Config

                /// `context` has the class counts, the width of the features, and the scope in which parameters are made:
                /// `context.scope.parameter("centres", [context.classCount, context.featureWidth], .xavierUniform(), role: .loss)`
                /// is trained and saved without further words.
                public init(config: Config, context: LossContext) throws { self.config = config }

                // To read features instead of logits:
                // public static func input(config: Config, classCount: Int) -> LossInput { .features }

                /// Plain mathematics on tensors; gradients come by themselves. Stay in logarithms, so that the loss is finite
                /// for any logits.
                public func callAsFunction(_ batch: LossBatch) -> LossValue {
                    let logProbability = batch.logits.logSoftmax().picked(batch.labels)
                    let error = 1 - logProbability.exp()
                    // A power below 1 has an infinite slope at 0; the smallest error keeps it finite.
                    let modulator = error.clipped(to: 1e-6...1).pow(config.focus)
                    return LossValue(-(modulator * logProbability) * config.scale)
                }
            }

            """#,
        usage: "loss: {type: COMPONENT, focus: 2}")

    static let weighting = PluginTemplate(
        kind: "weighting",
        source: #"""
            import Ballast

            /// Weights of classes that fall with the square root of their sizes: w_k ∝ √(largest / n_k), summing to K.
            public struct TYPE: Weighting {
                public static let name = "COMPONENT"
                public static let summary = "Weights that fall with the square root of the class's size."

                public struct Config: ComponentConfig {
                    @Setting("Largest weight over the smallest.", range: 1...) public var cap = 100.0

                    public init() {}
                }

                public let weights: [Double]?

                /// `context.classCounts` are those of the training rows.
                public init(config: Config, context: WeightingContext) throws {
                    let largest = Double(context.classCounts.max() ?? 1)
                    let raw = context.classCounts.map { min((largest / Double(max($0, 1))).squareRoot(), config.cap) }
                    let sum = raw.reduce(0, +)
                    weights = raw.map { $0 * Double(raw.count) / sum }
                }
            }

            """#,
        usage: "weighting: {type: COMPONENT, cap: 10}")

    static let optimizer = PluginTemplate(
        kind: "optimizer",
        source: #"""
            import Ballast

            /// Steps along the running mean of gradients: b ← μb + (1 − μ)(g + λp), p ← p − ηb.
            public struct TYPE: Optimizer {
                public static let name = "COMPONENT"
                public static let summary = "Steps along the running mean of the gradients."

                public struct Config: ComponentConfig {
                    @Setting("Learning rate η before the schedule.", range: .above(0)) public var learningRate = 0.1
                    @Setting("Share μ of the old mean that is kept.", range: 0..<1) public var momentum = 0.9
                    @Setting("Weight decay λ, added to the gradient.", range: 0...) public var weightDecay = 0.0

                    public init() {}
                }

                private let config: Config

                public init(config: Config) throws { self.config = config }

                public var learningRate: Double { config.learningRate }
                public var weightDecay: Double { config.weightDecay }

                /// Kept per parameter and in the checkpoint.
                public var stateDescriptions: [OptimizerStateDescription] { [OptimizerStateDescription(name: "mean")] }

                public func update(_ step: inout OptimizerStep) {
                    let gradient = step.gradient + step.value * step.weightDecay
                    step.state[0] = step.state[0] * config.momentum + gradient * (1 - config.momentum)
                    step.value = step.value - step.state[0] * step.learningRate
                }
            }

            """#,
        usage: "optimizer: {type: COMPONENT, learning_rate: 0.1}")

    static let schedule = PluginTemplate(
        kind: "schedule",
        source: #"""
            import Ballast

            /// The rate falls in a straight line from its whole to `end` of it at the last step.
            public struct TYPE: Schedule {
                public static let name = "COMPONENT"
                public static let summary = "The learning rate falls in a straight line over the run."

                public struct Config: ComponentConfig {
                    @Setting("Factor on the rate at the end of the run.", range: 0...1) public var end = 0.0

                    public init() {}
                }

                private let end: Double
                private let steps: Int

                public init(config: Config, context: ScheduleContext) throws {
                    end = config.end
                    steps = max(context.epochs * context.stepsPerEpoch, 1)
                }

                public func factor(at position: TrainingPosition) -> Double {
                    let progress = min(Double(position.step) / Double(steps), 1)
                    return 1 + (end - 1) * progress
                }
            }

            """#,
        usage: "schedule: {type: COMPONENT, end: 0.01}")
}
