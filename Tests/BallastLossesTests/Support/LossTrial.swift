import BallastCore
import BallastTensor

/// One loss on one batch: everything the references have of it.
struct LossTrial {
    /// Values after class weights, unweighted part included, [N].
    let values: [Double]
    let mean: Double
    /// The gradient of the mean with respect to what the loss reads.
    let inputGradient: [Double]
    /// The gradient of the mean with respect to the loss's parameters, by path; absent where it has none.
    let parameterGradients: [String: [Double]]
    /// Means of the terms, and the terms themselves, by name.
    let terms: [String: [Double]]
    let probabilities: [Double]
}

extension LossTrial {
    /// - Parameters:
    ///   - make: makes the loss from its context.
    ///   - input: logits [N, K] or [N, 1], or features [N, D], row by row.
    ///   - parameters: values of the loss's parameters, by path.
    init<L: Loss>(
        _ make: (LossContext) throws -> L, config: L.Config, on bench: Bench, input: [Double], shape: [Int],
        labels: [Int32], classCounts: [Int], parameters: [String: [Double]] = [:], reduction: LossReduction = .mean,
        totalSteps: Int? = nil
    ) throws {
        let store = bench.store()
        let isOnFeatures = L.input(config: config, classCount: classCounts.count) == .features
        let loss = try make(
            LossContext(
                classCounts: classCounts, featureWidth: isOnFeatures ? shape[1] : 1, scope: store.root,
                totalSteps: totalSteps))
        for parameter in store.parameters {
            guard let values = parameters[parameter.path] else { continue }
            parameter.assign(
                Tensor(values, shape: parameter.shape, scalarType: bench.scalarType, on: store.device))
        }
        for buffer in store.buffers {
            guard let values = parameters[buffer.path] else { continue }
            buffer.assign(Tensor(values, shape: buffer.shape, scalarType: bench.scalarType, on: store.device))
        }

        let leaf = Tensor(input, shape: Shape(shape), scalarType: bench.scalarType, on: store.device).tracked()
        let output = isOnFeatures ? ModelOutput(features: leaf) : ModelOutput(features: leaf, logits: leaf)
        let batch = LossBatch(output: output, labels: Labels(labels, bound: classCounts.count))
        let value = loss(batch)
        let scalar = reduction(value, batch.labels)

        let weights = reduction.weights ?? [Double](repeating: 1, count: classCounts.count)
        let unweighted = value.unweighted?.doubles() ?? [Double](repeating: 0, count: labels.count)
        values = zip(zip(value.values.doubles(), labels), unweighted).map { $0.0 * weights[Int($0.1)] + $1 }
        mean = scalar.item()
        terms = Dictionary(uniqueKeysWithValues: value.terms.map { ($0.name, $0.value.doubles()) })
        probabilities = loss.probabilities(output).doubles()
        scalar.backward()
        inputGradient = leaf.gradient?.doubles() ?? []
        parameterGradients = store.parameters.reduce(into: [:]) { $0[$1.path] = $1.gradient?.doubles() }
    }
}

extension LossTrial {
    /// A loss built from its config.
    init<L: Loss>(
        _ type: L.Type, _ config: L.Config, on bench: Bench, input: [Double], shape: [Int], labels: [Int32],
        classCounts: [Int], parameters: [String: [Double]] = [:], reduction: LossReduction = .mean
    ) throws {
        try self.init(
            { try L(config: config, context: $0) }, config: config, on: bench, input: input, shape: shape,
            labels: labels, classCounts: classCounts, parameters: parameters, reduction: reduction)
    }
}
