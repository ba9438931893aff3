import Ballast
import TestSupport
import Testing

/// Thirty steps of every optimizer on two problems, beside PyTorch's, once all in float32 and once all in float64.
@Suite struct OptimizerGoldenTests {
    @Test(
        arguments: ["quadratic", "mlp"],
        [
            "adagrad", "adagrad_initial_accumulator", "adagrad_lr_decay", "adam", "adam_amsgrad", "adam_betas_eps",
            "adam_weight_decay", "adamw", "adamw_weight_decay", "rmsprop", "rmsprop_centered", "rmsprop_momentum",
            "sgd", "sgd_dampening", "sgd_momentum", "sgd_nesterov", "sgd_nesterov_weight_decay", "sgd_scheduled",
            "sgd_weight_decay",
        ])
    func trajectory(problem name: String, optimizer: String) throws {
        let golden = try Golden("optimizers").group(name)
        let expected = try golden.group(optimizer)
        let double = try expected.doubles("parameters_f64")
        let float = try expected.doubles("parameters_f32")

        let run = try run(golden, expected, .float64, name)
        expectClose(run.parameters, double.values, relative: 1e-11, absolute: 1e-14, shape: double.shape)
        expectClose(run.losses, try expected.doubles("loss_f64").values, relative: 1e-11, absolute: 1e-14)
        var compared = 0
        for (state, value) in run.state {
            expectClose(
                value, try expected.doubles("state_\(state)_f64").values, relative: 1e-11, absolute: 1e-16, state)
            compared += 1
        }
        #expect(compared == (try expected.datasetNames.count { $0.hasPrefix("state_") }))

        // Float32 sums in another order may be as far from PyTorch's float32 as that is from float64, and a few times more.
        let distance = zip(double.values, float.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
        let single = try self.run(golden, expected, .float32, name)
        expectClose(single.parameters, float.values, relative: 1e-6, absolute: 4 * distance, shape: float.shape)
    }

    @Test func everyGoldenIsCovered() throws {
        let groups = try Golden("optimizers").group("mlp").groupNames
        #expect(groups.count == 19)
        #expect(try Golden("optimizers").group("quadratic").groupNames == groups)
    }

    private struct Run {
        /// The flattened parameters before the first and after every step.
        var parameters: [Double] = []
        var losses: [Double] = []
        var state: [(String, [Double])] = []
    }

    private func run(_ golden: Golden, _ expected: Golden, _ type: ScalarType, _ name: String) throws -> Run {
        let device = Device.reference()
        let problem: any Problem =
            name == "quadratic" ? try Quadratic(golden, type, device) : try Perceptron(golden, type, device)
        let rates = try expected.contains("lr_per_step") ? expected.doubles("lr_per_step").values : nil
        let optimizer = try OptimizerSettings.optimizer(of: expected)
        let updater = ParameterUpdater(
            optimizer: optimizer, schedule: try rates.map { try ListedFactors($0.map { $0 / optimizer.learningRate }) },
            model: problem.parameters)
        var run = Run(parameters: problem.parameters.flatMap { $0.value.doubles() })
        for step in 0..<30 {
            updater.clearGradients()
            let loss = problem.loss()
            loss.backward()
            run.losses.append(loss.item())
            updater.update(at: TrainingPosition(step: step, epoch: 0))
            run.parameters += problem.parameters.flatMap { $0.value.doubles() }
        }
        let state = updater.exportState()
        for description in optimizer.stateDescriptions {
            let arrays = problem.parameters.compactMap { parameter in
                state.first { $0.name == "model/\(parameter.path)/\(description.name)" }?.value.doubles()
            }
            #expect(arrays.count == problem.parameters.count)
            run.state.append((description.name, arrays.flatMap { $0 }))
        }
        return run
    }
}

/// Builds an optimizer by its registered name from the attributes of a golden's group, so that names of settings and
/// defaults are tested too.
private enum OptimizerSettings {
    static let keys = [
        "lr": "learning_rate", "weight_decay": "weight_decay", "momentum": "momentum", "dampening": "dampening",
        "beta1": "beta1", "beta2": "beta2", "eps": "epsilon", "alpha": "smoothing", "lr_decay": "rate_decay",
        "initial_accumulator_value": "initial_accumulator",
    ]
    static let flags = ["nesterov": "nesterov", "amsgrad": "amsgrad", "centered": "centered"]

    static func optimizer(of golden: Golden) throws -> any Optimizer {
        var entries: [ConfigEntry] = []
        for (attribute, key) in keys where try golden.hasAttribute(attribute) {
            entries.append(ConfigEntry(key: key, value: .number(try golden.number(attribute))))
        }
        for (attribute, key) in flags where try golden.hasAttribute(attribute) {
            entries.append(ConfigEntry(key: key, value: .boolean(try golden.integer(attribute) == 1)))
        }
        var registry = Registry<any Optimizer, Void>(kind: "optimizer")
        try registry.registerStandardOptimizers()
        let name = try golden.text("optimizer").lowercased()
        return try registry.build(ComponentReference(name, settings: ConfigNode(.mapping(entries))), context: ())
    }
}

private protocol Problem {
    var parameters: [Parameter] { get }
    func loss() -> Tensor
}

/// ½ xᵀAx − bᵀx.
private struct Quadratic: Problem {
    let parameters: [Parameter]
    private let matrix: Tensor
    private let vector: Tensor

    init(_ golden: Golden, _ type: ScalarType, _ device: Device) throws {
        func tensor(_ name: String, _ shape: Shape) throws -> Tensor {
            Tensor(try golden.doubles(name).values, shape: shape, scalarType: type, on: device)
        }
        matrix = try tensor("A", [6, 6])
        vector = try tensor("b", [1, 6])
        parameters = [Parameter(path: "x", role: .weight, value: try tensor("x0", [1, 6]))]
    }

    func loss() -> Tensor {
        let x = parameters[0].value
        return (x * x.matmul(matrix)).sum() * 0.5 - (x * vector).sum()
    }
}

/// Mean softmax cross-entropy of relu(x W1ᵀ + b1) W2ᵀ + b2.
private struct Perceptron: Problem {
    let parameters: [Parameter]
    private let input: Tensor
    private let labels: Labels

    init(_ golden: Golden, _ type: ScalarType, _ device: Device) throws {
        func tensor(_ name: String) throws -> Tensor {
            let array = try golden.doubles(name)
            return Tensor(array.values, shape: Shape(array.shape), scalarType: type, on: device)
        }
        parameters = try ["W1", "b1", "W2", "b2"].map {
            Parameter(path: $0, role: $0.hasPrefix("b") ? .bias : .weight, value: try tensor($0))
        }
        input = try tensor("x")
        labels = Labels(try golden.int32s("labels").values, bound: 2)
    }

    func loss() -> Tensor {
        let hidden = linear(input, weight: parameters[0].value, bias: parameters[1].value).relu()
        let logits = linear(hidden, weight: parameters[2].value, bias: parameters[3].value)
        return -logits.logSoftmax().picked(labels).mean()
    }
}
