import BallastCore
import Testing

@Suite struct ConfigDecodingTests {
    func decode(_ yaml: String) throws -> RunFixture {
        try RunFixture.decode(ConfigNode.parse(yaml: yaml, path: "run.yaml"), catalog: fixtureCatalog())
    }

    @Test func readsEveryTypeOfSetting() throws {
        let config = try decode(
            """
            data: {path: data/cifar10.h5, long_tail: {imbalance_factor: 100}, cache: disk, shuffle: false}
            loss: {type: focal, gamma: 1e-3, alpha: [.5, 1_000, 2], alpha_convention: per_class}
            report: [cross_entropy, {type: focal}]
            epochs: 1_000
            hidden:
              - 64
            weights: {fraud: 10, honest: 0.5}
            deferred: 10..<20
            batch: 64
            clip: .inf
            """)
        #expect(config.data.path == "data/cifar10.h5")
        #expect(config.data.longTail?.imbalanceFactor == 100)
        #expect(config.data.cache == "disk")
        #expect(config.data.shuffle == false)
        #expect(config.loss.type == "focal")
        #expect(config.report.map(\.type) == ["cross_entropy", "focal"])
        #expect(config.epochs == 1000)
        #expect(config.hidden == [64])
        #expect(config.weights == ["fraud": 10, "honest": 0.5])
        #expect(config.deferred == 10...19)
        #expect(config.batch == 64)
        #expect(config.clip == .infinity)

        let losses = try lossRegistry()
        let focal = try losses.build(config.loss, context: LossFixtureContext(classCount: 3))
        let settings = try #require(focal as? FocalFixture).config
        #expect(settings.gamma == 0.001)
        #expect(settings.alpha == [0.5, 1000, 2])
        #expect(settings.alphaConvention == .perClass)
    }

    @Test func keysLeftOutTakeTheirDefaults() throws {
        let config = try decode("data: {path: a.h5}\nloss: cross_entropy")
        #expect(config.data.longTail == nil)
        #expect(config.data.cache == "none")
        #expect(config.data.shuffle)
        #expect(config.report.isEmpty)
        #expect(config.epochs == 200)
        #expect(config.hidden == [16, 8])
        #expect(config.deferred == 160...199)
        #expect(config.loss.settings["label_smoothing"] == .number(0))
    }

    @Test func configsAreValues() throws {
        let first = FocalFixture.Config()
        var second = first
        second.gamma = 5
        #expect(first.gamma == 2)
        #expect(second.gamma == 5)
        #expect(first != second)
        second.gamma = 2
        #expect(first == second)

        let node = try ConfigNode.parse(yaml: "gamma: 7", path: "a.yaml")
        let read = try FocalFixture.Config.decode(node)
        #expect(read.gamma == 7)
        #expect(FocalFixture.Config().gamma == 2, "reading one config must not change the next")
    }

    @Test func configsMadeInCodeAreChecked() throws {
        var config = FocalFixture.Config()
        #expect(try config.validated() == config)
        config.gamma = -1
        config.alpha = [0]
        #expect(
            throws: ConfigError([
                ConfigIssue(keyPath: "gamma", message: "out of range", got: "-1.0", allowed: "must be a number ≥ 0"),
                ConfigIssue(keyPath: "alpha.0", message: "out of range", got: "0.0", allowed: "must be a number > 0"),
            ])
        ) { try config.validated() }
    }

    @Test func componentsNamedByDefaultsAreCompletedToo() throws {
        struct Run: ComponentConfig {
            struct Head: ComponentConfig {
                @Setting("A loss.", kind: "loss") var loss: ComponentReference = "focal"
            }
            @Setting("A section.") var head = Head()
            @Setting("A list.", kind: "loss") var report: [ComponentReference] = ["plain"]
        }
        let config = try Run.decode(.emptySection, catalog: fixtureCatalog())
        #expect(config.head.loss.settings["gamma"] == .number(2))
        #expect(config.report == ["plain"])

        struct Wrong: ComponentConfig {
            @Setting("A loss.", kind: "loss") var loss: ComponentReference = "absent"
        }
        let error = #expect(throws: ConfigError.self) { try Wrong.decode(.emptySection, catalog: fixtureCatalog()) }
        #expect(
            error?.description
                == "loss: unknown loss: got \"absent\"; must be one of cross_entropy, focal, scaled, plain")
    }

    @Test func sectionsWithRequiredSettingsAreRequiredThemselves() throws {
        struct Run: ComponentConfig {
            @Setting("Where rows come from.") var data = RunFixture.Data()
        }
        #expect(Run.settings[0].isRequired)
        let error = #expect(throws: ConfigError.self) {
            try Run.decode(ConfigNode.parse(yaml: "", path: "run.yaml"))
        }
        #expect(error?.description == "run.yaml:1:1: data: missing; must be a section")
    }
}
