import BallastCore
import BallastTensor

/// A model with its settings, for examples of one shape.
struct ModelSubject {
    let component: DecodedComponent<any Model, ModelContext>
    let shape: Shape
    private let layers: Registry<any Layer, LayerContext>
    private let makeDevice: () -> Device

    /// Kinds of data, and shapes of their examples in the order they are tried.
    static let shapes: [(name: String, shapes: [Shape])] = [
        ("tables", [[6]]),
        ("images", [[3, 8, 8], [3, 16, 16], [1, 28, 28], [3, 32, 32]]),
    ]
    static let logitCount = 3

    /// - Throws: the last refusal if no shape is taken.
    init(
        component: DecodedComponent<any Model, ModelContext>, shapes: [Shape],
        layers: Registry<any Layer, LayerContext>, makeDevice: @escaping () -> Device
    ) throws {
        var refusal: (any Error)?
        for shape in shapes {
            let subject = ModelSubject(component: component, shape: shape, layers: layers, makeDevice: makeDevice)
            do {
                _ = try subject.make()
                self = subject
                return
            } catch {
                refusal = error
            }
        }
        guard let refusal else { preconditionFailure("no shape to try") }
        throw refusal
    }

    private init(
        component: DecodedComponent<any Model, ModelContext>, shape: Shape,
        layers: Registry<any Layer, LayerContext>, makeDevice: @escaping () -> Device
    ) {
        self.component = component
        self.shape = shape
        self.layers = layers
        self.makeDevice = makeDevice
    }

    func make(
        head: HeadDescription? = HeadDescription(width: ModelSubject.logitCount), seed: UInt64 = 3
    ) throws -> ModelInstance {
        let store = ParameterStore(device: makeDevice(), random: TorchRandom(seed: seed))
        let model = try component.build(ModelContext(inputShape: shape, head: head, scope: store.root, layers: layers))
        return ModelInstance(model: model, store: store, shape: shape)
    }
}

/// A model that was made, and where its parameters are.
struct ModelInstance {
    let model: any Model
    let store: ParameterStore
    let shape: Shape

    /// Inputs without pattern, one seed an example.
    func input(_ seeds: Range<UInt64>) -> Tensor {
        let values = seeds.flatMap {
            TorchRandom(seed: $0).uniform(count: shape.elementCount, low: -1, high: 1)
        }
        return Tensor(values, shape: Shape([seeds.count] + Array(shape)), on: store.device)
    }

    func evaluate(_ input: Tensor) -> ModelOutput {
        store.device.withoutRecording { model(input, .evaluation) }
    }

    func train(_ input: Tensor, seed: UInt64) -> ModelOutput { model(input, .training(seed: seed)) }
}

extension ModelOutput {
    /// Features and logits, row by row.
    var numbers: [Float] { features.floats() + (logits?.floats() ?? []) }
}
