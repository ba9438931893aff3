import BallastTensor
import TestSupport
import Testing

/// Network operations on the accelerated device against the reference loops, over shapes that do not suit the layout.
@Suite struct AcceleratedNetworkTests {
    struct ConvolutionCase: Sendable, CustomTestStringConvertible {
        var images = 2
        var input: Int
        var output: Int
        var extent: (Int, Int) = (7, 6)
        var kernel: (Int, Int) = (3, 3)
        var stride = 1
        var padding = 1
        var bias = false

        var testDescription: String {
            "\(images)×\(input)→\(output), \(extent), kernel \(kernel), stride \(stride), padding \(padding)"
        }
    }

    static let convolutions: [ConvolutionCase] =
        [1, 2, 3, 4, 5, 8, 9, 16, 17, 20].flatMap { input in
            [1, 6, 8, 13, 16].map { ConvolutionCase(input: input, output: $0, bias: input % 2 == 0) }
        } + [
            ConvolutionCase(images: 1, input: 3, output: 16, extent: (32, 32)),
            ConvolutionCase(images: 1, input: 16, output: 16, extent: (1, 1)),
            ConvolutionCase(input: 16, output: 32, extent: (8, 8), stride: 2),
            ConvolutionCase(input: 16, output: 32, extent: (7, 5), stride: 2),
            ConvolutionCase(input: 16, output: 32, extent: (8, 8), kernel: (1, 1), stride: 2, padding: 0),
            ConvolutionCase(input: 8, output: 8, kernel: (1, 1), padding: 0, bias: true),
            ConvolutionCase(input: 3, output: 8, kernel: (1, 1), padding: 0),
            ConvolutionCase(input: 1, output: 20, extent: (12, 12), kernel: (5, 5), padding: 0, bias: true),
            ConvolutionCase(input: 6, output: 7, extent: (9, 11), kernel: (3, 5), stride: 3, padding: 2),
            ConvolutionCase(input: 4, output: 4, extent: (3, 3), kernel: (3, 3), padding: 3),
            ConvolutionCase(input: 8, output: 8, extent: (2, 2), kernel: (1, 1), padding: 2),
            ConvolutionCase(input: 5, output: 3, extent: (4, 4), kernel: (2, 2), stride: 2, padding: 0),
        ]
        // Wide enough for Winograd's algorithm where the library has it.
        + [(1, 1), (4, 4), (5, 9), (8, 8), (13, 6)].flatMap { extent in
            [(32, 32), (33, 40), (64, 25), (48, 64)].map {
                ConvolutionCase(images: 3, input: $0.0, output: $0.1, extent: extent, bias: $0.0 == 33)
            }
        } + [0, 2].map { ConvolutionCase(input: 32, output: 32, extent: (6, 7), padding: $0) }

    private func tensor(_ shape: [Int], _ salt: Int, on device: Device, _ scalarType: ScalarType) -> Tensor {
        Tensor(OperationCase.Input(shape).numbers(salt: salt), scalarType, on: device)
    }

