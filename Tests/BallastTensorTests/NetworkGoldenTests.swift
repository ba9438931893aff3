import BallastTensor
import TestSupport
import Testing

/// Forward and backward passes of the network operations against PyTorch's, on every device.
@Suite struct NetworkGoldenTests {
    /// Tolerance of a float32 sum formed in another order.
    static let relative = 1e-5
    static let absolute = 5e-6
    /// Winograd's algorithm rounds sums of up to some tens a little more coarsely.
    static let convolutionAbsolute = 3e-5

    private func expect(
        _ actual: Tensor?, _ golden: Golden, _ name: String, _ label: String, absolute: Double = absolute,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let expected = try golden.floats(name)
        let tensor = try #require(actual, "\(label) is missing", sourceLocation: sourceLocation)
        #expect(Array(tensor.shape) == expected.shape, "\(label)", sourceLocation: sourceLocation)
        expectClose(
            tensor.floats(), expected.values, relative: Self.relative, absolute: absolute,
            shape: expected.shape, label, sourceLocation: sourceLocation)
    }

    /// The tracked tensor of a dataset.
    private func leaf(_ golden: Golden, _ name: String, on device: Device) throws -> Tensor {
        try constant(golden, name, on: device).tracked()
    }

    private func constant(_ golden: Golden, _ name: String, on device: Device) throws -> Tensor {
        let array = try golden.floats(name)
        return Tensor(array.values, shape: Shape(array.shape), on: device)
    }

    /// Runs `operation` on every case of a family, and compares the output and the gradient of the input.
    private func checkUnary(
        _ family: String, on device: Device, _ operation: (Golden, Tensor) throws -> Tensor
    ) throws {
        let cases = try Golden("layers").group(family)
        for name in try cases.groupNames {
            let golden = try cases.group(name)
            let input = try leaf(golden, "input", on: device)
            let output = try operation(golden, input)
            try expect(output, golden, "output", "\(family)/\(name) output")
            output.backward(try constant(golden, "grad_output", on: device))
            try expect(input.gradient, golden, "grad_input", "\(family)/\(name) grad_input")
        }
    }

    @Test(arguments: TestDevice.allCases)
    func convolution(_ kind: TestDevice) throws {
        let device = kind.make()
        let tolerance = kind == .accelerated ? Self.convolutionAbsolute : Self.absolute
        let cases = try Golden("layers").group("conv2d")
        for name in try cases.groupNames {
            let golden = try cases.group(name)
            let input = try leaf(golden, "input", on: device)
            let weight = try leaf(golden, "weight", on: device)
            let bias = try golden.contains("bias") ? leaf(golden, "bias", on: device) : nil
            let output = Tensor.conv2d(
                input, weight: weight, bias: bias, stride: try golden.integer("stride"),
                padding: try golden.integer("padding"))
            try expect(output, golden, "output", "\(name) output", absolute: tolerance)
            output.backward(try constant(golden, "grad_output", on: device))
            try expect(input.gradient, golden, "grad_input", "\(name) grad_input", absolute: tolerance)
            try expect(weight.gradient, golden, "grad_weight", "\(name) grad_weight", absolute: tolerance)
            if let bias { try expect(bias.gradient, golden, "grad_bias", "\(name) grad_bias", absolute: tolerance) }
        }
    }

    @Test(arguments: TestDevice.allCases)
    func maximumPooling(_ kind: TestDevice) throws {
        try checkUnary("maxpool2d", on: kind.make()) { golden, input in
            Tensor.maxPool2d(
                input, kernel: try golden.integer("kernel_size"), stride: try golden.integer("stride"),
                padding: try golden.integer("padding"))
        }
    }

    @Test(arguments: TestDevice.allCases)
    func averagePooling(_ kind: TestDevice) throws {
        try checkUnary("avgpool2d", on: kind.make()) { golden, input in
            Tensor.averagePool2d(
                input, kernel: try golden.integer("kernel_size"), stride: try golden.integer("stride"),
                padding: try golden.integer("padding"),
                countsPadding: try golden.integer("count_include_pad") == 1)
        }
    }

    @Test(arguments: TestDevice.allCases)
    func globalAveragePooling(_ kind: TestDevice) throws {
        try checkUnary("global_average_pool", on: kind.make()) { _, input in Tensor.globalAveragePool2d(input) }
    }

    @Test(arguments: ["batchnorm1d", "batchnorm2d"], TestDevice.allCases)
    func batchNormalization(_ family: String, _ kind: TestDevice) throws {
        let device = kind.make()
        let cases = try Golden("layers").group(family)
        for name in try cases.groupNames {
            try checkBatchNormalization(try cases.group(name), "\(family)/\(name)", on: device)
        }
    }

