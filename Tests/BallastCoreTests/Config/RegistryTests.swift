import BallastCore
import Testing

@Suite struct RegistryTests {
    @Test func keepsTheOrderOfRegistration() throws {
        let losses = try lossRegistry()
        #expect(losses.names == ["cross_entropy", "focal", "scaled", "plain"])
        #expect(losses.descriptions.map(\.paper) == [nil, "Lin et al., ICCV 2017, arXiv:1708.02002", nil, nil])
        #expect(losses.descriptions[1].settings.map(\.name) == ["gamma", "alpha_convention", "alpha"])
    }

    @Test func refusesASecondComponentOfTheName() throws {
        struct Impostor: Component {
            typealias Config = PlainFixture.Config
            static let name = "focal"
            static let summary = "Another."
        }
        var losses = try lossRegistry()
        let error = #expect(throws: RegistryError.self) {
            try losses.register(ComponentFactory(Impostor.self) { _, _ in Impostor() })
        }
        let text = try #require(error).description
        #expect(text.hasPrefix("two of a name: loss \"focal\" is BallastCoreTests.FocalFixture; "))
        #expect(text.contains("Impostor"))
        #expect(text.hasSuffix(" must take another name"))
        #expect(losses.names.count == 4)
    }

    @Test func refusesNamesNotInSnakeCase() throws {
        struct Shouting: Component {
            typealias Config = PlainFixture.Config
            static let name = "FocalLoss"
            static let summary = "Loud."
        }
        var losses = try lossRegistry()
        let error = #expect(throws: RegistryError.self) {
            try losses.register(ComponentFactory(Shouting.self) { _, _ in Shouting() })
        }
        let text = try #require(error).description
        #expect(text.hasSuffix(": \"FocalLoss\" is no name for a loss; names are in snake_case, such as my_loss"))

        #expect(["focal", "fl_lgm", "top5", "a"].allSatisfy { $0.isSnakeCase })
        #expect(
            !["", "Focal", "focal-loss", "2focal", "focal_", "_focal", "fokál", "a b"].contains { $0.isSnakeCase })
    }

    @Test func refusesWrongDeclarations() throws {
        struct Broken: Component {
            struct Config: ComponentConfig {
                @Setting("One.", name: "b") var a = 1
                @Setting("Two.", range: 3...) var b = 2
                @Setting("Three.") var type = "x"
                var forgotten = 0
            }
            static let name = "broken"
            static let summary = "Wrong in every way."
        }
        var losses = try lossRegistry()
        let error = #expect(throws: RegistryError.self) {
            try losses.register(ComponentFactory(Broken.self) { _, _ in Broken() })
        }
        guard case .invalidDeclaration(_, "broken", _, let faults) = try #require(error) else {
            Issue.record("another error: \(error as Any)")
            return
        }
        #expect(
            faults == [
                "forgotten is no @Setting, so no configuration can reach it",
                "two settings are named b",
                "type is the key of the component's own name",
                "the default of b: out of range: got 2; must be an integer ≥ 3",
            ])
    }

    @Test func namesTheNearestWhenNoneIsFound() throws {
        let losses = try lossRegistry()
        #expect(try losses.entry(named: "focal").description.name == "focal")
        let error = #expect(throws: RegistryError.self) { try losses.entry(named: "fcoal") }
        #expect(
            error?.description
                == "unknown loss: got \"fcoal\"; must be one of cross_entropy, focal, scaled, plain — did you mean \"focal\"?"
        )
    }

    @Test func readingComesBeforeMaking() throws {
        let losses = try lossRegistry()
        let root = try ConfigNode.parse(yaml: "loss:\n  type: focal\n  alpha: [1, 2]", path: "run.yaml")
        let node = try #require(root["loss"])
        var decoding = ConfigDecoding()
        let reference = try #require(
            ComponentReference.decode(node, at: "loss", rules: SettingRules(kind: "loss"), in: &decoding))

        var issues: [ConfigIssue] = []
        let component = try #require(losses.decode(reference, into: &issues))
        #expect(issues.isEmpty)
        #expect(component.name == "focal")
        #expect((component.config as? FocalFixture.Config)?.alpha == [1, 2])
        #expect(component.reference.settings.entries?.map(\.key) == ["gamma", "alpha_convention", "alpha"])

        #expect(try component.build(LossFixtureContext(classCount: 2)) is FocalFixture)
        let error = #expect(throws: ConfigError.self) { try component.build(LossFixtureContext(classCount: 10)) }
        #expect(
            error?.description == "run.yaml:3:3: loss.alpha: has 2 values, but the data set has 10 classes")
    }

    @Test func complaintsWhileMakingAreTracedToTheFile() throws {
        let yaml = """
            data: {path: a.h5}
            loss: cross_entropy
            report:
              - type: focal
                alpha: [1, 2]
            """
        let config = try RunFixture.decode(
            ConfigNode.parse(yaml: yaml, path: "run.yaml"), catalog: fixtureCatalog())
        let error = #expect(throws: ConfigError.self) {
            try lossRegistry().build(config.report[0], context: LossFixtureContext(classCount: 10))
        }
        #expect(error?.description == "run.yaml:5:5: report.0.alpha: has 2 values, but the data set has 10 classes")
    }
}
