import Ballast
import BallastTensor

/// Softmax cross-entropy, which the broken losses spoil.
private func crossEntropy(_ logits: Tensor, _ labels: Labels) -> Tensor { -logits.logSoftmax().picked(labels) }

/// The value unchanged, the gradient times a factor.
private func withGradient(_ tensor: Tensor, times factor: Double) -> Tensor {
    Tensor.custom(inputs: [tensor], forward: { $0[0] * 1 }) { _, _, upstream in [upstream * factor] }
}

struct NoSettings: ComponentConfig {}

/// A loss of one line over logits, without settings or parameters.
protocol OneLineLoss: Loss where Config == NoSettings {
    init()
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor
}

extension OneLineLoss {
    static var summary: String { "A loss made for a test." }
    init(config: NoSettings, context: LossContext) throws { self.init() }
    func callAsFunction(_ batch: LossBatch) -> LossValue { LossValue(Self.values(batch.logits, batch.labels)) }
}

// MARK: Sound ones, which must pass

/// Crammer and Singer's hinge: kinks everywhere, and yet the right gradient almost everywhere.
struct SoundHinge: OneLineLoss {
    static let name = "sound_hinge"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        let margins = (logits + 1).adding(at: labels, -1)
        return margins.max(axis: 1) - logits.picked(labels)
    }
}

/// A hinge whose kink is so close to the first logit of the checks' batch that a wide difference straddles it.
struct SoundKink: OneLineLoss {
    static let name = "sound_kink"
    static let kink = TorchRandom(seed: 17).uniformDoubles(count: 1, low: -2, high: 2)[0] + 1.2e-3
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        crossEntropy(logits, labels) + (logits - kink).relu().sum(axis: 1)
    }
}

/// Focal loss whose gradient takes the modulating factor as constant, and says so.
struct SoundHeldFactor: OneLineLoss {
    static let name = "sound_held_factor"
    static let holdsFactorsConstant = true
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor { heldFactor(logits, labels) }
}

private func heldFactor(_ logits: Tensor, _ labels: Labels) -> Tensor {
    (1 - logits.detached().softmax().picked(labels)) * crossEntropy(logits, labels)
}

// MARK: Broken ones

/// The same without a word.
struct HoldsAFactorUnsaid: OneLineLoss {
    static let name = "holds_a_factor_unsaid"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor { heldFactor(logits, labels) }
}

/// Says that it holds a factor constant, and is wrong by a percent besides.
struct WrongBesideAHeldFactor: OneLineLoss {
    static let name = "wrong_beside_a_held_factor"
    static let holdsFactorsConstant = true
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        withGradient(heldFactor(logits, labels), times: 1.01)
    }
}

struct WrongByATwentiethPercent: OneLineLoss {
    static let name = "wrong_by_a_twentieth_percent"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        withGradient(crossEntropy(logits, labels), times: 1.0005)
    }
}

struct WrongForOneLogit: OneLineLoss {
    static let name = "wrong_for_one_logit"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        let first = withGradient(logits.sliced(axis: 1, 0..<1), times: 0.999)
        return crossEntropy(Tensor.concatenate([first, logits.sliced(axis: 1, 1..<logits.shape[1])], axis: 1), labels)
    }
}

struct StopsTheGradient: OneLineLoss {
    static let name = "stops_the_gradient"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        let odds = crossEntropy(logits, labels)
        return (1 - (-odds).exp()).detached() * odds
    }
}

/// Focal loss as printed: NaN where p underflows or reaches 1.
struct NaiveFocal: OneLineLoss {
    static let name = "naive_focal"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        let p = logits.softmax().picked(labels)
        return -((1 - p).pow(0.5) * p.log())
    }
}

struct DependsOnPosition: OneLineLoss {
    static let name = "depends_on_position"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        let positions = (0..<labels.count).map { 1 + Double($0) / 100 }
        return crossEntropy(logits, labels)
            * Tensor(positions, shape: [labels.count], scalarType: logits.scalarType, on: logits.device)
    }
}

struct GivesTheMean: OneLineLoss {
    static let name = "gives_the_mean"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        crossEntropy(logits, labels).mean().reshaped(to: [1])
    }
}

struct NeedsTwoExamples: OneLineLoss {
    static let name = "needs_two_examples"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        crossEntropy(logits, labels) * (Double(labels.count) / Double(labels.count - 1))
    }
}

struct NeedsEveryClass: OneLineLoss {
    static let name = "needs_every_class"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor {
        let rarest = Double(labels.counts.min() ?? 0)
        return crossEntropy(logits, labels) / rarest
    }
}

struct PredictsLogits: OneLineLoss {
    static let name = "predicts_logits"
    static func values(_ logits: Tensor, _ labels: Labels) -> Tensor { crossEntropy(logits, labels) }
    func probabilities(_ output: ModelOutput) -> Tensor { output.requiredLogits }
}

/// Wrong only with a setting away from its default.
struct WrongInABranch: Loss {
    enum Kind: String, CaseIterable, ConfigEnum { case plain, special }
    struct Config: ComponentConfig {
        @Setting("Which branch.") var kind = Kind.plain
    }
    static let name = "wrong_in_a_branch"
    static let summary = "A loss made for a test."
    let kind: Kind