    /// Output and gradients of the inputs, in float32 on the accelerated device and in float64 on the reference.
    private func compare(
        _ shapes: [[Int]], absolute: Double = 2e-6, sourceLocation: SourceLocation = #_sourceLocation,
        _ function: ([Tensor]) -> Tensor
    ) {
        func evaluate(on device: Device, _ scalarType: ScalarType) -> [Tensor?] {
            let inputs = shapes.enumerated().map { tensor($1, $0, on: device, scalarType).tracked() }
            let output = function(inputs)
            output.backward(tensor(Array(output.shape), 99, on: device, scalarType))
            return [output] + inputs.map(\.gradient)
        }
        let actual = evaluate(on: .cpu(), .float32)
        let expected = evaluate(on: .reference(), .float64)
        for (position, pair) in zip(actual, expected).enumerated() {
            expectClose(
                pair.0?.floats() ?? [], pair.1?.doubles() ?? [], relative: 2e-6, absolute: absolute,
                shape: pair.1.map { Array($0.shape) }, position == 0 ? "output" : "gradient \(position - 1)",
                sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: convolutions) func convolution(_ c: ConvolutionCase) {
        var shapes = [
            [c.images, c.input, c.extent.0, c.extent.1], [c.output, c.input, c.kernel.0, c.kernel.1],
        ]
        if c.bias { shapes.append([c.output]) }
        // Sums of as many products of numbers up to 2.
        let terms = max(c.input * c.kernel.0 * c.kernel.1, c.images * c.extent.0 * c.extent.1)
        // Winograd's transforms multiply the rounding of the largest term by about four.
        let rounding = c.kernel == (3, 3) && c.stride == 1 ? 1.6e-6 : 4e-7
        compare(shapes, absolute: rounding * Double(terms)) { inputs in
            Tensor.conv2d(
                inputs[0], weight: inputs[1], bias: c.bias ? inputs[2] : nil, stride: c.stride, padding: c.padding)
        }
    }

    /// A weight gradient is formed without one for the bias, and the other way round.
    @Test(arguments: [[0], [1], [2], [0, 2], [1, 2]]) func convolutionOfSomeTrackedOperands(_ tracked: [Int]) {
        func gradients(on device: Device, _ scalarType: ScalarType) -> [[Double]?] {
            let inputs = [[2, 5, 4, 4], [6, 5, 3, 3], [6]].enumerated().map { position, shape in
                let value = tensor(shape, position, on: device, scalarType)
                return tracked.contains(position) ? value.tracked() : value
            }
            Tensor.conv2d(inputs[0], weight: inputs[1], bias: inputs[2], padding: 1).backward()
            return inputs.map { $0.gradient?.doubles() }
        }
        for (actual, expected) in zip(gradients(on: .cpu(), .float32), gradients(on: .reference(), .float64)) {
            #expect((actual == nil) == (expected == nil))
            expectClose(actual ?? [], expected ?? [], relative: 2e-6, absolute: 2e-5)
        }
    }

    @Test(
        arguments: [
            [4, 3, 5, 4], [2, 8, 3, 3], [3, 16, 8, 8], [2, 21, 2, 3], [1, 5, 4, 4], [8, 6], [33, 17], [1, 4],
        ],
        [(true, false, false), (true, true, false), (true, true, true), (true, false, true), (false, true, true)])
    func batchNormalization(_ shape: [Int], _ options: (training: Bool, relu: Bool, residual: Bool)) {
        let channels = shape[1]
        var statistics: [[Double]] = []
        compare([shape, [channels], [channels], shape], absolute: 3e-5) { (inputs: [Tensor]) -> Tensor in
            let device = inputs[0].device
            let scalarType = inputs[0].scalarType
            let mean = Buffer(path: "mean", value: tensor([channels], 7, on: device, scalarType))
            let spread: Tensor = tensor([channels], 8, on: device, scalarType).square() + 0.5
            let variance = Buffer(path: "variance", value: spread)
            // Away from 0, where a rectifier's choice would hang on rounding.
            let input: Tensor = inputs[0] * 3 + 10
            let shift: Tensor = inputs[2] + 0.317
            let residual: Tensor? = options.residual ? inputs[3] * 1.13 : nil
            let output = Tensor.batchNorm(
                input, scale: inputs[1], shift: shift, running: (mean, variance), training: options.training,
                momentum: 0.3, epsilon: 1e-3, adding: residual, relu: options.relu)
            statistics.append(mean.value.doubles())
            statistics.append(variance.value.doubles())
            return output
        }
        expectClose(statistics[0], statistics[2], relative: 1e-6, absolute: 1e-6)
        expectClose(statistics[1], statistics[3], relative: 1e-5, absolute: 1e-6)
    }

    /// The variance of numbers far from 0 keeps its digits.
    @Test func batchNormalizationOfLargeMeans() {
        let values: [Float] = (0..<3600).map { (position: Int) -> Float in 4096 + Float(position * 37 % 64) }
        let device = Device.cpu()
        func variance(_ device: Device, _ scalarType: ScalarType) -> [Double] {
            let input = Tensor(values, shape: [16, 9, 5, 5], scalarType: scalarType, on: device)
            let mean = Tensor(zeros: [9], scalarType: scalarType, on: device)
            let variance = Tensor(zeros: [9], scalarType: scalarType, on: device)
            device.backend.channelMoments(input.activations(of: scalarType), mean: mean, variance: variance)
            return mean.doubles() + variance.doubles()
        }
        expectClose(variance(device, .float32), variance(.reference(), .float64), relative: 1e-6)
    }

    @Test(arguments: [[2, 3, 6, 8], [1, 8, 7, 7], [2, 17, 5, 6]], [(2, 2, 0), (3, 2, 1), (3, 1, 1), (2, 1, 0)])
    func pooling(_ shape: [Int], _ window: (size: Int, stride: Int, padding: Int)) {
        compare([shape]) {
            Tensor.maxPool2d($0[0], kernel: window.size, stride: window.stride, padding: window.padding)
        }
        for countsPadding in [false, true] {
            compare([shape]) {
                Tensor.averagePool2d(
                    $0[0], kernel: window.size, stride: window.stride, padding: window.padding,
                    countsPadding: countsPadding)
            }
        }
        compare([shape]) { Tensor.globalAveragePool2d($0[0]) }
    }

    @Test(arguments: [(8, 16), (8, 24), (16, 32), (3, 6), (5, 12), (16, 16), (20, 40)], [(8, 8), (7, 5), (1, 1)])
    func shortcuts(_ channels: (Int, Int), _ extents: (Int, Int)) {
        for reduction in ShortcutReduction.allCases {
            compare([[2, channels.0, extents.0, extents.1]]) {
                Tensor.shortcut($0[0], channels: channels.1, by: reduction)
            }
        }
    }

    @Test func dropoutDropsTheSameElementsEverywhere() {
        for device in [Device.cpu(threads: 1), .cpu(threads: 2), .reference()] {
            let input = Tensor(filledWith: 3, shape: [100, 700], on: device).tracked()
            let output = Tensor.dropout(input, rate: 0.25, key: 12345)
            let values = output.floats()
            #expect(Set(values) == [0, 4])
            let kept = values.count { $0 != 0 }
            // Five standard deviations of a binomial.
            #expect(abs(Double(kept) - 52_500) < 5 * (70_000 * 0.25 * 0.75).squareRoot())
            #expect(
                values
                    == Tensor.dropout(
                        Tensor(filledWith: 3, shape: [100, 700], on: .reference()), rate: 0.25, key: 12345
                    ).floats())
            #expect(values != Tensor.dropout(input, rate: 0.25, key: 12346).floats())
            output.backward()
            #expect(input.gradient?.floats() == values.map { $0 / 3 })
        }
        let input = Tensor(filledWith: 3, shape: [4], on: .cpu())
        #expect(Tensor.dropout(input, rate: 0, key: 1).floats() == [3, 3, 3, 3])
    }

    /// A gradient reaches an image, and operations that leave the layout in between do no harm.
    @Test func layoutsMixFreely() {
        compare([[2, 3, 6, 6], [12, 3, 3, 3], [5, 12, 3, 3]], absolute: 2e-4) { inputs in
            let hidden = Tensor.conv2d(inputs[0], weight: inputs[1], padding: 1)
            let shifted = (hidden + 0.25).tanh() * hidden
            return Tensor.conv2d(shifted, weight: inputs[2], stride: 2, padding: 1).flattened().sum(axis: 1)
        }
    }
}
