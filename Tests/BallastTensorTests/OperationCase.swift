import BallastTensor
import Testing

/// An operation with inputs to try it on and an independent way to compute it.
struct OperationCase: Sendable, CustomTestStringConvertible {
    /// A shape to be filled with distinct numbers of a range.
    struct Input: Sendable {
        let shape: [Int]
        let range: ClosedRange<Double>
        /// Kinks of the operation; no number comes close to one.
        let avoided: [Double]

        init(_ shape: [Int], in range: ClosedRange<Double> = -2...2, avoiding avoided: [Double] = []) {
            self.shape = shape
            self.range = range
            self.avoided = avoided
        }

        /// Well separated numbers that fill the range evenly, different for every input.
        func numbers(salt: Int) -> Numbers {
            let count = shape.reduce(1, *)
            let values = (0..<count).map { position -> Double in
                let fraction = (Double(position) * 0.618_033_988_749_894_9 + Double(salt) * 0.324_717_957_244_746 + 0.1)
                    .truncatingRemainder(dividingBy: 1)
                let value = range.lowerBound + fraction * (range.upperBound - range.lowerBound)
                return avoided.contains { abs($0 - value) < 0.01 } ? value + 0.03 : value
            }
            return Numbers(shape: shape, values: values)
        }
    }

    /// The public function or operator that is covered, as declared.
    let name: String
    /// What distinguishes this case from others of the operation.
    let variant: String
    let inputs: [Input]
    let function: @Sendable ([Tensor]) -> Tensor
    let expected: @Sendable ([Numbers]) -> Numbers

    init(
        _ name: String, _ variant: String = "", _ inputs: Input..., function: @escaping @Sendable ([Tensor]) -> Tensor,
        expected: @escaping @Sendable ([Numbers]) -> Numbers
    ) {
        self.name = name
        self.variant = variant
        self.inputs = inputs
        self.function = function
        self.expected = expected
    }

    var testDescription: String { variant.isEmpty ? name : "\(name) \(variant)" }

    /// The inputs' numbers.
    var numbers: [Numbers] { inputs.enumerated().map { $1.numbers(salt: $0) } }

    /// The inputs as tensors.
    func tensors(_ scalarType: ScalarType, on device: Device) -> [Tensor] {
        numbers.map { Tensor($0, scalarType, on: device) }
    }
}

extension Tensor {
    init(_ numbers: Numbers, _ scalarType: ScalarType = .float64, on device: Device) {
        self.init(numbers.values, shape: Shape(numbers.shape), scalarType: scalarType, on: device)
    }

    /// A float64 vector or, with a shape, array.
    init(of values: Double..., shape: Shape? = nil, on device: Device) {
        self.init(values, shape: shape ?? [values.count], scalarType: .float64, on: device)
    }

    var numbers: Numbers { Numbers(shape: Array(shape), values: doubles()) }
}
