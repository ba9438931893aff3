import BallastCore
import BallastLosses
import BallastTensor
import TestSupport
import Testing

/// Losses that coincide where a setting takes a limiting value.
@Suite struct LimitingIdentityTests {
    private static let labels: [Int32] = [0, 1, 2, 2, 0, 1, 0]
    private static let counts = [40, 9, 3]
    /// Numbers without pattern, in [−3, 3].
    private static func numbers(_ count: Int, seed: UInt64 = 11) -> [Double] {
        TorchRandom(seed: seed).uniformDoubles(count: count, low: -3, high: 3)
    }

    private func run<L: Loss>(
        _ type: L.Type, width: Int = 3, labels: [Int32] = Self.labels, counts: [Int] = Self.counts,
        parameters: [String: [Double]] = [:], _ configure: (inout L.Config) -> Void = { _ in }
    ) throws -> LossTrial {
        var config = L.Config()
        configure(&config)
        return try LossTrial(
            type, config, on: .reference64, input: Self.numbers(labels.count * width), shape: [labels.count, width],
            labels: labels, classCounts: counts, parameters: parameters)
    }

    private func expectSame(
        _ left: LossTrial, _ right: LossTrial, factor: Double = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expectClose(
            left.values, right.values.map { $0 * factor }, relative: 1e-13, "values", sourceLocation: sourceLocation)
        expectClose(
            left.inputGradient, right.inputGradient.map { $0 * factor }, relative: 1e-12, absolute: 1e-15, "gradient",
            sourceLocation: sourceLocation)
        for (path, gradient) in right.parameterGradients {
            expectClose(
                left.parameterGradients[path] ?? [], gradient.map { $0 * factor }, relative: 1e-12, absolute: 1e-14,
                path, sourceLocation: sourceLocation)
        }
    }

    @Test func focalWithoutFocusIsCrossEntropy() throws {
        expectSame(try run(FocalLoss.self) { $0.gamma = 0 }, try run(CrossEntropy.self))
    }

    @Test func equalAlphaIsAFactor() throws {
        expectSame(try run(FocalLoss.self) { $0.alpha = [3, 3, 3] }, try run(FocalLoss.self), factor: 3)
    }

    @Test func sigmoidFocalWithoutFocusIsSigmoidCrossEntropy() throws {
        expectSame(try run(SigmoidFocalLoss.self) { $0.gamma = 0 }, try run(SigmoidCrossEntropy.self))
    }

    @Test func uniformAlphaScalesOneVersusAll() throws {
        expectSame(
            try run(SigmoidFocalLoss.self) { ($0.alpha, $0.alphaConvention) = (0.25, .uniform) },
            try run(SigmoidFocalLoss.self), factor: 0.25)
    }

    @Test func binaryConventionsMeetAtOneHalf() throws {
        let labels: [Int32] = [0, 1, 1, 0, 1]
        let uniform = try run(BinaryFocalLoss.self, width: 1, labels: labels, counts: [9, 3]) { $0.alpha = 0.5 }
        let lin = try run(BinaryFocalLoss.self, width: 1, labels: labels, counts: [9, 3]) {
            ($0.alpha, $0.alphaConvention) = (0.5, .lin)
        }
        expectSame(uniform, lin)
        let plain = try run(BinaryFocalLoss.self, width: 1, labels: labels, counts: [9, 3]) {
            ($0.alpha, $0.gamma) = (1, 0)
        }
        expectSame(plain, try run(BinaryCrossEntropy.self, width: 1, labels: labels, counts: [9, 3]))
    }

    /// Two classes: the softmax of logits (0, z) is the sigmoid of z.
    @Test func singleLogitIsSoftmaxOverItAndZero() throws {
        let labels: [Int32] = [0, 1, 1, 0]
        let logits = Self.numbers(4)
        var config = BinaryFocalLoss.Config()
        (config.alpha, config.gamma) = (1, 1.5)
        let single = try LossTrial(
            BinaryFocalLoss.self, config, on: .reference64, input: logits, shape: [4, 1], labels: labels,
            classCounts: [5, 5])
        var softmaxConfig = FocalLoss.Config()
        softmaxConfig.gamma = 1.5
        let softmax = try LossTrial(
            FocalLoss.self, softmaxConfig, on: .reference64, input: logits.flatMap { [0, $0] }, shape: [4, 2],
            labels: labels, classCounts: [5, 5])
        expectClose(single.values, softmax.values, relative: 1e-13)
        expectClose(single.probabilities, softmax.probabilities, relative: 1e-13)
    }

