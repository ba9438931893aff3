import BallastCore
import BallastTensor

/// What every model must do.
enum ModelChecks {
    static let all = outputs + training + state

    private static let outputs: [ConformanceCheck<ModelSubject>] = [
        ConformanceCheck("gives features and logits") { subject in
            let instance = try subject.make()
            let output = instance.evaluate(instance.input(0..<3))
            var findings: [String] = []
            findings.require(
                output.features.shape == [3, instance.model.featureWidth],
                "features have the shape \(output.features.shape), but featureWidth is \(instance.model.featureWidth)")
            findings.require(
                output.logits?.shape == [3, ModelSubject.logitCount],
                "logits have the shape \(output.logits.map { "\($0.shape)" } ?? "of none"), not [N, 3]")
            findings.require(output.numbers.allSatisfy(\.isFinite), "an output is not finite")
            let headless = try subject.make(head: nil)
            findings.require(
                headless.evaluate(headless.input(0..<2)).logits == nil, "gives logits without having been asked to")
            return findings
        },
        ConformanceCheck("starts its head at the bias asked for") { subject in
            let bias = 0.375
            let instance = try subject.make(
                head: HeadDescription(width: ModelSubject.logitCount, initialBias: bias))
            let isThere = instance.store.parameters.contains { parameter in
                parameter.role == .bias && parameter.value.doubles() == [bias, bias, bias]
            }
            return isThere ? [] : ["no bias of the head has the initial value asked for"]
        },
        ConformanceCheck("evaluates every example by itself") { subject in
            let instance = try subject.make()
            let whole = instance.evaluate(instance.input(0..<3))
            let single = instance.evaluate(instance.input(1..<2))
            let isAlike =
                isClose(row(1, of: whole.features), single.features.floats())
                && isClose(row(1, of: whole.logits), single.logits?.floats() ?? [])
            return isAlike ? [] : ["in evaluation an example's output depends on the rest of its batch"]
        },
        ConformanceCheck("evaluates without changing") { subject in
            let instance = try subject.make()
            let (input, before) = (instance.input(0..<3), instance.store.state)
            let (first, second) = (instance.evaluate(input), instance.evaluate(input))
            var findings: [String] = []
            findings.require(first.numbers == second.numbers, "the same batch gives another output the second time")
            findings.require(instance.store.state == before, "evaluation changes parameters or buffers")
            return findings
        },
    ]

    private static let training: [ConformanceCheck<ModelSubject>] = [
        ConformanceCheck("trains its parameters, all and only") { subject in
            let instance = try subject.make()
            let input = instance.input(0..<4).tracked()
            let output = instance.train(input, seed: 1)
            guard let logits = output.logits else { return ["gives no logits"] }
            let factors = Tensor(
                (0..<logits.count).map { 0.3 + Double(($0 * 7) % 5) }, shape: logits.shape, on: instance.store.device)
            let sum = (logits * factors).sum()
            let foreign = sum.leafCount(besides: [input] + instance.store.parameters.map(\.value))
            sum.backward()
            var findings: [String] = []
            findings.require(
                foreign == 0,
                "depends on \(foreign) tracked tensors that are no parameters: make them with context.scope.parameter")
            for parameter in instance.store.parameters {
                let gradient = parameter.gradient?.doubles()
                findings.require(gradient != nil, "the parameter \(parameter.path) gets no gradient")
                findings.require(
                    gradient?.allSatisfy(\.isFinite) ?? true, "a gradient of \(parameter.path) is not finite")
            }
            return findings
        },
        ConformanceCheck("repeats a training pass from its seed") { subject in
            let (first, second) = (try subject.make(), try subject.make())
            let outputs = [first, second].map { $0.train($0.input(0..<4), seed: 9).numbers }
            return outputs[0] == outputs[1] ? [] : ["the same seed gives another output in training"]
        },
        ConformanceCheck("differs in training only by statistics or chance") { subject in
            func numbers(seed: UInt64?) throws -> [Float] {
                let instance = try subject.make()
                let input = instance.input(0..<4)
                return (seed.map { instance.train(input, seed: $0) } ?? instance.evaluate(input)).numbers
            }
            let hasStatistics = try !subject.make().store.buffers.isEmpty
            let (evaluated, trained) = (try numbers(seed: nil), try numbers(seed: 9))
            let isRandom = try trained != numbers(seed: 10)
            return evaluated == trained || hasStatistics || isRandom
                ? [] : ["training and evaluation differ without buffers and whatever the seed"]
        },
    ]

    private static let state: [ConformanceCheck<ModelSubject>] = [
        ConformanceCheck("starts alike from the same seed") { subject in
            let (first, second) = (try subject.make(), try subject.make())
            return first.store.state == second.store.state ? [] : ["the same seed gives other parameters"]
        },
        ConformanceCheck("continues from its checkpoint bit for bit") { subject in
            let original = try subject.make(seed: 3)
            for step in 0..<3 {
                _ = original.train(original.input(UInt64(step * 4)..<UInt64(step * 4 + 4)), seed: UInt64(step))
            }
            let resumed = try subject.make(seed: 4)
            var findings = resumed.store.restore(from: original.store)
            guard findings.isEmpty else { return findings }
            func compare(_ what: String, _ run: (ModelInstance) -> ModelOutput) {
                findings.require(
                    run(original).numbers == run(resumed).numbers,
                    "\(what) differs after restoring: something is kept outside of parameters and buffers")
            }
            compare("evaluation") { $0.evaluate($0.input(20..<23)) }
            compare("training") { $0.train($0.input(30..<34), seed: 7) }
            compare("evaluation after another step") { $0.evaluate($0.input(20..<23)) }
            return findings
        },
    ]

    // MARK: Helpers

    private static func row(_ index: Int, of tensor: Tensor?) -> [Float] {
        guard let tensor else { return [] }
        let values = tensor.floats()
        let width = tensor.shape[1]
        return Array(values[index * width..<(index + 1) * width])
    }

    /// Up to the rounding of kernels that block batches of another size differently.
    private static func isClose(_ left: [Float], _ right: [Float]) -> Bool {
        let size = left.reduce(1) { Swift.max($0, abs($1)) }
        return left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= 1e-4 * size }
    }
}
