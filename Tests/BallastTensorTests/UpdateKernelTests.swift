import BallastTensor
import Testing

/// Steps of the optimizers in vectors have the bits of the plain loops.
@Suite struct UpdateKernelTests {
    /// Three steps on every device from the same start; the values and all state after them.
    private func expectSameBits(
        count: Int, stateCount: Int, sourceLocation: SourceLocation = #_sourceLocation,
        _ step: (_ value: inout Tensor, _ gradient: Tensor, _ state: inout [Tensor], _ number: Int) -> Void
    ) {
        func run(on device: Device) -> [[UInt32]] {
            func tensor(_ salt: Int) -> Tensor {
                Tensor(OperationCase.Input([count]).numbers(salt: salt), .float32, on: device)
            }
            var value = tensor(1)
            var state = (0..<stateCount).map { _ in Tensor(zeros: [count], on: device) }
            for number in 1...3 { step(&value, tensor(number + 1), &state, number) }
            return ([value] + state).map { $0.floats().map(\.bitPattern) }
        }
        let expected = run(on: .reference())
        for threads in [1, 2] {
            #expect(run(on: .cpu(threads: threads)) == expected, sourceLocation: sourceLocation)
        }
    }

    static let counts = [1, 15, 16, 17, 1000, 70_001]

    @Test(arguments: counts, [false, true]) func adam(count: Int, amsgrad: Bool) {
        expectSameBits(count: count, stateCount: amsgrad ? 3 : 2) { value, gradient, state, number in
            let rule = AdamRule(
                stepSize: 0.01 / Double(number), rootCorrection: 0.3, firstDecay: 0.9, secondDecay: 0.99, epsilon: 1e-8,
                coupledDecay: 0.02, decoupledDecay: 0.001)
            value.update(gradient: gradient, state: &state, by: rule)
        }
    }

    @Test(arguments: counts, [(0.0, false), (0.9, false), (0.9, true)])
    func sgd(count: Int, _ options: (momentum: Double, isNesterov: Bool)) {
        let hasMomentum = options.momentum > 0
        expectSameBits(count: count, stateCount: hasMomentum ? 1 : 0) { value, gradient, state, number in
            let rule = SGDRule(
                learningRate: 0.1, weightDecay: 0.01, momentum: options.momentum, dampening: 0,
                isNesterov: options.isNesterov, isFirst: number == 1)
            if hasMomentum {
                value.update(gradient: gradient, momentum: &state[0], by: rule)
            } else {
                value.update(gradient: gradient, by: rule)
            }
        }
    }

    @Test(arguments: counts) func adagrad(count: Int) {
        expectSameBits(count: count, stateCount: 1) { value, gradient, state, _ in
            let rule = AdagradRule(learningRate: 0.1, weightDecay: 0.01, epsilon: 1e-10)
            value.update(gradient: gradient, sum: &state[0], by: rule)
        }
    }
}
