import Ballast
import BallastTensor

/// A linear model of tables, of which each broken model spoils one thing.
struct Probe<Fault: ModelFault>: Model {
    typealias Config = NoSettings
    static var name: String { Fault.name }
    static var summary: String { "A model made for a test." }

    private let weight: Parameter
    private let head: (weight: Parameter, bias: Parameter)?
    private let fault: Fault

    init(config: NoSettings, context: ModelContext) throws {
        guard context.inputShape.rank == 1 else { throw ConfigError(key: "", "reads tables only") }
        weight = context.scope.parameter("weight", [5, context.inputShape[0]], .torchWeight)
        fault = Fault(context)
        head = context.head.map { head in
            let scope = context.scope["head"]
            return (
                scope.parameter("weight", [head.width, 5], .torchWeight),
                scope.parameter(
                    "bias", [head.width], .constant(Fault.ignoresBias ? 0 : head.initialBias ?? 0), role: .bias)
            )
        }
    }

    var featureWidth: Int { Fault.featureWidth }

    func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput {
        let features = fault.features(linear(input, weight: weight.value), pass)
        return ModelOutput(
            features: features,
            logits: head.map { linear(features, weight: $0.weight.value, bias: $0.bias.value) })
    }
}

protocol ModelFault {
    static var name: String { get }
    static var featureWidth: Int { get }
    static var ignoresBias: Bool { get }
    init(_ context: ModelContext)
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor
}

extension ModelFault {
    static var featureWidth: Int { 5 }
    static var ignoresBias: Bool { false }
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor { features }
}

struct NoFault: ModelFault {
    static let name = "sound"
    init(_ context: ModelContext) {}
}

/// Moving averages in training, as batch normalisation has them.
struct SoundStatistics: ModelFault {
    static let name = "sound_statistics"
    private let mean: Buffer
    init(_ context: ModelContext) { mean = context.scope.buffer("mean", [5], .zeros) }
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor {
        guard pass.isTraining else { return features - mean.value }
        let batch = features.mean(axis: 0)
        mean.assign(mean.value * 0.9 + batch.detached() * 0.1)
        return features - batch
    }
}

struct WrongWidth: ModelFault {
    static let name = "wrong_width"
    static let featureWidth = 4
    init(_ context: ModelContext) {}
}

struct IgnoresTheBias: ModelFault {
    static let name = "ignores_the_bias"
    static let ignoresBias = true
    init(_ context: ModelContext) {}
}

struct UnusedParameter: ModelFault {
    static let name = "unused_parameter"
    init(_ context: ModelContext) { _ = context.scope.parameter("unused", [5], .zeros) }
}

struct ForeignParameter: ModelFault {
    static let name = "foreign_parameter"
    private let scale: Tensor
    init(_ context: ModelContext) {
        scale = Tensor(filledWith: 2, shape: [5], on: context.scope.store.device).tracked()
    }
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor { features * scale }
}

struct MixesTheBatch: ModelFault {
    static let name = "mixes_the_batch"
    init(_ context: ModelContext) {}
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor { features - features.mean(axis: 0) }
}

struct CountsEvaluations: ModelFault {
    static let name = "counts_evaluations"
    private let count: Buffer
    init(_ context: ModelContext) { count = context.scope.buffer("count", [1], .zeros) }
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor {
        count.assign(count.value + 1)
        return features
    }
}

struct DiffersInTraining: ModelFault {
    static let name = "differs_in_training"
    init(_ context: ModelContext) {}
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor { pass.isTraining ? features * 2 : features }
}

struct UnseededDropout: ModelFault {
    static let name = "unseeded_dropout"
    init(_ context: ModelContext) {}
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor {
        pass.isTraining ? features * Double.random(in: 0.5...1) : features
    }
}

struct UnseededWeights: ModelFault {
    static let name = "unseeded_weights"
    private let scale: Parameter
    init(_ context: ModelContext) {
        scale = context.scope.parameter("scale", [5], .constant(Double.random(in: 0.5...1)))
    }
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor { features * scale.value }
}

final class HiddenStatistics: ModelFault {
    static let name = "hidden_statistics"
    private var count = 0.0
    init(_ context: ModelContext) {}
    func features(_ features: Tensor, _ pass: ForwardPass) -> Tensor {
        if pass.isTraining { count += 1 }
        return features * (1 + count / 10)
    }
}
