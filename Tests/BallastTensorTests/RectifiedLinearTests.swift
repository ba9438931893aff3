import BallastTensor
import Testing

/// A linear map with its rectifier in one pass against the two of them.
@Suite struct RectifiedLinearTests {
    private struct Outcome: Equatable {
        var values: [Double]
        var gradients: [[Double]]
    }

    private func outcome(
        _ shapes: [[Int]], on device: Device, _ type: ScalarType, _ layer: ([Tensor]) -> Tensor
    ) -> Outcome {
        let leaves = shapes.enumerated().map {
            Tensor(OperationCase.Input($1).numbers(salt: $0 + 1), type, on: device).tracked()
        }
        let output = layer(leaves)
        (output * output).sum().backward()
        return Outcome(values: output.doubles(), gradients: leaves.map { $0.gradient?.doubles() ?? [] })
    }

    /// Sizes for the plain kernel and for oneDNN's, and widths that are no whole vectors.
    @Test(arguments: [(1, 1, 1), (5, 3, 2), (128, 12, 32), (33, 31, 17), (90, 100, 110)])
    func givesTheBitsOfBoth(_ rows: Int, _ inner: Int, _ columns: Int) {
        let shapes = [[rows, inner], [columns, inner], [columns]]
        for (device, type) in [(Device.cpu(threads: 1), ScalarType.float32), (.reference(), .float64)] {
            let fused = outcome(shapes, on: device, type) { linear($0[0], weight: $0[1], bias: $0[2], relu: true) }
            let apart = outcome(shapes, on: device, type) { linear($0[0], weight: $0[1], bias: $0[2]).relu() }
            #expect(fused == apart)
            #expect(fused.values.contains(0) || fused.values.allSatisfy { $0 > 0 })
        }
    }

    @Test func notANumberComesThrough() {
        for device in [Device.cpu(threads: 1), .reference()] {
            let input = Tensor([Float.nan, -1, 2], shape: [3, 1], on: device)
            let output = linear(input, weight: Tensor([1], shape: [1, 1], on: device), relu: true).floats()
            #expect(output[0].isNaN)
            #expect(Array(output.dropFirst()) == [0, 2])
        }
    }

    /// Only what is needed is computed: the input of a first layer has no gradient.
    @Test func theUntrackedInputGetsNoGradient() {
        let device = Device.cpu(threads: 1)
        let input = Tensor(filledWith: 1, shape: [4, 3], on: device)
        let weight = Tensor(filledWith: 1, shape: [2, 3], on: device).tracked()
        linear(input, weight: weight, relu: true).sum().backward()
        #expect(input.gradient == nil)
        #expect(weight.gradient?.floats() == [4, 4, 4, 4, 4, 4])
    }
}
