import BallastTensor
import TestSupport
import Testing

/// Every operation of the table on the accelerated device, against the reference loops in float64.
@Suite struct AcceleratedOperationTests {
    private func evaluate(
        _ operation: OperationCase, _ scalarType: ScalarType, on device: Device
    ) -> (Tensor, [Tensor?]) {
        let leaves = operation.tensors(scalarType, on: device).map { $0.tracked() }
        let output = operation.function(leaves)
        output.backward()
        return (output, leaves.map(\.gradient))
    }

    @Test(arguments: OperationTable.all) func agreesWithTheReference(_ operation: OperationCase) {
        let (value, gradients) = evaluate(operation, .float32, on: .cpu())
        let (expectedValue, expectedGradients) = evaluate(operation, .float64, on: .reference())
        #expect(value.shape == expectedValue.shape)
        expectClose(value.floats(), expectedValue.doubles(), relative: 2e-6, absolute: 2e-6)
        for (gradient, expected) in zip(gradients, expectedGradients) {
            expectClose(gradient?.floats() ?? [], expected?.doubles() ?? [], relative: 2e-5, absolute: 2e-5)
        }
    }

    /// float64 goes to the reference loops: the same bits.
    @Test(arguments: OperationTable.all) func float64IsTheReference(_ operation: OperationCase) {
        let (value, gradients) = evaluate(operation, .float64, on: .cpu())
        let (expectedValue, expectedGradients) = evaluate(operation, .float64, on: .reference())
        #expect(value.doubles() == expectedValue.doubles())
        #expect(gradients.map { $0?.doubles() } == expectedGradients.map { $0?.doubles() })
    }
}
