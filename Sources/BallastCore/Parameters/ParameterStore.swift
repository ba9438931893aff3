public import BallastTensor

/// Makes and owns the parameters and buffers of one model or one loss.
///
/// Whatever is made here is trained by the optimizer, saved in the checkpoint and restored from it: a component cannot
/// forget one. Initial values are drawn from the injected random stream in the order of creation, so a component that
/// creates its parameters in the order PyTorch would gets PyTorch's values for the same seed.
public final class ParameterStore {
    public let device: Device
    /// The number format of the parameters: float32 in training, float64 in gradient checks.
    public let scalarType: ScalarType
    /// The source of initial values.
    public let random: TorchRandom
    /// Every parameter made so far, in order of creation.
    public private(set) var parameters: [Parameter] = []
    /// Every buffer made so far, in order of creation.
    public private(set) var buffers: [Buffer] = []
    private var paths: Set<String> = []

    public init(device: Device, scalarType: ScalarType = .float32, random: TorchRandom) {
        self.device = device
        self.scalarType = scalarType
        self.random = random
    }

    /// The scope whose paths have no prefix.
    public var root: ParameterScope { ParameterScope(store: self, prefix: "") }

    /// Draws the initial values of a parameter again, as `torch.nn.init` does to a layer that has been made.
    public func reinitialize(_ parameter: Parameter, _ initializer: Initializer) {
        require(parameters.contains { $0 === parameter }, "\(parameter.path) belongs to another store")
        let values = initializer.values(shape: Array(parameter.shape), using: random)
        parameter.assign(Tensor(values, shape: parameter.shape, scalarType: scalarType, on: device))
    }

    fileprivate func insert(_ parameter: Parameter) {
        claim(parameter.path)
        parameters.append(parameter)
    }

    fileprivate func insert(_ buffer: Buffer) {
        claim(buffer.path)
        buffers.append(buffer)
    }

    private func claim(_ path: String) {
        require(paths.insert(path).inserted, "two parameters have the path \(path)")
    }
}

/// A place in a ``ParameterStore``: what is made through it gets the scope's path as a prefix.
///
/// `scope["layer1"]["conv"].parameter("weight", …)` makes the parameter `layer1.conv.weight`.
public struct ParameterScope {
    public let store: ParameterStore
    private let prefix: String

    fileprivate init(store: ParameterStore, prefix: String) {
        self.store = store
        self.prefix = prefix
    }

    /// The scope one level down.
    public subscript(name: String) -> ParameterScope {
        ParameterScope(store: store, prefix: prefix + name + ".")
    }

    /// Makes a trained parameter.
    /// - Parameters:
    ///   - name: the last part of its path; unique within the scope.
    ///   - shape: PyTorch's order: [out, in] for linear weights, [out, in, height, width] for convolutions.
    ///   - initializer: the rule its initial values follow.
    ///   - role: what it is, for weight-decay exemptions.
    ///   - fan: the fan of its layer, for a bias; a weight's own follows from its shape.
    public func parameter(
        _ name: String, _ shape: Shape, _ initializer: Initializer, role: Parameter.Role = .weight, fan: Fan? = nil
    ) -> Parameter {
        let values =
            fan.map { initializer.values(count: shape.elementCount, fan: $0, using: store.random) }
            ?? initializer.values(shape: Array(shape), using: store.random)
        let value = Tensor(values, shape: shape, scalarType: store.scalarType, on: store.device)
        let parameter = Parameter(path: prefix + name, role: role, value: value)
        store.insert(parameter)
        return parameter
    }

    /// Makes a buffer: state that is saved but not trained.
    public func buffer(
        _ name: String, _ shape: Shape, _ initializer: Initializer, scalarType: ScalarType? = nil
    ) -> Buffer {
        let values = initializer.values(shape: Array(shape), using: store.random)
        let value = Tensor(values, shape: shape, scalarType: scalarType ?? store.scalarType, on: store.device)
        let buffer = Buffer(path: prefix + name, value: value)
        store.insert(buffer)
        return buffer
    }
}
