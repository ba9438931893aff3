import Ballast
import ShippedPlugins

/// The components of the plugins that ship, in one place.
enum Shipped {
    static let registries: Registries = {
        var registries = Registries()
        do {
            try registries.losses.register(Affinity.self)
            try registries.losses.register(AsymmetricLoss.self)
            try registries.losses.register(BalancedContrastive.self)
            try registries.losses.register(ETFDotRegression.self)
            try registries.losses.register(InfluenceBalanced.self)
            try registries.losses.register(PolyLoss.self)
            try registries.losses.register(Seesaw.self)
            try registries.losses.register(SmoothAveragePrecision.self)
            try registries.samplers.register(SelfPacedUnderSampling.self)
            try registries.metrics.register(PrecisionAtTopK.self)
            try registries.models.register(WideResNet.self)
        } catch {
            preconditionFailure("\(error)")
        }
        return registries
    }()
}
