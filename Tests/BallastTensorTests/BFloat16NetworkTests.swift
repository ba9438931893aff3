import BallastTensor
import TestSupport
import Testing

/// Network operations on bfloat16 activations against the reference loops in float64 on the same, rounded numbers.
@Suite(.enabled(if: Device.cpu().multipliesBFloat16, "the processor does not multiply bfloat16"))
struct BFloat16NetworkTests {
    /// Numbers that bfloat16 holds exactly.
    private func tensor(_ shape: [Int], _ salt: Int, on device: Device, _ scalarType: ScalarType) -> Tensor {
        let numbers = OperationCase.Input(shape).numbers(salt: salt)
        return Tensor(numbers, .float32, on: device).cast(to: .bfloat16).cast(to: scalarType)
    }

    /// Compares output and gradients of inputs, of which the first `activations` are activations and the rest parameters.
    ///
    /// A result of bfloat16 is off by up to 2⁻⁹ of itself, and by as much of what it was computed from.
    private func compare(
        _ shapes: [[Int]], activations: Int = 1, scale: Double = 1,
        sourceLocation: SourceLocation = #_sourceLocation, _ function: ([Tensor]) -> Tensor
    ) {
        func evaluate(on device: Device, _ scalarType: ScalarType) -> (output: Tensor, gradients: [Tensor?]) {
            let leafType = scalarType.parameterType
            let leaves = shapes.enumerated().map { tensor($1, $0, on: device, leafType).tracked() }
            let inputs = leaves.enumerated().map { $0 < activations ? $1.activations(of: scalarType) : $1 }
            let output = function(inputs)
            output.backward(tensor(Array(output.shape), 99, on: device, leafType))
            return (output, leaves.map(\.gradient))
        }
        let actual = evaluate(on: .cpu(), .bfloat16)
        let expected = evaluate(on: .reference(), .float64)
        expectClose(
            actual.output.floats(), expected.output.doubles(), relative: 0x1p-8, absolute: scale * 0x1p-9,
            shape: Array(expected.output.shape), "output", sourceLocation: sourceLocation)
        for (position, pair) in zip(actual.gradients, expected.gradients).enumerated() {
            #expect(pair.0?.scalarType == .float32)
            expectClose(
                pair.0?.floats() ?? [], pair.1?.doubles() ?? [], relative: 0x1p-7, absolute: scale * 0x1p-8,
                shape: pair.1.map { Array($0.shape) }, "gradient \(position)", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: [1, 3, 16, 17, 40]) func layoutsKeepTheirElements(channels: Int) {
        for device in [Device.cpu(), .reference()] {
            let plain = tensor([2, channels, 3, 5], 1, on: device, .float32)
            for type in [ScalarType.float32, .bfloat16] {
                let moved = plain.laidOut(as: .channelsLast, type)
                #expect(moved.scalarType == type)
                #expect(moved.rowMajor().scalarType == .float32)
                #expect(moved.rowMajor().floats() == plain.floats())
                #expect(moved.laidOut(as: .channelBlocked(8), .float32).floats() == plain.floats())
            }
        }
    }

    /// The vectorised conversion rounds as the plain one does, NaN, infinities and halves included.
    @Test func conversionRoundsToTheNearestEven() {
        let special: [Float] = [
            .nan, -.nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1.003_906_25,
            1.011_718_75, Float(bitPattern: 0x7f80_0001), Float(bitPattern: 0xffff_ffff),
        ]
        let values = special + (0..<1000).map { Float(bitPattern: UInt32($0) &* 2_654_435_761) }
        func bits(on device: Device) -> [UInt32] {
            Tensor(values, shape: [values.count], on: device).cast(to: .bfloat16).cast(to: .float32).floats()
                .map { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern }
        }
        #expect(bits(on: .cpu()) == bits(on: .reference()))
    }

    @Test(
        arguments: [
            (3, 16, 8, 3, 1, 1), (16, 16, 8, 3, 1, 1), (16, 32, 8, 3, 2, 1), (32, 64, 7, 3, 2, 1), (20, 24, 6, 1, 1, 0),
            (64, 64, 8, 3, 1, 1), (5, 7, 9, 5, 1, 2), (16, 32, 8, 1, 2, 0),
        ])
    func convolution(_ c: (input: Int, output: Int, extent: Int, kernel: Int, stride: Int, padding: Int)) {
        let shapes = [[3, c.input, c.extent, c.extent], [c.output, c.input, c.kernel, c.kernel], [c.output]]
        let terms = Double(max(c.input, c.output) * c.kernel * c.kernel)
        for hasBias in [false, true] {
            compare(hasBias ? shapes : [shapes[0], shapes[1]], scale: terms.squareRoot()) {
                Tensor.conv2d(
                    $0[0], weight: $0[1], bias: hasBias ? $0[2] : nil, stride: c.stride, padding: c.padding)
            }
        }
    }

    @Test(
        arguments: [[4, 3, 5, 4], [2, 16, 8, 8], [3, 21, 2, 3], [2, 64, 4, 4]],
        [(true, false, false), (true, true, false), (true, true, true), (false, true, true)])
    func batchNormalization(_ shape: [Int], _ options: (training: Bool, relu: Bool, residual: Bool)) {
        let channels = shape[1]
        var statistics: [[Double]] = []
        // Sums over a channel of products of what is rounded.
        let scale = Double(shape[0] * shape[2] * shape[3])
        compare([shape, shape, [channels], [channels]], activations: 2, scale: scale) { inputs in
            let device = inputs[0].device
            func buffer(_ salt: Int) -> Buffer {
                let value = tensor([channels], salt, on: device, inputs[2].scalarType).square() + 0.5
                return Buffer(path: "\(salt)", value: value)
            }
            let running = (mean: buffer(7), variance: buffer(8))
            let output = Tensor.batchNorm(
                inputs[0], scale: inputs[2], shift: inputs[3] + 4, running: running, training: options.training,
                momentum: 0.3, epsilon: 1e-3, adding: options.residual ? inputs[1] : nil, relu: options.relu)
            statistics += [running.mean.value.doubles(), running.variance.value.doubles()]
            // Without a residual the second input would have no gradient on either device.
            return options.residual ? output : output + inputs[1]
        }
        // The inputs are exact, so that the statistics are as precise as those of float32.
        expectClose(statistics[0], statistics[2], relative: 1e-6, absolute: 1e-6)
        expectClose(statistics[1], statistics[3], relative: 1e-5, absolute: 1e-6)
    }

    @Test(arguments: [[2, 3, 6, 8], [2, 17, 5, 6], [1, 48, 4, 4]], [(2, 2, 0), (3, 2, 1), (3, 1, 1)])
    func pooling(_ shape: [Int], _ window: (size: Int, stride: Int, padding: Int)) {
        compare([shape], scale: 4) {
            Tensor.maxPool2d($0[0], kernel: window.size, stride: window.stride, padding: window.padding)
        }
        for countsPadding in [false, true] {
            compare([shape], scale: 4) {
                Tensor.averagePool2d(
                    $0[0], kernel: window.size, stride: window.stride, padding: window.padding,
                    countsPadding: countsPadding)
            }
        }
        compare([shape]) {
            let means = Tensor.globalAveragePool2d($0[0])
            #expect(means.scalarType != .bfloat16, "features are float32")
            return means
        }
    }

    @Test(arguments: [(16, 32), (3, 6), (5, 12), (16, 16), (20, 40)], [(8, 8), (7, 5), (1, 1)])
    func shortcuts(_ channels: (Int, Int), _ extents: (Int, Int)) {
        for reduction in ShortcutReduction.allCases {
            compare([[2, channels.0, extents.0, extents.1]]) {
                Tensor.shortcut($0[0], channels: channels.1, by: reduction)
            }
        }
    }

    /// What is no layer works too: element by element in the layout, or on float32 in row-major order.
    @Test func otherOperations() {
        let shape = [2, 5, 4, 4]
        compare([shape, shape], activations: 2, scale: 8) { Tensor.addRelu($0[0], $0[1]) }
        compare([shape, shape], activations: 2, scale: 8) { ($0[0] + $0[1]).relu() * $0[0] - 0.5 }
        compare([shape, [5, 1, 1]], scale: 8) { ($0[0] * $0[1]).sigmoid() }
        compare([shape], scale: 8) { $0[0].sum(axes: [2, 3]).softmax() }
        compare([shape], scale: 8) { ($0[0].exp() / 2).flattened() }
        compare([shape, shape], activations: 2, scale: 8) { Tensor.concatenate([$0[0], $0[1]], axis: 1) * 2 }
    }

    /// Seeds, and so runs, repeat bit for bit.
    @Test func theSameBitsAgain() {
        func gradients() -> [[Float]] {
            let device = Device.cpu(threads: 2)
            let images = tensor([16, 16, 16, 16], 1, on: device, .float32).tracked()
            let weight = tensor([32, 16, 3, 3], 2, on: device, .float32).tracked()
            Tensor.conv2d(images.activations(of: .bfloat16), weight: weight, padding: 1).square().sum().backward()
            return [images.gradient?.floats() ?? [], weight.gradient?.floats() ?? []]
        }
        let first = gradients()
        #expect(!first[0].isEmpty && !first[1].isEmpty)
        for _ in 0..<3 { #expect(gradients() == first) }
    }
}