    @Test func unadjustedLogitsAreCrossEntropy() throws {
        expectSame(try run(LogitAdjustment.self) { $0.tau = 0 }, try run(CrossEntropy.self))
    }

    @Test func balancedSoftmaxIsLogitAdjustmentAtOne() throws {
        expectSame(try run(BalancedSoftmax.self), try run(LogitAdjustment.self) { $0.tau = 1 })
        let equal = try run(BalancedSoftmax.self, counts: [7, 7, 7])
        expectSame(equal, try run(CrossEntropy.self))
    }

    @Test func predictionsIgnoreTheAdjustment() throws {
        #expect(try run(BalancedSoftmax.self).probabilities == run(CrossEntropy.self).probabilities)
    }

    /// FAL without margin, focus and within-class part is cross-entropy over the logits −d.
    @Test func bareFocusedAnchorsAreASoftmaxOverDistances() throws {
        let anchors = Self.numbers(6, seed: 5)
        let bare = try run(FocusedAnchors.self, width: 2, parameters: ["anchors": anchors]) {
            ($0.objective.margin, $0.objective.beta, $0.objective.gamma) = (0, 0, 0)
        }
        let features = Self.numbers(Self.labels.count * 2)
        let logits = Self.labels.indices.flatMap { row in
            (0..<3).map { label in
                -(0..<2).reduce(0.0) { sum, axis in
                    let difference = features[row * 2 + axis] - anchors[label * 2 + axis]
                    return sum + difference * difference
                }
            }
        }
        let softmax = try LossTrial(
            CrossEntropy.self, CrossEntropy.Config(), on: .reference64, input: logits, shape: [Self.labels.count, 3],
            labels: Self.labels, classCounts: Self.counts)
        expectClose(bare.values, softmax.values, relative: 1e-12)
        expectClose(bare.probabilities, softmax.probabilities, relative: 1e-12)
    }

    @Test func marginsChangeTrainingOnly() throws {
        for kind in MarginKind.allCases {
            let without = try run(FocusedAnchors.self) { $0.objective.margin = 0 }
            let with = try run(FocusedAnchors.self) { ($0.objective.margin, $0.objective.marginKind) = (2, kind) }
            #expect(with.probabilities == without.probabilities)
            #expect(zip(with.values, without.values).allSatisfy { $0 > $1 }, "a margin makes every example harder")
        }
    }

    @Test func focalMixtureWithoutFocusIsTheMixture() throws {
        for covariance in CovarianceKind.allCases {
            expectSame(
                try run(FocalGaussianMixture.self) { ($0.mixture.covariance, $0.gamma) = (covariance, 0) },
                try run(LargeMarginGaussianMixture.self) { $0.mixture.covariance = covariance })
        }
    }

    @Test func unitDiagonalIsTheIdentity() throws {
        let identity = try run(LargeMarginGaussianMixture.self)
        let diagonal = try run(LargeMarginGaussianMixture.self) { $0.mixture.covariance = .diagonal }
        expectSame(diagonal, identity)
        expectClose(diagonal.probabilities, identity.probabilities, relative: 1e-13)
    }

    @Test func labelDistributionAwareMarginWithoutMarginIsCrossEntropyOverCosines() throws {
        let weight = [1.0, 0, 0, 1, -1, 0]
        let bare = try run(LabelDistributionAwareMargin.self, width: 2, parameters: ["weight": weight]) {
            $0.maxMargin = 0
        }
        let features = Self.numbers(Self.labels.count * 2)
        let logits = Self.labels.indices.flatMap { row -> [Double] in
            let (x, y) = (features[row * 2], features[row * 2 + 1])
            let norm = (x * x + y * y).squareRoot()
            return [30 * x / norm, 30 * y / norm, -30 * x / norm]
        }
        let softmax = try LossTrial(
            CrossEntropy.self, CrossEntropy.Config(), on: .reference64, input: logits, shape: [Self.labels.count, 3],
            labels: Self.labels, classCounts: Self.counts)
        expectClose(bare.values, softmax.values, relative: 1e-12)
    }
}
