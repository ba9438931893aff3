import Ballast
import ShippedPlugins
import TestSupport
import Testing

/// Settings at which a plugin's loss is one that Ballast has.
@Suite struct PluginIdentityTests {
    private static let labels: [Int32] = [0, 1, 0, 2, 0, 1, 0]

    @Test func polyWithoutEpsilonIsCrossEntropy() throws {
        var config = PolyLoss.Config()
        config.epsilon = 0
        try expectSame(PolyLoss.self, config, as: CrossEntropy.self)
    }

    @Test func seesawWithoutExponentsIsCrossEntropy() throws {
        var config = Seesaw.Config()
        (config.p, config.q) = (0, 0)
        try expectSame(Seesaw.self, config, as: CrossEntropy.self, state: ["counts": [40, 7, 0]])
    }

    @Test func asymmetricWithoutFocusIsSigmoidCrossEntropy() throws {
        var config = AsymmetricLoss.Config()
        (config.gammaPositive, config.gammaNegative, config.margin) = (0, 0, 0)
        try expectSame(AsymmetricLoss.self, config, as: SigmoidCrossEntropy.self)
    }

    @Test func influenceBalancedStartsAsCrossEntropy() throws {
        try expectSame(
            InfluenceBalanced.self, .init(), as: CrossEntropy.self, position: TrainingPosition(step: 990, epoch: 99))
        let balanced = try trial(InfluenceBalanced.self, .init(), position: TrainingPosition(step: 1000, epoch: 100))
        let alone = try trial(InfluenceBalanced.self, .init())
        #expect(balanced.values == alone.values)
    }

    @Test func contrastiveWithoutContrastIsBalancedSoftmax() throws {
        var config = BalancedContrastive.Config()
        (config.classification, config.contrastive) = (1, 0)
        try expectSame(BalancedContrastive.self, config, as: BalancedSoftmax.self)
    }

    private func trial<L: Loss>(
        _ type: L.Type, _ config: L.Config, state: [String: [Double]] = [:], position: TrainingPosition? = nil
    ) throws -> PluginTrial {
        let golden = try Golden("plugins").group("poly")
        return try PluginTrial(
            type, config, logits: golden.doubles("logits"), features: golden.doubles("features"),
            labels: Self.labels, classCounts: [57, 12, 5], state: state, position: position)
    }

    private func expectSame<L: Loss, Known: Loss>(
        _ type: L.Type, _ config: L.Config, as known: Known.Type, state: [String: [Double]] = [:],
        position: TrainingPosition? = nil
    ) throws {
        let plugin = try trial(type, config, state: state, position: position)
        let reference = try trial(known, Known.Config())
        expectClose(plugin.values, reference.values, "values")
        expectClose(plugin.logitGradient, reference.logitGradient, "gradients")
    }
}
