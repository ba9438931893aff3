/// Models, layers, metrics and thresholds.
extension PluginTemplate {
    static let model = PluginTemplate(
        kind: "model",
        source: #"""
            import Ballast

            /// One hidden layer with a skip connection: f = relu(W x + b) beside x itself.
            public struct TYPE: Model {
                public static let name = "COMPONENT"
                public static let summary = "One hidden layer beside the inputs."

                public struct Config: ComponentConfig {
                    @Setting("Width of the hidden layer.", range: 1...) public var width = 16

                    public init() {}
                }

                public let featureWidth: Int
                private let hidden: Linear
                private let head: Linear?

                /// Layers make their parameters under a path of their own; `context.head` is what the loss asks for.
                public init(config: Config, context: ModelContext) throws {
                    let inputs = context.inputShape.elementCount
                    hidden = Linear(inputs, config.width, in: context.scope["hidden"])
                    featureWidth = inputs + config.width
                    head = context.head.map { Linear($0, features: inputs + config.width, in: context.scope["head"]) }
                }

                public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput {
                    let flat = input.rank == 2 ? input : input.flattened(from: 1)
                    let features = Tensor.concatenate([flat, hidden(flat).relu()], axis: 1)
                    return ModelOutput(features: features, logits: head.map { $0(features) })
                }
            }

            """#,
        usage: "model: {type: COMPONENT, width: 32}")

    static let layer = PluginTemplate(
        kind: "layer",
        source: #"""
            import Ballast

            /// x · sigmoid(slope · x), the swish.
            public struct TYPE: Layer {
                public static let name = "COMPONENT"
                public static let summary = "The swish: x times the sigmoid of a multiple of x."

                public struct Config: ComponentConfig {
                    @Setting("Factor on x inside the sigmoid.", range: 0...) public var slope = 1.0

                    public init() {}
                }

                public let outputShape: Shape
                private let slope: Double

                public init(config: Config, context: LayerContext) throws {
                    outputShape = context.inputShape
                    slope = config.slope
                }

                public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
                    input * (input * slope).sigmoid()
                }
            }

            """#,
        usage: "model: {type: sequential, layers: [{type: linear, width: 32}, COMPONENT]}")

    static let metric = PluginTemplate(
        kind: "metric",
        source: #"""
            import Ballast

            /// The share of examples whose true class has a probability of at least `level`, in 0...1.
            public struct TYPE: Metric {
                public static let name = "COMPONENT"
                public static let summary = "Share of examples whose true class is likelier than a level."

                public struct Config: ComponentConfig {
                    @Setting("Probability that the true class must reach.", range: 0...1) public var level = 0.5

                    public init() {}
                }

                private let level: Double

                public init(config: Config, context: MetricContext) throws { level = config.level }

                public var direction: MetricDirection { .higherIsBetter }

                /// Sees a whole split at once. What is undefined has a reason instead of a number.
                public func callAsFunction(_ predictions: Predictions) -> MetricValue {
                    guard predictions.count > 0 else { return .undefined("there are no examples") }
                    let reached = (0..<predictions.count).count { row in
                        predictions.probability(of: Int(predictions.labels[row]), example: row) >= level
                    }
                    return .scalar(Double(reached) / Double(predictions.count))
                }
            }

            """#,
        usage: "metrics: [accuracy, {type: COMPONENT, level: 0.9}]")

    static let threshold = PluginTemplate(
        kind: "threshold",
        source: #"""
            import Ballast

            /// The threshold from which on as many examples are predicted positive as there are.
            public struct TYPE: ThresholdRule {
                public static let name = "COMPONENT"
                public static let summary = "The threshold that predicts as many positives as there are."

                public struct Config: ComponentConfig {
                    public init() {}
                }

                public init(config: Config) throws {}

                /// What there is no threshold for has a reason; it never traps.
                public func callAsFunction(_ predictions: Predictions) -> ThresholdChoice {
                    guard predictions.classCount == 2 else { return .undefined("there are not two classes") }
                    let positive = predictions.positiveClass
                    let scores = predictions.scores(of: positive)
                    guard !scores.contains(where: \.isNaN) else { return .undefined("a probability is NaN") }
                    let positives = predictions.labels.count { Int($0) == positive }
                    guard positives > 0, positives < predictions.count else {
                        return .undefined("there are examples of one class only")
                    }
                    let threshold = scores.sorted(by: >)[positives - 1]
                    return .chosen(threshold: threshold, value: Double(positives))
                }
            }

            """#,
        usage: "threshold: COMPONENT")
}
