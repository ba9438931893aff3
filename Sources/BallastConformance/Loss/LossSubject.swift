import BallastCore
import BallastTensor

/// A loss with its settings, for data of so many classes.
struct LossSubject {
    let component: DecodedComponent<any Loss, LossContext>
    let classCounts: [Int]

    /// The width of features: small, since every one of them is moved to measure a gradient.
    static let featureWidth = 3
    /// The long-tailed class counts that losses are tried with; a loss need not take all of them.
    static let classCounts = [[57, 12, 5], [64, 6]]

    var classCount: Int { classCounts.count }

    /// The number of columns the loss reads.
    var width: Int {
        switch component.input(classCount: classCount) {
        case .features: Self.featureWidth
        case .logits(let width, _): width
        }
    }

    private var readsFeatures: Bool { component.input(classCount: classCount) == .features }

    func make(_ scalarType: ScalarType, seed: UInt64 = 3) throws -> LossInstance {
        let store = ParameterStore(device: .reference(), scalarType: scalarType, random: TorchRandom(seed: seed))
        let context = LossContext(
            classCounts: classCounts, featureWidth: Self.featureWidth, scope: store.root, totalSteps: 1000)
        return LossInstance(loss: try component.build(context), store: store, readsFeatures: readsFeatures)
    }

    /// A batch without pattern, of values in [−2, 2].
    func batch(labels: [Int32], seed: UInt64 = 17) -> LossExample {
        LossExample(
            values: TorchRandom(seed: seed).uniformDoubles(count: labels.count * width, low: -2, high: 2),
            labels: labels, width: width, classCount: classCount)
    }

    /// A batch that holds every class, unevenly.
    var ordinary: LossExample {
        batch(labels: (0..<7).map { Int32($0 < 4 ? 0 : $0 % classCount) })
    }

    /// A batch without the last class.
    var lackingAClass: LossExample {
        batch(labels: (0..<5).map { Int32(classCount == 2 ? 0 : $0 % (classCount - 1)) }, seed: 18)
    }

    /// Every row of values from {10⁴, −10⁴, 0, 1} with every label.
    var extreme: LossExample {
        let sizes = [1e4, -1e4, 0, 1]
        var rows: [[Double]] = [[]]
        for _ in 0..<width { rows = rows.flatMap { row in sizes.map { row + [$0] } } }
        let labels = (0..<classCount).flatMap { [Int32](repeating: Int32($0), count: rows.count) }
        return LossExample(
            values: (0..<classCount).flatMap { _ in rows.flatMap(\.self) }, labels: labels, width: width,
            classCount: classCount)
    }
}

/// What a loss reads for a batch, row by row.
struct LossExample {
    var values: [Double]
    var labels: [Int32]
    let width: Int
    let classCount: Int

    var count: Int { labels.count }

    /// The rows in another order.
    func reordered(_ order: [Int]) -> LossExample {
        var result = self
        result.labels = order.map { labels[$0] }
        result.values = order.flatMap { values[$0 * width..<($0 + 1) * width] }
        return result
    }

    /// The first row alone.
    var first: LossExample { reordered([0]) }
}

/// A loss that was made, and where its parameters are.
struct LossInstance {
    let loss: any Loss
    let store: ParameterStore
    let readsFeatures: Bool

    func tensor(_ example: LossExample) -> Tensor {
        Tensor(
            example.values, shape: [example.count, example.width], scalarType: store.scalarType, on: store.device)
    }

    func output(_ input: Tensor) -> ModelOutput {
        readsFeatures
            ? ModelOutput(features: input)
            : ModelOutput(
                features: Tensor(
                    zeros: [input.shape[0], LossSubject.featureWidth], scalarType: store.scalarType,
                    on: store.device), logits: input)
    }

    func batch(_ input: Tensor, _ example: LossExample) -> LossBatch {
        LossBatch(output: output(input), labels: Labels(example.labels, bound: example.classCount))
    }

    func value(_ example: LossExample) -> LossValue { loss(batch(tensor(example), example)) }

    func probabilities(_ example: LossExample) -> Tensor { loss.probabilities(output(tensor(example))) }

    /// Value and gradients of the mean loss, unweighted.
    func differentiate(_ example: LossExample) -> LossDerivatives {
        store.parameters.forEach { $0.clearGradient() }
        let leaf = tensor(example).tracked()
        let value = loss(batch(leaf, example))
        let mean = value.total.mean()
        let foreignLeaves = mean.leafCount(besides: [leaf] + store.parameters.map(\.value))
        mean.backward()
        return LossDerivatives(
            values: value.total.doubles(), input: leaf.gradient?.doubles(),
            parameters: store.parameters.map { ($0.path, $0.gradient?.doubles()) }, foreignLeaves: foreignLeaves)
    }

    /// Runs a step's hook, as the trainer does after the optimizer.
    func step(_ example: LossExample) { loss.afterStep(batch(tensor(example), example)) }

    /// Takes over the parameters and buffers of another, as loading its checkpoint does.
    /// - Returns: what stands in the way.
    func restore(from other: LossInstance) -> [String] { store.restore(from: other.store) }
}

struct LossDerivatives {
    let values: [Double]
    let input: [Double]?
    let parameters: [(path: String, gradient: [Double]?)]
    /// How many tracked tensors that are neither input nor parameter the loss was computed from.
    let foreignLeaves: Int
}
