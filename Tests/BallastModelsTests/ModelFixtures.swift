import Ballast
import TestSupport

/// Layers and models made as a configuration would make them.
struct ModelFixtures {
    let device: Device
    let scalarType: ScalarType
    let store: ParameterStore
    private let models: Registry<any Model, ModelContext>
    private let layers: Registry<any Layer, LayerContext>

    init(device: Device = .reference(), scalarType: ScalarType = .float32, seed: UInt64 = 0) throws {
        self.device = device
        self.scalarType = scalarType
        store = ParameterStore(device: device, scalarType: scalarType, random: TorchRandom(seed: seed))
        var models = Registry<any Model, ModelContext>(kind: "model")
        try models.registerStandardModels()
        var layers = Registry<any Layer, LayerContext>(kind: "layer")
        try layers.registerStandardLayers()
        self.models = models
        self.layers = layers
    }

    private var catalog: ComponentCatalog { ComponentCatalog([models, layers]) }

    /// A section with a model and one with a layer, as a run's configuration has them.
    private struct ModelSection: ComponentConfig {
        @Setting("Model.", kind: "model") var model: ComponentReference

        init() {}
    }

    private struct LayerSection: ComponentConfig {
        @Setting("Layer.", kind: "layer") var layer: ComponentReference

        init() {}
    }

    func model(_ yaml: String, input: Shape, head: HeadDescription? = nil) throws -> any Model {
        let section = try ConfigNode.parse(yaml: "model: \(yaml)", path: "run.yaml")
        return try models.build(
            ModelSection.decode(section, catalog: catalog).model, catalog: catalog,
            context: ModelContext(inputShape: input, head: head, scope: store.root, layers: layers))
    }

    func layer(_ yaml: String, input: Shape, index: Int = 0) throws -> any Layer {
        let section = try ConfigNode.parse(yaml: "layer: \(yaml)", path: "run.yaml")
        return try layers.build(
            LayerSection.decode(section, catalog: catalog).layer, catalog: catalog,
            context: LayerContext(inputShape: input, scope: store.root, index: index))
    }

    func tensor(_ golden: Golden, _ name: String) throws -> Tensor {
        let array = try golden.doubles(name)
        return Tensor(array.values, shape: Shape(array.shape), scalarType: scalarType, on: device)
    }

    /// Gives parameters and buffers the values of a golden's datasets of their paths.
    func load(_ golden: Golden) throws {
        for parameter in store.parameters { parameter.assign(try tensor(golden, parameter.path)) }
        for buffer in store.buffers where try golden.contains(buffer.path) {
            buffer.assign(try tensor(golden, buffer.path))
        }
    }

    /// A batch of numbers without a pattern.
    func batch(_ shape: Shape) -> Tensor {
        Tensor(
            TorchRandom(seed: 99).normal(count: shape.elementCount), shape: shape, scalarType: scalarType, on: device)
    }
}
