import BallastLosses
import BallastTensor
import Testing

/// The focal term where (1 − p)^γ log p, written as printed, gives NaN, infinity or a wrong 0.
@Suite struct FocalStabilityTests {
    private static let gammas = [0, 1e-3, 0.5, 1, 2, 5, 1000]

    /// Bench and number format.
    private static let benches: [(@Sendable () -> Device, ScalarType)] = [
        ({ .reference() }, .float32), ({ .reference() }, .float64), ({ .cpu() }, .float32),
    ]

    @Test(arguments: benches.indices) func isFiniteForAnyFiniteLogOdds(bench: Int) throws {
        let (makeDevice, scalarType) = Self.benches[bench]
        let device = makeDevice()
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

    /// The one operation against the formula composed of several, in double precision.
    @Test(arguments: [0.5, 1, 2, 5]) func agreesWithItsComposition(gamma: Double) throws {
        let numbers = (-300...300).map { Double(Float(Double($0) * 0.1)) }
        let leaf = Tensor(
            numbers, shape: [numbers.count], scalarType: .float64, on: .reference()
        ).tracked()
        let composed = (-leaf).softplus() * (leaf.softplus() * -gamma).exp()
        composed.sum().backward()
        let slopes = try #require(leaf.gradient).doubles()
        for (makeDevice, scalarType) in Self.benches {
            let own = Tensor(numbers, shape: [numbers.count], scalarType: scalarType, on: makeDevice()).tracked()
            let value = own.focalCrossEntropy(gamma: gamma)
            value.sum().backward()
            let relative = scalarType == .float64 ? 1e-13 : 5e-5
            for (got, expected) in zip(
                value.doubles() + (try #require(own.gradient)).doubles(), composed.doubles() + slopes)
            {
                #expect(abs(got - expected) <= relative * abs(expected) + 1e-36)
            }
        }
    }

    @Test(arguments: benches.indices) func isFiniteForAnyFiniteScores(bench: Int) throws {
        let (makeDevice, scalarType) = Self.benches[bench]
        let device = makeDevice()
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
