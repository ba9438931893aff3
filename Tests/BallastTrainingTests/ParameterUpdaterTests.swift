import Ballast
import TestSupport
import Testing

@Suite struct ParameterUpdaterTests {
    let device = Device.reference()

    private func parameter(_ path: String, _ values: [Double], _ gradient: [Double]?, role: Parameter.Role = .weight)
        -> Parameter
    {
        let parameter = Parameter(
            path: path, role: role, value: Tensor(values, shape: [values.count], scalarType: .float64, on: device))
        setGradient(parameter, gradient)
        return parameter
    }

    private func setGradient(_ parameter: Parameter, _ gradient: [Double]?) {
        parameter.setGradient(
            gradient.map { Tensor($0, shape: [$0.count], scalarType: .float64, on: device) })
    }

    private func sgd(_ change: (inout SGD.Config) -> Void = { _ in }) -> SGD {
        var config = SGD.Config()
        config.learningRate = 0.5
        change(&config)
        return SGD(config: config)
    }

    private let start = TrainingPosition(step: 0, epoch: 0)

    @Test func exemptsRolesFromWeightDecay() {
        let parameters = Parameter.Role.allCases.map { parameter($0.rawValue, [2], [0], role: $0) }
        let updater = ParameterUpdater(
            optimizer: sgd { $0.weightDecay = 0.1 }, model: parameters,
            policy: UpdatePolicy(weightDecayExempt: [.bias, .normalization]))
        updater.update(at: start)
        let moved = Dictionary(uniqueKeysWithValues: parameters.map { ($0.role, $0.value.doubles()[0]) })
        expectClose(moved[.weight] ?? 0, 1.9, relative: 1e-15)
        expectClose(moved[.loss] ?? 0, 1.9, relative: 1e-15)
        #expect(moved[.bias] == 2)
        #expect(moved[.normalization] == 2)
    }

    @Test func movesLossParametersAtTheirOwnRate() {
        let (model, loss) = (parameter("w", [1], [1]), parameter("anchors", [1], [1], role: .loss))
        let updater = ParameterUpdater(
            optimizer: sgd(), model: [model], loss: [loss], policy: UpdatePolicy(lossRateFactor: 0.1))
        let summary = updater.update(at: start)
        #expect(summary.learningRate == 0.5)
        #expect(model.value.doubles() == [0.5])
        expectClose(loss.value.doubles(), [0.95], relative: 1e-15)
    }

    @Test func multipliesTheRateByTheSchedule() throws {
        let weight = parameter("w", [1], [1])
        let updater = ParameterUpdater(
            optimizer: sgd(), schedule: try ListedFactors([1, 0.5]), model: [weight])
        #expect(updater.update(at: TrainingPosition(step: 1, epoch: 0)).learningRate == 0.25)
        #expect(weight.value.doubles() == [0.75])
    }

    @Test func clipsTheNormOfAllGradientsTogether() {
        let (left, right) = (parameter("a", [0], [3]), parameter("b", [0, 0], [0, -4]))
        let updater = ParameterUpdater(
            optimizer: sgd(), model: [left], loss: [right], policy: UpdatePolicy(clipNorm: 1))
        #expect(updater.update(at: start).gradientNorm == 5)
        expectClose(left.value.doubles(), [-0.5 * 3 / 5], relative: 1e-6)
        expectClose(right.value.doubles(), [0, 0.5 * 4 / 5], relative: 1e-6)
        // Below the limit nothing changes.
        setGradient(left, [0.25])
        setGradient(right, [0, 0])
        let before = left.value.doubles()[0]
        #expect(updater.update(at: start).gradientNorm == 0.25)
        #expect(left.value.doubles()[0] == before - 0.125)
    }

    @Test func clipsValuesBeforeTheNorm() {
        let weight = parameter("w", [0, 0], [3, -0.5])
        let updater = ParameterUpdater(
            optimizer: sgd(), model: [weight], policy: UpdatePolicy(clipValue: 1, clipNorm: 100))
        #expect(updater.update(at: start).gradientNorm == (1.25).squareRoot())
        #expect(weight.value.doubles() == [-0.5, 0.25])
    }

