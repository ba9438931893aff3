import BallastCore
import Testing

@Suite struct SettingGroupTests {
    struct Shared: ComponentConfig {
        @Setting("Lower end.") var low = 0.0
        @Setting("Upper end.", range: ...10) var high = 1.0

        func validate(_ check: inout ConfigCheck) {
            check.require(low <= high, "low", "must not exceed high", with: "high")
        }
    }

    struct Whole: ComponentConfig {
        @Setting("First of its own.") var first = 1
        @SettingGroup var shared = Shared()
        @Setting("Last of its own.") var last = 2
    }

    struct Clashing: ComponentConfig {
        @SettingGroup var shared = Shared()
        @Setting("Also called low.") var low = 3.0
    }

    @Test func settingsStandAmongTheConfigsOwn() {
        #expect(Whole.settings.map(\.name) == ["first", "low", "high", "last"])
        #expect(Whole.undeclaredProperties.isEmpty)
        #expect(Whole.declarationFaults.isEmpty)
    }

    @Test func valuesAreReadAndWrittenWithoutALevelOfTheirOwn() throws {
        let node = ConfigNode.section(["low": .number(-1), "last": .integer(7)])
        let whole = try Whole.decode(node)
        #expect(whole.shared.low == -1 && whole.shared.high == 1 && whole.first == 1 && whole.last == 7)
        #expect(try Whole.decode(whole.encode()) == whole)
        #expect(Whole().shared.low == 0, "reading a config must not change the declaration")
    }

    @Test(arguments: [
        (ConfigNode.section(["high": .number(11)]), "high: out of range: got 11.0; must be a number ≤ 10"),
        (ConfigNode.section(["low": .number(2)]), "low: must not exceed high"),
        (
            ConfigNode.section(["shared": .number(2)]),
            "shared: unknown key; the configuration has first, low, high, last"
        ),
    ])
    func mistakesAreReported(node: ConfigNode, message: String) {
        #expect { try Whole.decode(node) } throws: { "\($0)" == message }
    }

    @Test func clashingNamesAreADeclarationFault() {
        #expect(Clashing.declarationFaults == ["two settings are named low"])
    }
}
