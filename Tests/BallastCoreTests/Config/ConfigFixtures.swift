import BallastCore

/// A loss-like component with every form of declaration.
struct FocalFixture: Component {
    enum Convention: String, ConfigEnum { case uniform, perClass }

    struct Config: ComponentConfig {
        @Setting("Focusing exponent γ; 0 gives cross-entropy.", range: 0...) var gamma = 2.0
        @Setting("Which convention α follows.") var alphaConvention: Convention = .uniform
        @Setting("Weight of each class; left out: none.", range: .above(0)) var alpha: [Double]?
        init() {}

        func validate(_ check: inout ConfigCheck) {
            check.require(
                alpha != nil || alphaConvention == .uniform, "alpha", "needed when alpha_convention is per_class",
                with: "alpha_convention")
        }
    }

    static let name = "focal"
    static let summary = "Cross-entropy that turns away from what is easy."
    static let paper: String? = "Lin et al., ICCV 2017, arXiv:1708.02002"
    let config: Config
}

struct CrossEntropyFixture: Component {
    struct Config: ComponentConfig {
        @Setting("Share of probability given to all classes alike.", range: 0..<1) var labelSmoothing = 0.0
    }

    static let name = "cross_entropy"
    static let summary = "Minus the logarithm of the true class's probability."
    let config: Config
}

/// A component that names another of its kind.
struct ScaledFixture: Component {
    struct Config: ComponentConfig {
        @Setting("The loss to scale.", kind: "loss") var base: ComponentReference
        @Setting("The factor.", range: .above(0, through: 10)) var factor: Double
    }

    static let name = "scaled"
    static let summary = "A constant times another loss."
    let config: Config
}

struct PlainFixture: Component {
    struct Config: ComponentConfig {}

    static let name = "plain"
    static let summary = "A loss without settings."
    let config: Config
}

struct LossFixtureContext {
    var classCount = 10
}

func lossRegistry() throws -> Registry<any Component, LossFixtureContext> {
    var losses = Registry<any Component, LossFixtureContext>(kind: "loss")
    try losses.register(ComponentFactory(CrossEntropyFixture.self) { config, _ in CrossEntropyFixture(config: config) })
    try losses.register(
        ComponentFactory(FocalFixture.self) { config, context in
            if let alpha = config.alpha, alpha.count != context.classCount {
                throw ConfigError(
                    key: "alpha", "has \(alpha.count) values, but the data set has \(context.classCount) classes")
            }
            return FocalFixture(config: config)
        })
    try losses.register(ComponentFactory(ScaledFixture.self) { config, _ in ScaledFixture(config: config) })
    try losses.register(ComponentFactory(PlainFixture.self) { config, _ in PlainFixture(config: config) })
    return losses
}

/// A run configuration with every type of setting.
struct RunFixture: ComponentConfig {
    struct Data: ComponentConfig {
        @Setting("The file.") var path: String
        @Setting("Long-tailed subset; left out: all rows.") var longTail: LongTail?
        @Setting("How the file is cached.", oneOf: ["none", "memory", "disk"]) var cache = "none"
        @Setting("Whether order is drawn anew each epoch.") var shuffle = true
    }

    struct LongTail: ComponentConfig {
        @Setting("Largest class over smallest.", range: 1...) var imbalanceFactor: Double
    }

    @Setting("Where rows come from.") var data: Data
    @Setting("What is minimised.", kind: "loss") var loss: ComponentReference
    @Setting("Losses that are only reported.", kind: "loss") var report: [ComponentReference] = []
    @Setting("Passes over the data.", range: 1...) var epochs = 200
    @Setting("Hidden widths.", range: 1...1024, count: 1...) var hidden = [16, 8]
    @Setting("Factor on each class's weight.", range: 0...) var weights: [String: Double] = [:]
    @Setting("Epochs with deferred weights.", range: 0...) var deferred: ClosedRange<Int> = 160...199
    @Setting("Batch size.", oneOf: [32, 64, 128]) var batch = 128
    @Setting("Largest norm of a gradient; may be infinite.", range: .above(0), isFinite: false) var clip = Double
        .infinity
}

func fixtureCatalog() throws -> ComponentCatalog {
    ComponentCatalog([try lossRegistry()])
}