    /// The tape may hand one tensor to two parameters as their gradient; each must be scaled once.
    @Test func scalesASharedGradientOnce() {
        let (left, right) = (parameter("a", [0], nil), parameter("b", [0], nil))
        (left.value + right.value).backward(Tensor([4.0], shape: [1], scalarType: .float64, on: device))
        let updater = ParameterUpdater(
            optimizer: sgd(), model: [left, right], policy: UpdatePolicy(clipNorm: 2))
        updater.update(at: start)
        let expected = -0.5 * 4 * 2 / 32.0.squareRoot()
        expectClose(left.value.doubles() + right.value.doubles(), [expected, expected], relative: 1e-6)
    }

    @Test func leavesAParameterWithoutGradientAlone() {
        let (used, unused) = (parameter("a", [1], [1]), parameter("b", [1], nil))
        let updater = ParameterUpdater(
            optimizer: sgd {
                $0.weightDecay = 0.1
                $0.momentum = 0.9
                $0.dampening = 0.5
            }, model: [used, unused])
        updater.update(at: start)
        #expect(unused.value.doubles() == [1])
        #expect(used.value.doubles() != [1])
        // Its first update is still its first: without dampening.
        setGradient(unused, [1])
        updater.update(at: start)
        expectClose(unused.value.doubles(), [1 - 0.5 * 1.1], relative: 1e-15)
    }

    @Test func copiesOfAValueKeepWhatTheyHad() {
        let weight = parameter("w", [1, 2], [1, 1])
        let before = weight.value
        let updater = ParameterUpdater(optimizer: sgd { $0.momentum = 0.9 }, model: [weight])
        let state = updater.exportState()
        updater.update(at: start)
        #expect(before.doubles() == [1, 2])
        #expect(weight.value.doubles() == [0.5, 1.5])
        #expect(state.first { $0.name == "model/w/momentum_buffer" }?.value.doubles() == [0, 0])
        // Nobody holds it now: it is changed where it is.
        let pointer = weight.value.storage.pointer
        updater.update(at: start)
        updater.update(at: start)
        #expect(weight.value.storage.pointer == pointer)
    }

    @Test func aParameterStaysTheSameLeaf() {
        let weight = parameter("w", [3], nil)
        let updater = ParameterUpdater(optimizer: sgd(), model: [weight])
        for expected in [-3.0, 3.0] {
            updater.clearGradients()
            #expect(weight.gradient == nil)
            (weight.value * weight.value * 2).sum().backward()
            updater.update(at: start)
            #expect(weight.value.doubles() == [expected])
        }
    }

    /// An optimizer from outside may write plain tensor mathematics instead of changing memory.
    @Test func anOptimizerMayAssignNewTensors() {
        let weight = parameter("w", [1, -1], [2, 4])
        let updater = ParameterUpdater(optimizer: SignDescent(config: SignDescent.Config()), model: [weight])
        updater.update(at: start)
        updater.update(at: start)
        #expect(weight.value.doubles() == [0.5, -1.5])
        #expect(weight.value.isTracked)
        #expect(updater.exportState().first { $0.name == "model/w/sum" }?.value.doubles() == [4, 8])
    }

    @Test func aSteadyStepTakesNothingFromTheHeap() {
        let device = Device.reference()
        let weights = (0..<5).map {
            Parameter(path: "w\($0)", role: .weight, value: Tensor(filledWith: 1, shape: [64, 32], on: device))
        }
        let updater = ParameterUpdater(
            optimizer: sgd { $0.momentum = 0.9 }, model: weights, policy: UpdatePolicy(clipNorm: 1e-3))
        func step() {
            updater.clearGradients()
            for weight in weights { (weight.value * weight.value).sum().backward() }
            updater.update(at: start)
        }
        step()
        step()
        let before = device.statistics
        for _ in 0..<5 { step() }
        #expect(device.statistics.storageAllocations == before.storageAllocations)
        #expect(device.statistics.peakBytesInUse == before.peakBytesInUse)
    }