    private func checkBatchNormalization(_ golden: Golden, _ label: String, on device: Device) throws {
        let channels = try golden.floats("weight").shape[0]
        let mean = Buffer(path: "mean", value: Tensor(zeros: [channels], on: device))
        let variance = Buffer(path: "variance", value: Tensor(filledWith: 1, shape: [channels], on: device))
        let momentum = try golden.number("momentum")
        let epsilon = try golden.number("eps")
        func normalize(_ input: Tensor, _ scale: Tensor, _ shift: Tensor, training: Bool) -> Tensor {
            Tensor.batchNorm(
                input, scale: scale, shift: shift, running: (mean, variance), training: training,
                momentum: momentum, epsilon: epsilon)
        }
        let inputs = try golden.floats("train_inputs")
        let outputs = try golden.floats("train_outputs")
        let (means, variances) = (try golden.floats("running_mean"), try golden.floats("running_var"))
        let shape = Shape(inputs.shape.dropFirst())
        let steps = inputs.shape[0]
        for step in 0..<steps {
            func slice(_ array: [Float], _ count: Int) -> [Float] {
                Array(array[(step * count)..<((step + 1) * count)])
            }
            let input = Tensor(slice(inputs.values, shape.elementCount), shape: shape, on: device).tracked()
            let (scale, shift) = (try leaf(golden, "weight", on: device), try leaf(golden, "bias", on: device))
            let output = normalize(input, scale, shift, training: true)
            expectClose(
                output.floats(), slice(outputs.values, shape.elementCount), relative: Self.relative,
                absolute: Self.absolute, shape: Array(shape), "\(label) step \(step)")
            expectClose(mean.value.floats(), slice(means.values, channels), relative: 1e-6, absolute: 1e-7, label)
            expectClose(variance.value.floats(), slice(variances.values, channels), relative: 1e-6, label)
            guard step == steps - 1 else { continue }
            output.backward(try constant(golden, "train_grad_output", on: device))
            try expect(input.gradient, golden, "train_grad_input", "\(label) train_grad_input")
            try expect(scale.gradient, golden, "train_grad_weight", "\(label) train_grad_weight")
            try expect(shift.gradient, golden, "train_grad_bias", "\(label) train_grad_bias")
        }
        let input = try leaf(golden, "eval_input", on: device)
        let (scale, shift) = (try leaf(golden, "weight", on: device), try leaf(golden, "bias", on: device))
        let output = normalize(input, scale, shift, training: false)
        try expect(output, golden, "eval_output", "\(label) eval_output")
        output.backward(try constant(golden, "eval_grad_output", on: device))
        try expect(input.gradient, golden, "eval_grad_input", "\(label) eval_grad_input")
        try expect(scale.gradient, golden, "eval_grad_weight", "\(label) eval_grad_weight")
        try expect(shift.gradient, golden, "eval_grad_bias", "\(label) eval_grad_bias")
    }

    /// Both ways of writing the end of a block: a separate addRelu, and the residual inside the normalisation.
    @Test(arguments: TestDevice.allCases, [false, true])
    func residualBlock(_ kind: TestDevice, fused: Bool) throws {
        let device = kind.make()
        let tolerance = kind == .accelerated ? Self.convolutionAbsolute : Self.absolute
        let cases = try Golden("layers").group("residual_block")
        for name in try cases.groupNames {
            let golden = try cases.group(name)
            let training = try golden.integer("train") == 1
            let planes = try golden.integer("planes")
            var parameters: [String: Tensor] = [:]
            for parameter in ["conv1.weight", "bn1.weight", "bn1.bias", "conv2.weight", "bn2.weight", "bn2.bias"] {
                parameters[parameter] = try leaf(golden, "initial/\(parameter)", on: device)
            }
            func parameter(_ name: String) throws -> Tensor { try #require(parameters[name]) }
            func statistics(_ name: String) throws -> (mean: Buffer, variance: Buffer) {
                (
                    Buffer(path: name, value: try constant(golden, "initial/\(name).running_mean", on: device)),
                    Buffer(path: name, value: try constant(golden, "initial/\(name).running_var", on: device))
                )
            }
            let (first, second) = (try statistics("bn1"), try statistics("bn2"))
            let input = try leaf(golden, "input", on: device)
            var shortcut = input
            switch try golden.text("shortcut") {
            case "subsample": shortcut = Tensor.shortcut(input, channels: planes, by: .subsampling)
            case "average": shortcut = Tensor.shortcut(input, channels: planes, by: .averaging)
            default: break
            }
            let hidden = Tensor.batchNorm(
                Tensor.conv2d(
                    input, weight: try parameter("conv1.weight"), stride: try golden.integer("stride"), padding: 1),
                scale: try parameter("bn1.weight"), shift: try parameter("bn1.bias"), running: first,
                training: training, relu: true)
            let sum = Tensor.conv2d(hidden, weight: try parameter("conv2.weight"), padding: 1)
            let normalized = Tensor.batchNorm(
                sum, scale: try parameter("bn2.weight"), shift: try parameter("bn2.bias"), running: second,
                training: training, adding: fused ? shortcut : nil, relu: fused)
            let output = fused ? normalized : Tensor.addRelu(normalized, shortcut)
            try expect(output, golden, "output", "\(name) output", absolute: tolerance)
            output.backward(try constant(golden, "grad_output", on: device))
            try expect(input.gradient, golden, "grad_input", "\(name) grad_input", absolute: tolerance)
            for (path, value) in parameters {
                try expect(value.gradient, golden, "grad/\(path)", "\(name) grad/\(path)", absolute: tolerance)
            }
            if training {
                try expect(first.mean.value, golden, "after/bn1.running_mean", "\(name) bn1 mean", absolute: tolerance)
                try expect(
                    first.variance.value, golden, "after/bn1.running_var", "\(name) bn1 variance", absolute: tolerance)
                try expect(second.mean.value, golden, "after/bn2.running_mean", "\(name) bn2 mean", absolute: tolerance)
                try expect(
                    second.variance.value, golden, "after/bn2.running_var", "\(name) bn2 variance", absolute: tolerance)
            }
        }
    }
}
