import BallastTensor
import Testing

@Suite struct ReductionTests {
    private let device = Device.reference()

    @Test func argmaxTakesTheFirstOfEqualElements() {
        let x = Tensor(of: 1, 5, 5, 7, 2, 7, shape: [2, 3], on: device)
        #expect(x.argmax() == [1, 0])
        #expect(x.argmax(axis: 0) == [1, 0, 1])
        #expect(Tensor(zeros: [0, 3], on: device).argmax() == [])
        #expect(Tensor(zeros: [3, 1], on: device).argmax() == [0, 0, 0])
    }

    @Test func topKNamesPositions() {
        let x = Tensor(of: 1, 5, 5, 7, 2, 7, shape: [2, 3], on: device)
        let rows = x.topK(2)
        #expect(rows.values.doubles() == [5, 5, 7, 7])
        #expect(rows.indices == [1, 2, 0, 2])
        let columns = x.topK(1, axis: 0)
        #expect(columns.values.doubles() == [7, 5, 7])
        #expect(columns.indices == [1, 0, 1])
        #expect(x.topK(0).indices == [])
    }

    @Test func meansOfNothingAreNotNumbers() {
        #expect(Tensor(zeros: [0], on: device).mean().item().isNaN)
        #expect(Tensor(zeros: [0, 2], on: device).mean(axis: 0).doubles().allSatisfy { $0.isNaN })
        #expect(Tensor(zeros: [0, 2], on: device).mean(axis: 1).shape == [0])
    }

    @Test func oneHotMarksTheLabels() {
        let labels = Labels([2, 0], bound: 3)
        let result = Tensor.oneHot(labels, on: device)
        #expect(result.shape == [2, 3])
        #expect(result.floats() == [0, 0, 1, 1, 0, 0])
    }
}
