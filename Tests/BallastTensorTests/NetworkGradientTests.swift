import BallastTensor
import Testing

/// The gradient rules of the network operations against central differences.
@Suite struct NetworkGradientTests {
    private let device = Device.reference()

    private func expectRightGradients(
        _ shapes: [[Int]], avoiding avoided: [Double] = [], sourceLocation: SourceLocation = #_sourceLocation,
        _ function: ([Tensor]) -> Tensor
    ) {
        let inputs = shapes.enumerated().map { salt, shape in
            Tensor(OperationCase.Input(shape, avoiding: avoided).numbers(salt: salt), .float64, on: device)
        }
        let mismatches = GradientCheck().mismatches(at: inputs, of: function)
        #expect(mismatches == [], sourceLocation: sourceLocation)
    }

    @Test(arguments: [(1, 0), (1, 1), (2, 1), (3, 2)]) func convolution(_ geometry: (stride: Int, padding: Int)) {
        expectRightGradients([[2, 2, 5, 4], [3, 2, 3, 2], [3]]) {
            Tensor.conv2d($0[0], weight: $0[1], bias: $0[2], stride: geometry.stride, padding: geometry.padding)
        }
    }

    private func running(_ channels: Int) -> (mean: Buffer, variance: Buffer) {
        (
            Buffer(path: "mean", value: Tensor(filledWith: 0.3, shape: [channels], scalarType: .float64, on: device)),
            Buffer(path: "variance", value: Tensor(filledWith: 2, shape: [channels], scalarType: .float64, on: device))
        )
    }

    @Test(arguments: [[3, 2, 2, 3], [5, 3]], [false, true]) func batchNormalization(_ shape: [Int], training: Bool) {
        let channels = shape[1]
        expectRightGradients([shape, [channels], [channels], shape]) {
            Tensor.batchNorm(
                $0[0], scale: $0[1], shift: $0[2], running: running(channels), training: training, adding: $0[3])
        }
        // Scales and residuals that keep the rectifier's argument away from 0.
        expectRightGradients([shape, [channels], [channels], shape], avoiding: [0]) {
            Tensor.batchNorm(
                $0[0], scale: $0[1] * 0.001, shift: $0[2] * 0, running: running(channels), training: training,
                adding: $0[3], relu: true)
        }
    }

    @Test func pooling() {
        let shape = [[2, 2, 5, 4]]
        expectRightGradients(shape) { Tensor.maxPool2d($0[0], kernel: 3, stride: 2, padding: 1) }
        expectRightGradients(shape) { Tensor.averagePool2d($0[0], kernel: 3, stride: 2, padding: 1) }
        expectRightGradients(shape) {
            Tensor.averagePool2d($0[0], kernel: 2, stride: 1, padding: 1, countsPadding: false)
        }
        expectRightGradients(shape) { Tensor.globalAveragePool2d($0[0]) }
    }

    @Test func residual() {
        expectRightGradients([[2, 3, 2, 2], [2, 3, 2, 2]]) { Tensor.addRelu($0[0], $0[1] + 0.1234) }
        for reduction in ShortcutReduction.allCases {
            expectRightGradients([[2, 3, 3, 4]]) { Tensor.shortcut($0[0], channels: 6, by: reduction) }
        }
        expectRightGradients([[3, 7]]) { Tensor.dropout($0[0], rate: 0.4, key: 5) }
    }

    @Test func oneElementLeavesTheRunningVariance() {
        let (mean, variance) = running(2)
        let input = Tensor([1.0, -4.0], shape: [1, 2], scalarType: .float64, on: device)
        let output = Tensor.batchNorm(
            input, scale: Tensor(of: 2, 2, on: device), shift: Tensor(of: 0.5, -1, on: device),
            running: (mean, variance), training: true, momentum: 0.5)
        #expect(output.doubles() == [0.5, -1])
        #expect(mean.value.doubles() == [0.65, -1.85])
        #expect(variance.value.doubles() == [2, 2])
    }
}
