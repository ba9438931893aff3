import Ballast
import ShippedPlugins
import TestSupport
import Testing

/// Values and gradients of every loss equal those of its paper's formula in PyTorch, written with plain loops.
@Suite struct GoldenPluginTests {
    @Test func poly() throws {
        var config = PolyLoss.Config()
        config.epsilon = 1.5
        try expectAgreement(PolyLoss.self, config, "poly")
    }

    @Test func asymmetric() throws {
        try expectAgreement(AsymmetricLoss.self, .init(), "asymmetric")
        var config = AsymmetricLoss.Config()
        (config.gammaPositive, config.gammaNegative, config.margin) = (0.5, 2.5, 0)
        try expectAgreement(AsymmetricLoss.self, config, "asymmetric_unshifted")
    }

    @Test func affinity() throws {
        var config = Affinity.Config()
        (config.sigma, config.margin, config.prototypes, config.diversity) = (3, 0.6, 2, 0.5)
        try expectAgreement(Affinity.self, config, "affinity", state: ["prototypes"])
    }

    @Test func seesaw() throws { try expectAgreement(Seesaw.self, .init(), "seesaw", state: ["counts"]) }

    @Test func influenceBalanced() throws {
        try expectAgreement(InfluenceBalanced.self, .init(), "influence_balanced")
    }

    @Test func balancedContrastive() throws {
        try expectAgreement(BalancedContrastive.self, .init(), "balanced_contrastive", state: ["prototypes"])
    }

    @Test func dotRegression() throws {
        try expectAgreement(ETFDotRegression.self, .init(), "etf_dot_regression", state: ["frame"])
    }

    @Test func smoothAveragePrecision() throws {
        var config = SmoothAveragePrecision.Config()
        config.temperature = 0.05
        try expectAgreement(SmoothAveragePrecision.self, config, "smooth_ap", classCounts: [60, 14])
    }

    private func expectAgreement<L: Loss>(
        _ type: L.Type, _ config: L.Config, _ path: String, state names: [String] = [],
        classCounts: [Int] = [57, 12, 5]
    ) throws {
        let golden = try Golden("plugins").group(path)
        var state: [String: [Double]] = [:]
        for name in names { state[name] = try golden.doubles(name).values }
        let trial = try PluginTrial(
            type, config, logits: golden.doubles("logits"), features: golden.doubles("features"),
            labels: golden.int32s("labels").values, classCounts: classCounts, state: state)
        expectClose(trial.values, try golden.doubles("loss").values, "\(path): values")
        if try golden.contains("grad_logits") {
            expectClose(trial.logitGradient, try golden.doubles("grad_logits").values, "\(path): logits")
        }
        if try golden.contains("grad_features") {
            expectClose(trial.featureGradient, try golden.doubles("grad_features").values, "\(path): features")
        }
        for (name, gradient) in trial.parameterGradients {
            expectClose(gradient, try golden.doubles("grad_\(name)").values, "\(path): \(name)")
        }
    }
}

/// Expects equal numbers of values, each within 1e-10 of the largest expected magnitude.
func expectClose(
    _ actual: [Double], _ expected: [Double], _ label: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record("\(label): \(actual.count) values, expected \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    let size = expected.reduce(1) { max($0, abs($1)) }
    for (index, (got, wanted)) in zip(actual, expected).enumerated() where !(abs(got - wanted) <= 1e-10 * size) {
        Issue.record("\(label): element \(index) is \(got), expected \(wanted)", sourceLocation: sourceLocation)
        return
    }
}
