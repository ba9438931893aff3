import Ballast
import TestSupport

/// A loss on one batch in float64: values, and gradients of their mean.
struct PluginTrial {
    let values: [Double]
    let logitGradient: [Double]
    let featureGradient: [Double]
    let parameterGradients: [String: [Double]]

    /// - Parameter state: values for parameters and buffers of the loss, by path.
    init<L: Loss>(
        _ type: L.Type, _ config: L.Config, logits: HDF5Array<Double>, features: HDF5Array<Double>, labels: [Int32],
        classCounts: [Int], state: [String: [Double]] = [:], position: TrainingPosition? = nil, positiveClass: Int = 1
    ) throws {
        let store = ParameterStore(device: .reference(), scalarType: .float64, random: TorchRandom(seed: 1))
        func tensor(_ values: [Double], _ shape: Shape) -> Tensor {
            Tensor(values, shape: shape, scalarType: .float64, on: store.device)
        }
        let loss = try L(
            config: config,
            context: LossContext(
                classCounts: classCounts, featureWidth: features.shape[1], scope: store.root,
                positiveClass: positiveClass))
        for parameter in store.parameters {
            if let values = state[parameter.path] { parameter.assign(tensor(values, parameter.shape)) }
        }
        for buffer in store.buffers {
            if let values = state[buffer.path] { buffer.assign(tensor(values, buffer.shape)) }
        }
        let logitLeaf = tensor(logits.values, Shape(logits.shape)).tracked()
        let featureLeaf = tensor(features.values, Shape(features.shape)).tracked()
        let total = loss(
            LossBatch(
                output: ModelOutput(features: featureLeaf, logits: logitLeaf),
                labels: Labels(labels, bound: classCounts.count), position: position)
        ).total
        values = total.doubles()
        total.mean().backward()
        logitGradient = logitLeaf.gradient?.doubles() ?? []
        featureGradient = featureLeaf.gradient?.doubles() ?? []
        parameterGradients = store.parameters.reduce(into: [:]) { $0[$1.path] = $1.gradient?.doubles() }
    }
}
