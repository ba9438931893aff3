import BallastLosses
import BallastTensor
import Testing

/// The focal term where (1 − p)^γ log p, written as printed, gives NaN, infinity or a wrong 0.
@Suite struct FocalStabilityTests {
    private static let gammas = [0, 1e-3, 0.5, 1, 2, 5, 1000]

    @Test(arguments: [ScalarType.float32, .float64]) func isFiniteForAnyFiniteLogOdds(scalarType: ScalarType) throws {
        let device = Device.reference()
        let sizes = [0, 1e-30, 1e-7, 1, 20, 88, 89, 104, 709, 710, 746, 1e4, 1e10, 1e30, 3e38]
        let logOdds = sizes.flatMap { [$0, -$0] }
        for gamma in Self.gammas {
            let leaf = Tensor(logOdds, shape: [logOdds.count], scalarType: scalarType, on: device).tracked()
            let values = leaf.focalCrossEntropy(gamma: gamma)
            values.sum().backward()
            #expect(values.doubles().allSatisfy { $0.isFinite && $0 >= 0 }, "values at γ = \(gamma)")
            let gradient = try #require(leaf.gradient).doubles()
            #expect(gradient.allSatisfy { $0.isFinite && $0 <= 0 }, "gradient at γ = \(gamma)")
        }
    }

    @Test(arguments: [ScalarType.float32, .float64]) func isFiniteForAnyFiniteScores(scalarType: ScalarType) throws {
        let device = Device.reference()
        let scores: [Double] = [1e4, -1e4, 0, 1e38, -1e38, 1e38, 1e4, 1e4, 1e4, -1e4, -1e4, -1e4 + 1, 0, 0, -1e38]
        for gamma in Self.gammas {
            for label in 0..<3 {
                let leaf = Tensor(scores, shape: [5, 3], scalarType: scalarType, on: device).tracked()
                let labels = Labels([Int](repeating: label, count: 5), bound: 3)
                let values = leaf.logOdds(of: labels).focalCrossEntropy(gamma: gamma)
                values.sum().backward()
                #expect(values.doubles().allSatisfy { $0.isFinite }, "values at γ = \(gamma)")
                let gradient = try #require(leaf.gradient).doubles()
                #expect(gradient.allSatisfy { $0.isFinite }, "gradient at γ = \(gamma)")
            }
        }
    }

    /// A well-classified example's loss is (1 − p)^{γ+1} to first order, which p itself cannot tell from 0.
    @Test func keepsRelativePrecisionWhereTheProbabilityIsOne() {
        let device = Device.reference()
        let scores = Tensor([40, 0], shape: [1, 2], scalarType: .float32, on: device)
        let value = scores.logOdds(of: Labels([0], bound: 2)).focalCrossEntropy(gamma: 0.5).item()
        // e^(−40·1.5)
        #expect(abs(value / 8.75651076269652e-27 - 1) < 1e-5)
    }
}
