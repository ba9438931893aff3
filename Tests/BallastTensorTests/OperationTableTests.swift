import BallastTensor
import Foundation
import TestSupport
import Testing

/// Every operation of the table: values against its formula, gradients against differences, float32 against float64.
@Suite struct OperationTableTests {
    @Test(arguments: OperationTable.all) func valuesAgreeWithTheFormula(_ operation: OperationCase) {
        let output = operation.function(operation.tensors(.float64, on: .reference()))
        let expected = operation.expected(operation.numbers)
        #expect(Array(output.shape) == expected.shape)
        expectClose(output.doubles(), expected.values, relative: 1e-12, absolute: 1e-13, shape: expected.shape)
    }

    @Test(arguments: OperationTable.all) func gradientsAgreeWithDifferences(_ operation: OperationCase) {
        let inputs = operation.tensors(.float64, on: .reference())
        #expect(GradientCheck().mismatches(at: inputs, of: operation.function) == [])
    }

    @Test(arguments: OperationTable.all) func float32AgreesWithFloat64(_ operation: OperationCase) {
        let (value, gradients) = evaluate(operation, .float32)
        let (expectedValue, expectedGradients) = evaluate(operation, .float64)
        expectClose(value.floats(), expectedValue.doubles(), relative: 2e-6, absolute: 2e-6)
        for (gradient, expected) in zip(gradients, expectedGradients) {
            expectClose(gradient?.floats() ?? [], expected?.doubles() ?? [], relative: 2e-5, absolute: 2e-5)
            #expect(gradient?.scalarType ?? .float32 == .float32)
        }
    }

    private func evaluate(_ operation: OperationCase, _ scalarType: ScalarType) -> (Tensor, [Tensor?]) {
        let leaves = operation.tensors(scalarType, on: .reference()).map { $0.tracked() }
        let output = operation.function(leaves)
        output.backward()
        return (output, leaves.map(\.gradient))
    }

    /// With one operand tracked, only that one gets a gradient, and it is the same.
    @Test(arguments: OperationTable.all.filter { $0.inputs.count > 1 })
    func untrackedOperandsGetNoGradient(_ operation: OperationCase) {
        let device = Device.reference()
        let (_, expected) = evaluate(operation, .float64)
        for tracked in operation.inputs.indices {
            let inputs = operation.tensors(.float64, on: device).enumerated().map { position, tensor in
                position == tracked ? tensor.tracked() : tensor
            }
            operation.function(inputs).backward()
            for (position, input) in inputs.enumerated() {
                #expect(input.gradient?.doubles() == (position == tracked ? expected[position]?.doubles() : nil))
            }
        }
    }

    /// Reads the declarations: a public operation that the table lacks, or a name that no longer exists, fails.
    @Test func tableNamesEveryPublicOperation() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/BallastTensor/Operations").standardizedFileURL
        let declaration = try Regex(#"^ *public (?:static |prefix )*func `?([^ (`]+)"#)
        var declared: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "swift" {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                if let match = try declaration.firstMatch(in: line), let name = match.output[1].substring {
                    declared.insert(String(name))
                }
            }
        }
        // Its result is no tensor; ReductionTests covers it.
        declared.remove("argmax")
        // Network operations are tested beside their layers' goldens.
        #expect(declared.count > 50)
        #expect(Set(OperationTable.all.map(\.name)) == declared)
    }
}
