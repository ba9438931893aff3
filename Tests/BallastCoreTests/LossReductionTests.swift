import BallastCore
import BallastTensor
import TestSupport
import Testing

@Suite struct LossReductionTests {
    private let device = Device.reference()

    private func tensor(_ values: [Double]) -> Tensor {
        Tensor(values, shape: [values.count], scalarType: .float64, on: device)
    }

    private let labels = Labels([0, 1, 1], bound: 2)

    @Test func meanOfValuesAndUnweightedPart() {
        let value = LossValue(tensor([1, 2, 6]), unweighted: tensor([3, 0, 3]))
        #expect(LossReduction.mean(value, labels).item() == 5)
    }

    @Test func weightsMultiplyTheValuesOnly() {
        let value = LossValue(tensor([1, 2, 6]), unweighted: tensor([3, 0, 3]))
        // (4·1 + 0.5·2 + 0.5·6)/3 + 2, and divided by 4 + 0.5 + 0.5.
        expectClose(LossReduction(weights: [4, 0.5])(value, labels).item(), 8.0 / 3 + 2, relative: 1e-15)
        expectClose(
            LossReduction(weights: [4, 0.5], normalization: .weights)(value, labels).item(), 8.0 / 5 + 2,
            relative: 1e-15)
    }

    @Test func batchWithoutWeightHasNothingToSay() {
        let value = LossValue(tensor([1, 2]))
        let first = Labels([0, 0], bound: 2)
        for normalization in WeightNormalization.allCases {
            #expect(LossReduction(weights: [0, 1], normalization: normalization)(value, first).item() == 0)
        }
    }

    @Test func mixedLabelsMixValuesWeightsAndDivisor() {
        let reduction = LossReduction(weights: [4, 0.5], normalization: .weights)
        let first = LossValue(tensor([1, 2, 6]), unweighted: tensor([3, 0, 3]))
        let second = LossValue(tensor([5, 1, 0]), unweighted: tensor([1, 1, 1]))
        let swapped = Labels([1, 0, 1], bound: 2)
        // First: Σwv = 8, Σw = 5, mean r = 2. Second: 2.5 + 4 + 0 = 6.5, Σw = 5, mean r = 1.
        expectClose(
            reduction(first, labels, second, swapped, portion: 0.25).item(),
            (0.25 * 8 + 0.75 * 6.5) / 5 + 0.25 * 2 + 0.75 * 1, relative: 1e-15)
    }

    @Test func equalSetsOfLabelsGiveWhatOneGives() {
        let value = LossValue(tensor([1, 2, 6]), unweighted: tensor([3, 0, 3]))
        for normalization in WeightNormalization.allCases {
            let reduction = LossReduction(weights: [4, 0.5], normalization: normalization)
            expectClose(
                reduction(value, labels, value, labels, portion: 0.3).item(), reduction(value, labels).item(),
                relative: 1e-15)
        }
    }

    @Test func gradientsAreTheNormalizedWeights() throws {
        let leaf = tensor([1, 2, 6]).tracked()
        LossReduction(weights: [4, 0.5], normalization: .weights)(LossValue(leaf), labels).backward()
        expectClose(try #require(leaf.gradient).doubles(), [0.8, 0.1, 0.1], relative: 1e-15)
    }
}
