import BallastTensor
import Testing

/// What rules rely on but no public operation shows directly.
@Suite struct KernelTests {
    private let device = Device.reference()

    private func combine(_ operation: BinaryOperation, _ left: [Double], _ right: [Double]) -> [Double] {
        let output = Tensor(zeros: [left.count], scalarType: .float64, on: device)
        device.backend.combine(
            operation, Tensor(left, shape: [left.count], scalarType: .float64, on: device),
            Tensor(right, shape: [right.count], scalarType: .float64, on: device), into: output)
        return output.doubles()
    }

    @Test func zeroTimesAnythingIsZero() {
        #expect(combine(.productOrZero, [0, 0, 0, 2, -0.0], [.infinity, .nan, 3, 4, 1]) == [0, 0, 0, 8, 0])
        #expect(combine(.quotientOrZero, [0, 0, 0, 8, 1], [0, .nan, 3, 4, 0]) == [0, 0, 0, 2, .infinity])
    }

    @Test func matmulAccumulates() {
        let left = Tensor(of: 1, 2, 3, 4, shape: [2, 2], on: device)
        let right = Tensor(of: 1, 0, 0, 1, shape: [2, 2], on: device)
        let output = Tensor(of: 10, 20, 30, 40, shape: [2, 2], on: device)
        device.backend.matmul(
            left, transposed: false, right, transposed: false, into: output, accumulating: true)
        #expect(output.doubles() == [11, 22, 33, 44])
    }

    @Test func bfloat16RoundsToTheNearestEven() {
        let values: [Float] = [1, 1.003_906_25, 1.011_718_75, -3.140_625, .infinity, .nan]
        let rounded = Tensor(values, shape: [values.count], on: device).cast(to: .bfloat16).cast(to: .float32).floats()
        #expect(rounded[..<5] == [1, 1, 1.015_625, -3.140_625, .infinity])
        #expect(rounded[5].isNaN)
    }

    @Test(arguments: [1, 3, 8, 11]) func blockedLayoutsKeepTheirElements(channels: Int) {
        let numbers = OperationCase.Input([2, channels, 3, 2]).numbers(salt: 1)
        let plain = Tensor(numbers, .float32, on: device)
        let blocked = plain.laidOut(as: .channelBlocked(8), .float32)
        #expect(blocked.rowMajor().floats() == plain.floats())
        #expect(blocked.floats() == plain.floats())
        // Operations that keep 0 stay in the layout, others leave it; the numbers are the same.
        #expect((blocked + blocked).layout == .channelBlocked(8))
        #expect((blocked * 2).relu().layout == .channelBlocked(8))
        #expect((blocked + blocked).floats() == (plain + plain).floats())
        #expect((blocked * 2).relu().floats() == (plain * 2).relu().floats())
        #expect((blocked + 1).exp().floats() == (plain + 1).exp().floats())
        #expect((blocked + plain).floats() == (plain + plain).floats())
        #expect(blocked.sum(axes: [0, 2, 3]).floats() == plain.sum(axes: [0, 2, 3]).floats())
        #expect(Tensor(filledWith: 3, like: blocked).rowMajor().floats() == plain.floats().map { _ in 3 })
    }

    /// Gradients of either layout reach a leaf of either layout.
    @Test func gradientsCrossLayouts() {
        let numbers = OperationCase.Input([2, 3, 2, 2]).numbers(salt: 1)
        let plain = Tensor(numbers, .float64, on: device)
        #expect(
            GradientCheck().mismatches(at: [plain]) { inputs in
                let blocked = inputs[0].laidOut(as: .channelBlocked(8), inputs[0].scalarType)
                return (blocked * 3 + blocked.square()).tanh() * blocked.exp()
                    + (inputs[0] + blocked).flattened()
                    .reshaped(to: [2, 3, 2, 2])
            } == [])
    }
}
