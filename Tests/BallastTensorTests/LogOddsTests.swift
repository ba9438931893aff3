import BallastTensor
import TestSupport
import Testing

/// The operation against its composition of others, and at the ends of the number line.
@Suite struct LogOddsTests {
    /// What the operation computes, from operations that the tape differentiates one by one.
    private func composed(_ scores: Tensor, _ labels: Labels) -> Tensor {
        let shifted = scores - scores.detached().max(axis: 1, keepingAxis: true)
        return shifted.picked(labels) - shifted.adding(at: labels, -.infinity).logSumExp(axis: 1)
    }

    @Test(arguments: [(1, 2), (5, 3), (128, 10), (33, 17), (7, 1000), (300, 100)], [1.0, 30, 1000])
    func agreesWithItsComposition(_ shape: (rows: Int, classes: Int), _ scale: Double) {
        let labels = Labels((0..<shape.rows).map { ($0 * 7 + 3) % shape.classes }, bound: shape.classes)
        func evaluate(
            on device: Device, _ type: ScalarType, _ function: (Tensor, Labels) -> Tensor
        ) -> (values: [Double], gradient: [Double]) {
            let numbers = OperationCase.Input([shape.rows, shape.classes]).numbers(salt: 3)
            let scores = (Tensor(numbers, .float32, on: device) * scale).cast(to: type).tracked()
            let odds = function(scores, labels)
            odds.focalCrossEntropy(gamma: 2).sum().backward()
            return (odds.doubles(), scores.gradient?.doubles() ?? [])
        }
        let expected = evaluate(on: .reference(), .float64, composed)
        for (device, type) in [(Device.cpu(), ScalarType.float32), (.reference(), .float32), (.reference(), .float64)] {
            let actual = evaluate(on: device, type) { $0.logOdds(of: $1) }
            let precision = type == .float64 ? 1e-12 : 2e-6
            expectClose(actual.values, expected.values, relative: precision, absolute: precision)
            // A gradient's factor e^z has the rounding of z, which may be in the thousands.
            expectClose(
                actual.gradient, expected.gradient, relative: precision * max(scale, 10), absolute: precision * 0.1)
        }
    }

    @Test func infinitiesAndNaN() {
        for device in [Device.cpu(), .reference()] {
            let infinity = Float.infinity
            let rows: [[Float]] = [
                [0, -infinity, -infinity], [1, -infinity, 2], [-infinity, 1, 2], [0, infinity, 1], [0, .nan, 1],
                [.nan, 0, 1],
            ]
            let scores = Tensor(rows.flatMap { $0 }, shape: [rows.count, 3], on: device).tracked()
            let odds = scores.logOdds(of: Labels([Int](repeating: 0, count: rows.count), bound: 3))
            let values = odds.floats()
            #expect(values[0] == infinity)
            #expect(values[1] == -1)
            #expect(values[2] == -infinity)
            #expect(values[3] == -infinity)
            #expect(values[4].isNaN && values[5].isNaN)
            odds.backward()
            let gradient = scores.gradient?.floats() ?? []
            #expect(Array(gradient[0..<3]) == [1, 0, 0])
            #expect(Array(gradient[3..<6]) == [1, 0, -1])
        }
    }

    /// Evaluation records nothing, and a step of training one node.
    @Test func oneNode() {
        let device = Device.cpu()
        let labels = Labels([1, 0], bound: 3)
        let scores = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3], on: device)
        let before = device.statistics.nodes
        _ = scores.logOdds(of: labels)
        #expect(device.statistics.nodes == before)
        let leaf = scores.tracked()
        _ = leaf.logOdds(of: labels)
        #expect(device.statistics.nodes == before + 2)
    }
}
