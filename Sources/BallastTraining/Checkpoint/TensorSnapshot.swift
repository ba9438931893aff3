internal import BallastTensor

/// The values of a tensor, bit for bit, free of any device: what a checkpoint holds.
public struct TensorSnapshot: Equatable, Sendable {
    /// The values in row-major order, in the tensor's own precision.
    public enum Values: Equatable, Sendable {
        case float32([Float])
        case float64([Double])

        public var count: Int {
            switch self {
            case .float32(let values): values.count
            case .float64(let values): values.count
            }
        }
    }

    public let shape: [Int]
    public let values: Values

    public init(shape: [Int], values: Values) {
        self.shape = shape
        self.values = values
    }

    var scalarType: ScalarType {
        switch values {
        case .float32: .float32
        case .float64: .float64
        }
    }

    init(_ tensor: Tensor) {
        shape = Array(tensor.shape)
        values = tensor.scalarType == .float64 ? .float64(tensor.doubles()) : .float32(tensor.floats())
    }

    /// A tensor of these values in the given precision.
    func tensor(_ scalarType: ScalarType, on device: Device) -> Tensor {
        switch values {
        case .float32(let values): Tensor(values, shape: Shape(shape), scalarType: scalarType, on: device)
        case .float64(let values): Tensor(values, shape: Shape(shape), scalarType: scalarType, on: device)
        }
    }

    /// The same values in the precision of another snapshot; unchanged if there is none.
    func converted(like other: TensorSnapshot?) -> TensorSnapshot {
        switch (values, other?.values) {
        case (.float32(let values), .float64?):
            TensorSnapshot(shape: shape, values: .float64(values.map(Double.init)))
        case (.float64(let values), .float32?):
            TensorSnapshot(shape: shape, values: .float32(values.map(Float.init)))
        default: self
        }
    }
}
