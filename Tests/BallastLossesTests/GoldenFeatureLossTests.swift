import BallastCore
import BallastLosses
import BallastTensor
import TestSupport
import Testing

/// Losses over features, which own their head, against reference values and gradients.
@Suite struct GoldenFeatureLossTests {
    let golden = try! Golden("losses")

    private func trial<L: Loss>(
        _ type: L.Type, _ config: L.Config, _ item: GoldenCase, classes: Int, parameters: [String: [Double]],
        on bench: Bench, classCounts: [Int]? = nil
    ) throws -> LossTrial {
        let features = try item.whole("features")
        let trial = try LossTrial(
            type, config, on: bench, input: features.values, shape: features.shape, labels: try item.labels(),
            classCounts: classCounts ?? [Int](repeating: 10, count: classes), parameters: parameters)
        try trial.expectAgreement(with: item, input: "features", width: features.shape[1], tolerance: bench.tolerance)
        return trial
    }

    /// Compares the gradient of a parameter, row by row.
    private func expectGradient(
        _ trial: LossTrial, _ parameter: String, _ item: GoldenCase, width: Int, on bench: Bench
    ) throws {
        let gradient = try #require(trial.parameterGradients[parameter], "\(item.label): \(parameter) has no gradient")
        expectRows(
            gradient, try item.slice("grad_\(parameter)"), width: width, tolerance: bench.tolerance,
            "\(item.label): grad_\(parameter)")
    }

    private func expectTerm(_ trial: LossTrial, _ term: String, _ item: GoldenCase, on bench: Bench) throws {
        expectRows(
            try #require(trial.terms[term]), try item.slice(term), width: 1, tolerance: bench.tolerance,
            "\(item.label): \(term)")
    }

    @Test(arguments: Bench.all) func focusedAnchors(bench: Bench) throws {
        let paths = (0..<8).map { "fal/set\($0)" } + ["extreme/fal"]
        for item in try GoldenCase.cases(golden, paths) {
            let anchors = try item.whole("anchors")
            let (classes, width) = (anchors.shape[0], anchors.shape[1])
            var settings = AnchorSettings()
            settings.beta = try item.number("beta")
            settings.gamma = try item.number("gamma")
            settings.margin = try item.number("margin")
            settings.marginKind = try item.flag("margin_kind") ? .multiplicative : .additive
            settings.alpha = try item.factors("class_alpha")

            var config = FocusedAnchors.Config()
            config.objective = settings
            let trained = try trial(
                FocusedAnchors.self, config, item, classes: classes, parameters: ["anchors": anchors.values],
                on: bench)
            try expectGradient(trained, "anchors", item, width: width, on: bench)
            try expectTerm(trained, "focal", item, on: bench)
            let withinClass = try #require(trained.terms["within_class"])
            expectRows(
                [withinClass.reduce(0, +) / Double(withinClass.count)], [try item.number("within_class")], width: 1,
                tolerance: bench.tolerance, "\(item.label): within_class")
            expectRows(
                trained.probabilities, try item.whole("eval_probabilities").values, width: classes,
                tolerance: bench.tolerance, "\(item.label): probabilities")

            // FAML's loss is FAL's, with anchors that get no gradient.
            var meansConfig = FocusedAnchorMeans.Config()
            meansConfig.objective = settings
            let means = try trial(
                FocusedAnchorMeans.self, meansConfig, item, classes: classes,
                parameters: ["anchors": anchors.values], on: bench)
            #expect(means.values == trained.values && means.inputGradient == trained.inputGradient)
            #expect(means.probabilities == trained.probabilities)
            #expect(means.parameterGradients.isEmpty)
        }
    }

    /// What LGM and focal loss over LGM have in common.
    private func checkMixture<L: Loss>(
        _ type: L.Type, _ config: L.Config, _ item: GoldenCase, isDiagonal: Bool, on bench: Bench
    ) throws {
        let centres = try item.whole("centres")
        let (classes, width) = (centres.shape[0], centres.shape[1])
        let mixture = try trial(
            type, config, item, classes: classes,
            parameters: ["centres": centres.values, "log_variance": try item.whole("log_variance").values], on: bench)
        try expectGradient(mixture, "centres", item, width: width, on: bench)
        if isDiagonal { try expectGradient(mixture, "log_variance", item, width: width, on: bench) }
        #expect(mixture.parameterGradients.keys.contains("log_variance") == isDiagonal)
        try expectTerm(mixture, "classification", item, on: bench)
        try expectTerm(mixture, "likelihood", item, on: bench)
        expectRows(
            mixture.probabilities, try item.slice("eval_probabilities"), width: classes, tolerance: bench.tolerance,
            "\(item.label): probabilities")
    }

