import BallastTensor
import TestSupport
import Testing

/// A convolution that holds the normalisation behind it against the two one after the other.
@Suite struct FoldedConvolutionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var input: Int
        var output: Int
        var extent = 8
        var kernel = 3
        var stride = 1
        var padding = 1
        var testDescription: String { "\(input)→\(output), \(extent), kernel \(kernel), stride \(stride)" }
    }

    static let cases = [
        Case(input: 3, output: 16), Case(input: 16, output: 16), Case(input: 32, output: 32, extent: 7),
        Case(input: 64, output: 64), Case(input: 16, output: 32, stride: 2), Case(input: 5, output: 7, extent: 9),
        Case(input: 16, output: 32, kernel: 1, stride: 2, padding: 0),
    ]

    private func tensor(_ shape: [Int], _ salt: Int, on device: Device, _ type: ScalarType) -> Tensor {
        Tensor(OperationCase.Input(shape).numbers(salt: salt), type, on: device)
    }

    /// Both ways, on one device.
    private func evaluate(
        _ c: Case, on device: Device, _ type: ScalarType, bias: Bool, residual: Bool, relu: Bool
    ) -> (folded: Tensor, apart: Tensor) {
        let parameterType = type.parameterType
        func vector(_ salt: Int) -> Tensor { tensor([c.output], salt, on: device, parameterType) }
        let images = tensor([2, c.input, c.extent, c.extent], 1, on: device, parameterType).activations(of: type)
        let weight = tensor([c.output, c.input, c.kernel, c.kernel], 2, on: device, parameterType)
        let running = (
            mean: Buffer(path: "mean", value: vector(3)),
            variance: Buffer(path: "variance", value: vector(4).square() + 0.5)
        )
        let offset = bias ? vector(5) : nil
        return device.withoutRecording {
            let plain = Tensor.conv2d(images, weight: weight, bias: offset, stride: c.stride, padding: c.padding)
            let added =
                residual
                ? tensor(Array(plain.shape), 6, on: device, parameterType).activations(of: type) : nil
            return (
                Tensor.foldedConv2d(
                    images, weight: weight, bias: offset, stride: c.stride, padding: c.padding, scale: vector(7),
                    shift: vector(8), running: running, epsilon: 1e-3, adding: added, relu: relu),
                Tensor.batchNorm(
                    plain, scale: vector(7), shift: vector(8), running: running, training: false, epsilon: 1e-3,
                    adding: added, relu: relu)
            )
        }
    }

    @Test(arguments: cases, [(false, false, false), (true, false, true), (false, true, true), (true, true, false)])
    func givesWhatTheTwoGive(_ c: Case, _ options: (bias: Bool, residual: Bool, relu: Bool)) {
        let (bias, residual, relu) = options
        let reference = evaluate(c, on: .reference(), .float64, bias: bias, residual: residual, relu: relu)
        expectClose(reference.folded.doubles(), reference.apart.doubles(), relative: 1e-12, absolute: 1e-12)
        // Sums of as many products of numbers up to 2; Winograd's transforms amplify the rounding.
        let terms = Double(c.input * c.kernel * c.kernel)
        for threads in [1, 2] {
            let device = Device.cpu(threads: threads)
            let result = evaluate(c, on: device, .float32, bias: bias, residual: residual, relu: relu)
            expectClose(
                result.folded.doubles(), reference.folded.doubles(), relative: 1e-5, absolute: 2e-6 * terms,
                shape: Array(reference.folded.shape))
            guard device.multipliesBFloat16 else { continue }
            let rounded = evaluate(c, on: device, .bfloat16, bias: bias, residual: residual, relu: relu)
            expectClose(
                rounded.folded.doubles(), reference.folded.doubles(), relative: 0x1p-6,
                absolute: 0x1p-6 * terms.squareRoot())
        }
    }

    /// The padding of a layout stays 0 whatever the offsets of the channels are, so that the next layer reads no more.
    @Test(arguments: [ScalarType.float32, .bfloat16]) func paddingStaysZero(type: ScalarType) {
        let device = Device.cpu()
        guard type == .float32 || device.multipliesBFloat16 else { return }
        let folded = evaluate(Case(input: 5, output: 7), on: device, type, bias: true, residual: true, relu: false)
            .folded
        let (count, size) = folded.layout.blocks(of: 7)
        #expect(count * size > 7)
        let everything = folded.cast(to: .float32)
        let elements = UnsafeBufferPointer(start: everything.pointer(as: Float.self), count: everything.storedCount)
        #expect(elements.count { $0 != 0 } <= folded.count)
        for (position, element) in elements.enumerated() where position % size >= 7 { #expect(element == 0) }
    }

    /// A second pass over the same shapes creates and allocates nothing, and nothing is recorded.
    @Test func theSecondPassCreatesNothing() {
        let device = Device.cpu()
        let c = Case(input: 16, output: 16)
        for _ in 0..<2 { _ = evaluate(c, on: device, .float32, bias: false, residual: true, relu: true) }
        let before = device.statistics
        _ = evaluate(c, on: device, .float32, bias: false, residual: true, relu: true)
        #expect(device.statistics.primitivesCreated == before.primitivesCreated)
        #expect(device.statistics.storageAllocations == before.storageAllocations)
        #expect(device.statistics.nodes == before.nodes)
    }
}
