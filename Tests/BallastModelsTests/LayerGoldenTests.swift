import Ballast
import TestSupport
import Testing

/// Layers made from configurations, forward and backward beside PyTorch's.
@Suite struct LayerGoldenTests {
    private static let golden = "layers"

    private func cases(_ family: String) throws -> [(name: String, golden: Golden)] {
        let group = try Golden(Self.golden).group(family)
        return try group.groupNames.map { ($0, try group.group($0)) }
    }

    /// The shape of one example of a batch.
    private func exampleShape(_ batch: Tensor) -> Shape { Shape(batch.shape.dropFirst()) }

    private func expect(
        _ tensor: Tensor?, _ golden: Golden, _ name: String, _ label: String, absolute: Double = 4e-6
    ) throws {
        let tensor = try #require(tensor)
        expectClose(
            tensor.doubles(), shape: Array(tensor.shape), try golden.floats(name), relative: 1e-5, absolute: absolute,
            "\(label) \(name)")
    }

    @Test(arguments: TestDevice.allCases)
    func linear(_ device: TestDevice) throws {
        for (name, golden) in try cases("linear") {
            let fixtures = try ModelFixtures(device: device.make())
            let input = try fixtures.tensor(golden, "input").tracked()
            let (width, bias) = (try golden.integer("out_features"), try golden.integer("bias") == 1)
            let layer = try fixtures.layer(
                "{type: linear, width: \(width), bias: \(bias)}", input: exampleShape(input))
            try fixtures.load(golden)
            let output = layer(input, .evaluation)
            output.backward(try fixtures.tensor(golden, "grad_output"))
            #expect(exampleShape(output) == layer.outputShape)
            try expect(output, golden, "output", name)
            try expect(input.gradient, golden, "grad_input", name)
            for parameter in fixtures.store.parameters {
                try expect(parameter.gradient, golden, "grad_\(parameter.path)", name)
            }
            #expect(fixtures.store.parameters.count == (bias ? 2 : 1))
        }
    }

    @Test(arguments: TestDevice.allCases)
    func conv2d(_ device: TestDevice) throws {
        // Winograd's algorithm rounds sums of up to some tens a little more coarsely.
        let tolerance = device == .accelerated ? 3e-5 : 4e-6
        for (name, golden) in try cases("conv2d") {
            let fixtures = try ModelFixtures(device: device.make())
            let input = try fixtures.tensor(golden, "input").tracked()
            let bias = try golden.integer("bias") == 1
            let layer = try fixtures.layer(
                """
                {type: conv2d, channels: \(golden.integer("out_channels")), kernel: \(golden.integer("kernel_size")), \
                stride: \(golden.integer("stride")), padding: \(golden.integer("padding")), bias: \(bias)}
                """, input: exampleShape(input))
            try fixtures.load(golden)
            let output = layer(input, .evaluation)
            output.backward(try fixtures.tensor(golden, "grad_output"))
            #expect(exampleShape(output) == layer.outputShape)
            try expect(output, golden, "output", name, absolute: tolerance)
            try expect(input.gradient, golden, "grad_input", name, absolute: tolerance)
            for parameter in fixtures.store.parameters {
                try expect(parameter.gradient, golden, "grad_\(parameter.path)", name, absolute: tolerance)
            }
        }
    }

