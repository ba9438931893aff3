import BallastTensor
import TestSupport
import Testing

/// Distances and their gradients in vectors against the reference loops, over extents that fill no vector or several.
@Suite struct DistanceKernelTests {
    @Test(
        arguments: [
            (1, 1, 1), (3, 2, 5), (9, 10, 2), (8, 16, 64), (17, 33, 19), (130, 7, 100), (65, 40, 16), (5, 200, 130),
            // Beyond the number of terms that are summed in double.
            (701, 301, 21),
        ])
    func agreesWithTheReference(_ extents: (points: Int, anchors: Int, width: Int)) {
        func evaluate(on device: Device, _ type: ScalarType) -> [[Double]] {
            func tensor(_ shape: [Int], _ salt: Int) -> Tensor {
                Tensor(OperationCase.Input(shape).numbers(salt: salt), .float32, on: device).cast(to: type)
            }
            let points = tensor([extents.points, extents.width], 1).tracked()
            let anchors = tensor([extents.anchors, extents.width], 2).tracked()
            let distances = squaredDistances(points, anchors)
            distances.backward(tensor([extents.points, extents.anchors], 3))
            return [distances.doubles(), points.gradient?.doubles() ?? [], anchors.gradient?.doubles() ?? []]
        }
        let expected = evaluate(on: .reference(), .float64)
        for threads in [1, 2] {
            let actual = evaluate(on: .cpu(threads: threads), .float32)
            #expect(actual == evaluate(on: .cpu(threads: threads), .float32), "the same bits again")
            expectClose(actual[0], expected[0], relative: 2e-6, absolute: 1e-6, "distances")
            // Sums of as many products of numbers up to 2, whose rounding is that of the largest.
            let terms = Double(max(extents.points, extents.anchors))
            expectClose(actual[1], expected[1], relative: 1e-6, absolute: 4e-7 * terms, "points")
            expectClose(actual[2], expected[2], relative: 1e-6, absolute: 4e-7 * terms, "anchors")
        }
    }

    /// ‖x‖² − 2x·a + ‖a‖² would lose everything here.
    @Test func closePointsFarFromTheOriginKeepTheirDistance() {
        let device = Device.cpu()
        let points = Tensor([10_000.5, -9_999.25] as [Float], shape: [1, 2], on: device).tracked()
        let anchors = Tensor([10_000, -9_999, 10_000.5, -9_999.25] as [Float], shape: [2, 2], on: device)
        let distances = squaredDistances(points, anchors)
        #expect(distances.floats() == [0.3125, 0])
        distances.backward()
        #expect(points.gradient?.floats() == [1, -0.5])
    }
}
