extension Tensor {
    /// Whether the tape must learn of an operation on this tensor. Asked before a rule is made, so that evaluation
    /// pays for none.
    var isRecorded: Bool { node != nil && device.isRecording }

    /// An unfilled tensor of the shape, type, layout and device of `other`.
    init(uninitializedLike other: Tensor) {
        self.init(uninitialized: other.shape, other.scalarType, layout: other.layout, on: other.device)
    }

    /// An unfilled row-major tensor of the device and type of what ``plain()`` makes of `other`.
    init(uninitialized shape: Shape, like other: Tensor) {
        self.init(uninitialized: shape, other.scalarType.parameterType, on: other.device)
    }

    /// A row-major tensor of zeros of the device and type of what ``plain()`` makes of `other`.
    init(zeros shape: Shape, like other: Tensor) {
        self.init(zeros: shape, scalarType: other.scalarType.parameterType, on: other.device)
    }

    /// Stops the program unless both operands have one scalar type, bfloat16 counting as float32, and one device.
    @inline(__always)
    static func requireAlike(_ left: Tensor, _ right: Tensor, _ operation: @autoclosure () -> String) {
        require(
            left.scalarType.parameterType == right.scalarType.parameterType,
            "\(operation()): operands are \(left.scalarType) and \(right.scalarType); cast one of them")
        require(left.device === right.device, "\(operation()): operands live on different devices")
    }

    /// Stops the program unless the parameters of a layer have the type that activations like `input` want.
    static func requireParameters(_ parameters: [Tensor], suit input: Tensor, _ operation: @autoclosure () -> String) {
        for parameter in parameters {
            requireAlike(input, parameter, operation())
            require(
                parameter.scalarType != .bfloat16, "\(operation()): parameters are float32 beside bfloat16 activations")
        }
    }

    /// The shape that all operands broadcast to.
    static func broadcastShape(_ left: Tensor, _ right: Tensor, _ operation: @autoclosure () -> String) -> Shape {
        guard let shape = left.shape.broadcast(with: right.shape) else {
            stop("\(operation()): the shapes \(left.shape) and \(right.shape) do not broadcast")
        }
        return shape
    }

    /// The gradient of an operand of `smaller` shape that was broadcast to this tensor's shape: summed over the copies.
    func summed(to smaller: Shape) -> Tensor {
        guard shape != smaller else { return self }
        let input = rowMajor()
        let output = Tensor(uninitialized: smaller, like: input)
        device.backend.reduce(.sum, input, over: AxisSet(reducing: shape, to: smaller), into: output)
        return output
    }
}