    @Test(arguments: TestDevice.allCases, ["batchnorm1d", "batchnorm2d"])
    func batchNorm(_ device: TestDevice, _ family: String) throws {
        for (name, golden) in try cases(family) {
            let fixtures = try ModelFixtures(device: device.make())
            let batches = try golden.floats("train_inputs")
            let shape = Shape(batches.shape.dropFirst())
            let layer = try fixtures.layer(
                "{type: batch_norm, momentum: \(golden.number("momentum")), epsilon: \(golden.number("eps"))}",
                input: Shape(shape.dropFirst()))
            try fixtures.load(golden.withoutRunningStatistics)

            for step in 0..<batches.shape[0] {
                for parameter in fixtures.store.parameters { parameter.clearGradient() }
                let input = Tensor(batches[row: step].values, shape: shape, on: fixtures.device).tracked()
                let output = layer(input, .training(seed: 0))
                expectClose(
                    output.doubles(), try golden.floats("train_outputs")[row: step].values, relative: 1e-5,
                    absolute: 2e-6)
                for buffer in fixtures.store.buffers {
                    expectClose(
                        buffer.value.doubles(), try golden.floats(buffer.path)[row: step].values, relative: 1e-5,
                        absolute: 1e-6, "\(name) \(buffer.path) after step \(step)")
                }
                guard step == batches.shape[0] - 1 else { continue }
                output.backward(try fixtures.tensor(golden, "train_grad_output"))
                try expect(input.gradient, golden, "train_grad_input", name)
                for parameter in fixtures.store.parameters {
                    try expect(parameter.gradient, golden, "train_grad_\(parameter.path)", name)
                }
            }

            for parameter in fixtures.store.parameters { parameter.clearGradient() }
            let input = try fixtures.tensor(golden, "eval_input").tracked()
            let output = layer(input, .evaluation)
            output.backward(try fixtures.tensor(golden, "eval_grad_output"))
            try expect(output, golden, "eval_output", name)
            try expect(input.gradient, golden, "eval_grad_input", name)
            for parameter in fixtures.store.parameters {
                try expect(parameter.gradient, golden, "eval_grad_\(parameter.path)", name)
            }
        }
    }

    @Test(arguments: TestDevice.allCases, ["maxpool2d", "avgpool2d", "global_average_pool"])
    func pooling(_ device: TestDevice, _ family: String) throws {
        for (name, golden) in try cases(family) {
            let fixtures = try ModelFixtures(device: device.make())
            let input = try fixtures.tensor(golden, "input").tracked()
            var settings = ""
            if family != "global_average_pool" {
                settings =
                    try ", size: \(golden.integer("kernel_size")), stride: \(golden.integer("stride"))"
                    + ", padding: \(golden.integer("padding"))"
            }
            if family == "avgpool2d" {
                settings += try ", count_padding: \(golden.integer("count_include_pad") == 1)"
            }
            let type = ["maxpool2d": "max_pool", "avgpool2d": "average_pool"][family] ?? family
            let layer = try fixtures.layer("{type: \(type)\(settings)}", input: exampleShape(input))
            let output = layer(input, .evaluation)
            output.backward(try fixtures.tensor(golden, "grad_output"))
            #expect(exampleShape(output) == layer.outputShape)
            try expect(output, golden, "output", name)
            try expect(input.gradient, golden, "grad_input", name)
        }
    }

    @Test(arguments: TestDevice.allCases)
    func residualBlock(_ device: TestDevice) throws {
        // Winograd's algorithm rounds sums of up to some tens a little more coarsely.
        let tolerance = device == .accelerated ? 3e-5 : 4e-6
        for (name, golden) in try cases("residual_block") {
            let fixtures = try ModelFixtures(device: device.make())
            let input = try fixtures.tensor(golden, "input").tracked()
            let kind = try golden.text("shortcut")
            let isTraining = try golden.integer("train") == 1
            let layer = try fixtures.layer(
                """
                {type: residual_block, channels: \(golden.integer("planes")), stride: \(golden.integer("stride")), \
                shortcut: \(kind == "identity" ? "subsample" : kind)}
                """, input: exampleShape(input))
            try fixtures.load(golden.group("initial"))
            let output = layer(input, isTraining ? .training(seed: 0) : .evaluation)
            output.backward(try fixtures.tensor(golden, "grad_output"))
            #expect(exampleShape(output) == layer.outputShape)
            try expect(output, golden, "output", name, absolute: tolerance)
            try expect(input.gradient, golden, "grad_input", name, absolute: tolerance)
            #expect(try golden.group("grad").datasetNames == fixtures.store.parameters.map(\.path).sorted())
            for parameter in fixtures.store.parameters {
                try expect(parameter.gradient, golden, "grad/\(parameter.path)", name, absolute: tolerance)
            }
            for buffer in fixtures.store.buffers where isTraining {
                try expect(buffer.value, golden, "after/\(buffer.path)", name, absolute: tolerance)
            }
        }
    }
}

extension Golden {
    /// The group as one whose running statistics are those after each step, not those at the start, and so are not loaded.
    fileprivate var withoutRunningStatistics: ParametersOnly { ParametersOnly(golden: self) }
}

private struct ParametersOnly {
    let golden: Golden
}

extension ModelFixtures {
    fileprivate func load(_ source: ParametersOnly) throws {
        for parameter in store.parameters { parameter.assign(try tensor(source.golden, parameter.path)) }
    }
}