    @Test(arguments: ["sgd", "adam", "adamw", "adagrad", "rmsprop"])
    func resumesBitForBit(_ name: String) throws {
        var registry = Registry<any Optimizer, Void>(kind: "optimizer")
        try registry.registerStandardOptimizers()
        var entries = [ConfigEntry(key: "learning_rate", value: .number(0.05))]
        if name == "sgd" || name == "rmsprop" { entries.append(ConfigEntry(key: "momentum", value: .number(0.9))) }
        let optimizer = try registry.build(
            ComponentReference(name, settings: ConfigNode(.mapping(entries))), context: ())

        func advance(_ updater: ParameterUpdater, _ weight: Parameter, from step: Int) {
            for step in step..<step + 5 {
                setGradient(weight, [Double(step) - 3, 0.7 * Double(step), -2])
                updater.update(at: TrainingPosition(step: step, epoch: 0))
            }
        }
        let weight = parameter("w", [1, 2, 3], nil)
        let updater = ParameterUpdater(optimizer: optimizer, model: [weight])
        advance(updater, weight, from: 0)
        let copy = parameter("w", weight.value.doubles(), nil)
        let resumed = ParameterUpdater(optimizer: optimizer, model: [copy])
        try resumed.importState(updater.exportState())
        #expect(resumed.updateCount == 5)
        advance(updater, weight, from: 5)
        advance(resumed, copy, from: 5)
        #expect(weight.value.doubles() == copy.value.doubles())
        #expect(
            zip(updater.exportState(), resumed.exportState()).allSatisfy { $0.value.doubles() == $1.value.doubles() })
    }

    @Test func namesEveryArrayThatDoesNotFit() throws {
        let updater = ParameterUpdater(
            optimizer: sgd { $0.momentum = 0.9 }, model: [parameter("a", [1], nil), parameter("b", [1], nil)],
            loss: [parameter("anchors", [1], nil, role: .loss)])
        let good = updater.exportState()
        func tensor(_ values: [Double], _ type: ScalarType = .float64) -> Tensor {
            Tensor(values, shape: [values.count], scalarType: type, on: device)
        }
        var bad = good.filter { $0.name != "model/a/momentum_buffer" && $0.name != "model/b/updates" }
        bad.removeAll { $0.name == "model/b/momentum_buffer" || $0.name == "loss/anchors/momentum_buffer" }
        bad.append(NamedTensor("model/b/momentum_buffer", tensor([1, 2])))
        bad.append(NamedTensor("loss/anchors/momentum_buffer", tensor([1], .float32)))
        bad.append(NamedTensor("model/c/momentum_buffer", tensor([1])))
        expectError(
            "optimizer does not fit: missing: model/a/momentum_buffer, model/b/updates; "
                + "unexpected: model/c/momentum_buffer; model/b/momentum_buffer has the shape [2], expected [1]; "
                + "loss/anchors/momentum_buffer is float32, expected float64"
        ) { try updater.importState(bad) }

        var odd = good.filter { $0.name != "updates" }
        odd.append(NamedTensor("updates", Tensor(1.5, scalarType: .float64, on: device)))
        expectError("optimizer does not fit: updates is 1.5, not a count") { try updater.importState(odd) }
        try updater.importState(good)
    }
}

/// p ← p − 0.25 sign(g), adding up gradients: what a plugin might write.
private struct SignDescent: Optimizer {
    struct Config: ComponentConfig {
        init() {}
    }

    static let name = "sign_descent"
    static let summary = "Steps of one size along the sign of the gradient."

    init(config: Config) {}

    let learningRate = 0.25
    let weightDecay = 0.0
    let stateDescriptions = [OptimizerStateDescription(name: "sum")]

    func update(_ step: inout OptimizerStep) {
        step.value = step.value - step.learningRate * step.gradient.sign()
        step.state[0] = step.state[0] + step.gradient
    }
}
