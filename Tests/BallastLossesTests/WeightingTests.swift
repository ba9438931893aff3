import BallastCore
import BallastLosses
import TestSupport
import Testing

@Suite struct WeightingTests {
    private func weights<W: Weighting>(
        _ type: W.Type, _ counts: [Int], _ configure: (inout W.Config) -> Void = { _ in }
    ) throws -> [Double] {
        var config = W.Config()
        configure(&config)
        return try #require(try W(config: config, context: WeightingContext(classCounts: counts)).weights)
    }

    /// Cui et al.'s long-tailed CIFAR10, imbalance 100, β = 0.9999, as published.
    @Test func effectiveNumbersOfLongTailedCIFAR() throws {
        expectClose(
            try weights(EffectiveNumber.self, [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]),
            [0.0506, 0.0769, 0.1211, 0.195, 0.3188, 0.5246, 0.8683, 1.4426, 2.4092, 3.9927], relative: 0,
            absolute: 5e-5)
    }

    @Test func effectiveNumbersAgreeWithTheReference() throws {
        let golden = try Golden("losses").group("class_balanced")
        for name in ["set0", "set1"] {
            let set = try golden.group(name)
            let counts = try set.integers("class_counts").values
            let betas = try set.doubles("beta").values
            let expected = try set.doubles("effective_number")
            for (row, beta) in betas.enumerated() {
                expectClose(
                    counts.map { EffectiveNumber.effectiveNumber(of: $0, beta: beta) }, expected[row: row].values,
                    relative: 1e-12)
            }
        }
    }

    @Test func effectiveNumbersHaveTheirLimits() throws {
        let counts = [1000, 30, 1]
        expectClose(
            try weights(EffectiveNumber.self, counts) { $0.beta = 0 }, [1.0, 1, 1], relative: 1e-15)
        expectClose(
            try weights(EffectiveNumber.self, counts) { $0.beta = 1 - 1e-15 },
            try weights(InverseFrequency.self, counts), relative: 1e-11)
        // βⁿ underflows: the effective number is its limit 1/(1 − β), and one example counts 1.
        expectClose(EffectiveNumber.effectiveNumber(of: 1_000_000_000, beta: 0.9999), 1e4, relative: 1e-12)
        expectClose(EffectiveNumber.effectiveNumber(of: 1, beta: 1 - 1e-12), 1.0, relative: 1e-12)
    }

    @Test func inverseFrequencyBalances() throws {
        expectClose(try weights(InverseFrequency.self, [6, 3, 2]), [0.5, 1, 1.5], relative: 1e-15)
        expectClose(try weights(InverseFrequency.self, [5, 9]) { $0.power = 0 }, [1.0, 1], relative: 1e-15)
        let halved = try weights(InverseFrequency.self, [16, 1]) { $0.power = 0.5 }
        expectClose(halved[1] / halved[0], 4.0, relative: 1e-14)
        let extreme = try weights(InverseFrequency.self, [1_000_000, 1]) { $0.power = 1000 }
        #expect(extreme == [0, 2])
    }

    @Test func listIsUsedAsItIs() throws {
        #expect(try weights(ListedWeights.self, [5, 5]) { $0.weights = [3, 0] } == [3, 0])
    }
}