    init(config: Config, context: LossContext) throws { kind = config.kind }

    func callAsFunction(_ batch: LossBatch) -> LossValue {
        let values = crossEntropy(batch.logits, batch.labels)
        return LossValue(kind == .plain ? values : withGradient(values, times: 1.01))
    }
}

/// Adds a learned offset per class; `Where` says where its parameter is.
struct OffsetLoss<Where: OffsetPlace>: Loss {
    typealias Config = NoSettings
    static var name: String { Where.name }
    static var summary: String { "A loss made for a test." }
    private let offset: () -> Tensor?
    private let afterwards: () -> Void

    init(config: NoSettings, context: LossContext) throws { (offset, afterwards) = Where.make(context) }

    func callAsFunction(_ batch: LossBatch) -> LossValue {
        LossValue(crossEntropy(offset().map { batch.logits + $0 } ?? batch.logits, batch.labels))
    }

    func afterStep(_ batch: LossBatch) { afterwards() }
}

protocol OffsetPlace {
    static var name: String { get }
    static func make(_ context: LossContext) -> (offset: () -> Tensor?, afterwards: () -> Void)
}

enum InTheStore: OffsetPlace {
    static let name = "sound_offset"
    static func make(_ context: LossContext) -> (offset: () -> Tensor?, afterwards: () -> Void) {
        let parameter = context.scope.parameter("offset", [context.classCount], .uniform(low: -1, high: 1), role: .loss)
        return ({ parameter.value }, {})
    }
}

/// Trained by nobody: the trap of losses whose parameters the user must hand to the optimizer.
enum OutsideTheStore: OffsetPlace {
    static let name = "parameter_outside_the_store"
    static func make(_ context: LossContext) -> (offset: () -> Tensor?, afterwards: () -> Void) {
        let leaf = context.constant([Double](repeating: 0.5, count: context.classCount)).tracked()
        return ({ leaf }, {})
    }
}

enum Ignored: OffsetPlace {
    static let name = "parameter_ignored"
    static func make(_ context: LossContext) -> (offset: () -> Tensor?, afterwards: () -> Void) {
        _ = context.scope.parameter("offset", [context.classCount], .zeros, role: .loss)
        return ({ nil }, {})
    }
}

enum Detached: OffsetPlace {
    static let name = "parameter_detached"
    static func make(_ context: LossContext) -> (offset: () -> Tensor?, afterwards: () -> Void) {
        let parameter = context.scope.parameter("offset", [context.classCount], .ones, role: .loss)
        return ({ parameter.value.detached() }, {})
    }
}

/// Moves with every step, but no checkpoint knows.
enum HiddenState: OffsetPlace {
    static let name = "hidden_state"
    final class Box { var steps = 0.0 }
    static func make(_ context: LossContext) -> (offset: () -> Tensor?, afterwards: () -> Void) {
        let box = Box()
        return (
            { context.constant((0..<context.classCount).map { Double($0) * box.steps / 100 }) }, { box.steps += 1 }
        )
    }
}

/// Changes with every evaluation.
enum RestlessBuffer: OffsetPlace {
    static let name = "restless_buffer"
    static func make(_ context: LossContext) -> (offset: () -> Tensor?, afterwards: () -> Void) {
        let buffer = context.scope.buffer("count", [1], .zeros)
        return (
            {
                buffer.assign(buffer.value + 1)
                return buffer.value * 0
            }, {}
        )
    }
}

/// Draws its first values from nowhere.
enum Unseeded: OffsetPlace {
    static let name = "unseeded"
    static func make(_ context: LossContext) -> (offset: () -> Tensor?, afterwards: () -> Void) {
        let parameter = context.scope.parameter("offset", [context.classCount], .zeros, role: .loss)
        parameter.assign(context.constant((0..<context.classCount).map { _ in Double.random(in: -1...1) }))
        return ({ parameter.value }, {})
    }
}

struct RefusesEverything: Loss {
    typealias Config = NoSettings
    static let name = "refuses_everything"
    static let summary = "A loss made for a test."
    init(config: NoSettings, context: LossContext) throws { throw ConfigError(key: "", "is never satisfied") }
    func callAsFunction(_ batch: LossBatch) -> LossValue { LossValue(crossEntropy(batch.logits, batch.labels)) }
}

struct ThrowsAnything: Loss {
    typealias Config = NoSettings
    struct Trouble: Error {}
    static let name = "throws_anything"
    static let summary = "A loss made for a test."
    init(config: NoSettings, context: LossContext) throws { throw Trouble() }
    func callAsFunction(_ batch: LossBatch) -> LossValue { LossValue(crossEntropy(batch.logits, batch.labels)) }
}

/// No sentence about itself, none about its setting, and a required setting without an example.
struct SaysNothing: Loss {
    struct Config: ComponentConfig {
        @Setting("") var strength: Double
    }
    static let name = "says_nothing"
    static let summary = "?"
    init(config: Config, context: LossContext) throws {}
    func callAsFunction(_ batch: LossBatch) -> LossValue { LossValue(crossEntropy(batch.logits, batch.labels)) }
}
