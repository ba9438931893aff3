import BallastCore
import BallastLosses
import BallastTensor
import TestSupport
import Testing

/// Losses over logits against PyTorch's values and gradients, and against 60-digit ones at the extremes.
@Suite struct GoldenLogitLossTests {
    let golden = try! Golden("losses")

    /// Runs a loss over every case of groups whose input is `logits` [N, K].
    private func check<L: Loss>(
        _ type: L.Type, _ paths: [String], on bench: Bench,
        classCounts: (GoldenCase, Int) throws -> [Int] = {
            [Int](repeating: 10, count: $1)
        }, reduction: (GoldenCase) throws -> LossReduction = { _ in .mean }, absolute: Double = 0,
        configure: (inout L.Config, GoldenCase) throws -> Void
    ) throws {
        for item in try GoldenCase.cases(golden, paths) {
            let logits = try item.whole("logits")
            let classes = logits.shape.count == 1 ? 2 : logits.shape[1]
            var config = L.Config()
            try configure(&config, item)
            let trial = try LossTrial(
                type, config, on: bench, input: logits.values,
                shape: logits.shape.count == 1 ? [logits.count, 1] : logits.shape, labels: try item.labels(),
                classCounts: try classCounts(item, classes), reduction: try reduction(item))
            try trial.expectAgreement(
                with: item, input: "logits", width: logits.shape.count == 1 ? 1 : classes, tolerance: bench.tolerance,
                absolute: absolute)
        }
    }

    private func weighted(_ item: GoldenCase) throws -> LossReduction {
        LossReduction(
            weights: try item.factors("class_weight"), normalization: try item.flag("reduction") ? .weights : .batch)
    }

    @Test(arguments: Bench.all) func crossEntropy(bench: Bench) throws {
        try check(
            CrossEntropy.self, ["softmax_ce/set0", "softmax_ce/set1", "softmax_ce/set2", "extreme/softmax_ce"],
            on: bench, reduction: weighted
        ) { _, _ in }
    }

    @Test(arguments: Bench.all) func labelSmoothing(bench: Bench) throws {
        // The references are PyTorch's own float64 results: a loss of 1e-7 is log(1 + 1e-7) there, rounded near 1.
        try check(
            CrossEntropy.self, ["label_smoothing/set0", "label_smoothing/set1", "extreme/label_smoothing"], on: bench,
            absolute: 1e-15
        ) {
            $0.labelSmoothing = try $1.number("smoothing")
        }
    }

    @Test(arguments: Bench.all) func focal(bench: Bench) throws {
        try check(
            FocalLoss.self, ["focal_softmax/set0", "focal_softmax/set1", "extreme/focal_softmax"], on: bench
        ) {
            $0.gamma = try $1.number("gamma")
            $0.alpha = try $1.factors("class_alpha")
        }
    }

    @Test(arguments: Bench.all) func focalSigmoid(bench: Bench) throws {
        try check(SigmoidFocalLoss.self, ["focal_ova/set0", "focal_ova/set1", "extreme/focal_ova"], on: bench) {
            $0.gamma = try $1.number("gamma")
            let (positive, negative) = (try $1.number("alpha_positive"), try $1.number("alpha_negative"))
            #expect(positive == 1 && negative == 1 || positive + negative == 1)
            $0.alpha = positive == 1 ? nil : positive
        }
    }

    @Test(arguments: Bench.all) func focalBinaryUniform(bench: Bench) throws {
        try check(BinaryFocalLoss.self, ["focal_binary_uniform", "extreme/focal_binary_uniform"], on: bench) {
            $0.gamma = try $1.number("gamma")
            $0.alpha = try $1.number("alpha")
            $0.alphaConvention = .uniform
        }
    }

    @Test(arguments: Bench.all) func focalBinaryLin(bench: Bench) throws {
        try check(BinaryFocalLoss.self, ["focal_binary_alpha_t", "extreme/focal_binary_alpha_t"], on: bench) {
            $0.gamma = try $1.number("gamma")
            $0.alpha = try $1.number("alpha")
            $0.alphaConvention = .lin
        }
    }

    @Test(arguments: Bench.all) func binaryCrossEntropy(bench: Bench) throws {
        try check(BinaryCrossEntropy.self, ["bce_with_logits", "extreme/bce_with_logits"], on: bench) {
            $0.posWeight = try $1.number("pos_weight")
        }
    }

    @Test(arguments: Bench.all) func logitAdjustment(bench: Bench) throws {
        try check(
            LogitAdjustment.self, ["logit_adjustment/set0", "logit_adjustment/set1", "extreme/logit_adjustment"],
            on: bench, classCounts: { item, _ in try item.group.integers("class_counts").values }
        ) {
            $0.tau = try $1.number("tau")
        }
    }

    // MARK: Class-balanced weights beside four losses

    private let sets = ["class_balanced/set0", "class_balanced/set1"]

    /// The reduction of a case, its weights computed by the component `effective_number` and not read from the file.
    private func classBalanced(_ item: GoldenCase) throws -> LossReduction {
        let set = try golden.group(String(item.path.prefix("class_balanced/set0".count)))
        var config = EffectiveNumber.Config()
        config.beta = try item.number("beta")
        let weighting = try EffectiveNumber(
            config: config, context: WeightingContext(classCounts: try set.integers("class_counts").values))
        let weights = try #require(weighting.weights)
        expectClose(weights, try item.slice("class_weight"), relative: 1e-12, item.label)
        let isDivided = try item.group.contains("reduction") && item.flag("reduction")
        return LossReduction(weights: weights, normalization: isDivided ? .weights : .batch)
    }

    @Test(arguments: Bench.all) func classBalancedCrossEntropy(bench: Bench) throws {
        try check(CrossEntropy.self, sets.map { $0 + "/softmax_ce" }, on: bench, reduction: classBalanced) { _, _ in }
    }

    @Test(arguments: Bench.all) func classBalancedFocal(bench: Bench) throws {
        try check(FocalLoss.self, sets.map { $0 + "/focal_softmax" }, on: bench, reduction: classBalanced) {
            $0.gamma = try $1.number("gamma")
        }
    }

    @Test(arguments: Bench.all) func classBalancedFocalSigmoid(bench: Bench) throws {
        try check(SigmoidFocalLoss.self, sets.map { $0 + "/focal_ova" }, on: bench, reduction: classBalanced) {
            $0.gamma = try $1.number("gamma")
        }
    }

    @Test(arguments: Bench.all) func classBalancedSigmoid(bench: Bench) throws {
        try check(SigmoidCrossEntropy.self, sets.map { $0 + "/sigmoid" }, on: bench, reduction: classBalanced) {
            _, _ in
        }
    }
}