    private func settings(_ item: GoldenCase) throws -> GaussianMixtureSettings {
        var settings = GaussianMixtureSettings()
        settings.covariance = try item.flag("diagonal_covariance") ? .diagonal : .identity
        settings.marginAlpha = try item.number("margin_alpha")
        settings.likelihoodWeight = try item.number("likelihood_weight")
        settings.likelihoodLogDet = try item.flag("likelihood_log_det")
        return settings
    }

    @Test(arguments: Bench.all) func largeMarginGaussianMixture(bench: Bench) throws {
        for item in try GoldenCase.cases(golden, ["lgm/set0", "lgm/set1", "extreme/lgm"]) {
            var config = LargeMarginGaussianMixture.Config()
            config.mixture = try settings(item)
            try checkMixture(
                LargeMarginGaussianMixture.self, config, item, isDiagonal: config.mixture.covariance == .diagonal,
                on: bench)
        }
    }

    @Test(arguments: Bench.all) func focalGaussianMixture(bench: Bench) throws {
        for item in try GoldenCase.cases(golden, ["focal_lgm/set0", "focal_lgm/set1", "extreme/focal_lgm"]) {
            var config = FocalGaussianMixture.Config()
            config.mixture = try settings(item)
            config.gamma = try item.number("gamma")
            config.alpha = try item.factors("class_alpha")
            try checkMixture(
                FocalGaussianMixture.self, config, item, isDiagonal: config.mixture.covariance == .diagonal, on: bench)
        }
    }

    @Test(arguments: Bench.all) func labelDistributionAwareMarginOverCosines(bench: Bench) throws {
        for item in try GoldenCase.cases(golden, ["ldam/set0", "ldam/set1"]) {
            let cosines = try item.whole("cosine")
            var config = LabelDistributionAwareMargin.Config()
            config.maxMargin = try item.number("max_margin")
            config.scale = try item.number("scale")
            let store = bench.store()
            let loss = try LabelDistributionAwareMargin(
                config: config,
                context: LossContext(
                    classCounts: try item.group.integers("class_counts").values, featureWidth: 4, scope: store.root))
            expectClose(loss.margins, try item.slice("margins"), relative: 1e-12, item.label)

            let leaf = Tensor(
                cosines.values, shape: Shape(cosines.shape), scalarType: bench.scalarType, on: store.device
            ).tracked()
            let labels = Labels(try item.labels(), bound: cosines.shape[1])
            let value = loss.values(cosines: leaf, labels)
            let weights = try item.slice("class_weight")
            let reduction = LossReduction(
                weights: weights, normalization: try item.flag("reduction") ? .weights : .batch)
            let mean = reduction(value, labels)
            mean.backward()
            expectRows(
                zip(value.values.doubles(), labels.values).map { $0 * weights[Int($1)] }, try item.slice("loss"),
                width: 1, tolerance: bench.tolerance, "\(item.label): loss")
            expectRows([mean.item()], [try item.number("mean")], width: 1, tolerance: bench.tolerance, item.label)
            expectRows(
                try #require(leaf.gradient).doubles(), try item.slice("grad_cosine"), width: cosines.shape[1],
                tolerance: bench.tolerance, "\(item.label): grad_cosine")
        }
    }

    @Test(arguments: Bench.all) func labelDistributionAwareMarginWithHead(bench: Bench) throws {
        for item in try GoldenCase.cases(golden, ["ldam_head/set0", "ldam_head/set1"]) {
            let weight = try item.whole("weight")
            var config = LabelDistributionAwareMargin.Config()
            config.maxMargin = try item.number("max_margin")
            config.scale = try item.number("scale")
            let result = try trial(
                LabelDistributionAwareMargin.self, config, item, classes: weight.shape[0],
                parameters: ["weight": weight.values], on: bench,
                classCounts: try item.group.integers("class_counts").values)
            try expectGradient(result, "weight", item, width: weight.shape[1], on: bench)
        }
    }
}
