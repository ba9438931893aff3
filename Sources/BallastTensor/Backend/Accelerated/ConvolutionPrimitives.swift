internal import CKernels

/// What tells one set of convolution primitives from another.
struct ConvolutionKey: Hashable {
    var input: Shape
    var weight: Shape
    var output: Shape
    var geometry: ConvolutionGeometry
    var inputIsPlain: Bool
    var hasBias: Bool
    var addsResidual = false
    var rectifies = false
    /// Of the activations.
    var scalarType: ScalarType
}

/// oneDNN's primitives for one convolution, destroyed with this.
final class ConvolutionPrimitives {
    let handle: OpaquePointer
    private let owner: ContextOwner

    init?(_ key: ConvolutionKey, owner: ContextOwner) {
        var shape = ballast_convolution_shape(
            images: Int64(key.input[0]), input_channels: Int64(key.input[1]), input_height: Int64(key.input[2]),
            input_width: Int64(key.input[3]), output_channels: Int64(key.output[1]),
            output_height: Int64(key.output[2]), output_width: Int64(key.output[3]),
            kernel_height: Int64(key.weight[2]), kernel_width: Int64(key.weight[3]),
            stride: Int64(key.geometry.stride), padding: Int64(key.geometry.padding),
            plain_input: key.inputIsPlain ? 1 : 0, has_bias: key.hasBias ? 1 : 0,
            adds_residual: key.addsResidual ? 1 : 0, rectifies: key.rectifies ? 1 : 0,
            element: ballast_element(key.scalarType))
        guard let handle = ballast_convolution_create(owner.context, &shape) else { return nil }
        self.handle = handle
        self.owner = owner
    }

    deinit { ballast_convolution_destroy(handle) }

    /// Bytes of scratch memory that a pass needs; nil if oneDNN has no implementation of it.
    func prepare(_ pass: ballast_convolution_pass) -> Int? {
        var byteCount = 0
        return ballast_convolution_prepare(handle, pass, &byteCount) == 0 ? byteCount : nil
    }
}
