import BallastCore
import Testing

@Suite struct ConfigSchemaTests {
    @Test func componentAsText() throws {
        let focal = try lossRegistry().entry(named: "focal").description
        #expect(
            focal.text(kind: "loss") == """
                loss focal
                Cross-entropy that turns away from what is easy.
                Lin et al., ICCV 2017, arXiv:1708.02002

                Settings:
                  gamma: a number ≥ 0; default 2.0
                      Focusing exponent γ; 0 gives cross-entropy.
                  alpha_convention: one of uniform, per_class; default uniform
                      Which convention α follows.
                  alpha: a list of numbers > 0 or null; default null
                      Weight of each class; left out: none.

                """)
        let plain = try lossRegistry().entry(named: "plain").description
        #expect(plain.text(kind: "loss") == "loss plain\nA loss without settings.\n\nNo settings.\n")
    }

    @Test func sectionsAsText() {
        let text = RunFixture.settings.text()
        #expect(
            text.hasPrefix(
                """
                data: a section; required
                    Where rows come from.
                    path: a string; required
                        The file.
                    long_tail: a section or null; default null
                        Long-tailed subset; left out: all rows.
                        imbalance_factor: a number ≥ 1; required
                            Largest class over smallest.
                    cache: one of none, memory, disk; default none
                """))
    }

    @Test func componentAsMarkdown() throws {
        let focal = try lossRegistry().entry(named: "focal").description
        #expect(
            focal.markdown() == """
                ### `focal`

                Cross-entropy that turns away from what is easy.

                Source: Lin et al., ICCV 2017, arXiv:1708.02002

                | Setting | Value | Default | Meaning |
                |---|---|---|---|
                | `gamma` | a number ≥ 0 | `2.0` | Focusing exponent γ; 0 gives cross-entropy. |
                | `alpha_convention` | one of uniform, per_class | `uniform` | Which convention α follows. |
                | `alpha` | a list of numbers > 0 or null | `null` | Weight of each class; left out: none. |

                """)
        #expect(
            RunFixture.settings.markdownTable().contains(
                "| `data.long_tail.imbalance_factor` | a number ≥ 1 | required | Largest class over smallest. |"))
    }

    @Test func markdownCellsStayCells() {
        struct Tricky: ComponentConfig {
            struct Row: ComponentConfig {
                @Setting("A | B\nand C.") var either = "x|y"
            }
            @Setting("Rows.") var rows: [Row] = []
        }
        #expect(
            Tricky.settings.markdownTable().split(separator: "\n").last
                == "| `rows.*.either` | a string | `\"x\\|y\"` | A \\| B and C. |")
    }

    @Test func settingsAsJSON() throws {
        let focal = try lossRegistry().entry(named: "focal").description.encode()
        #expect(
            focal["settings"]?.json(isPretty: false) == """
                [{"name": "gamma", "type": "number", "required": false, "default": 2.0, \
                "help": "Focusing exponent γ; 0 gives cross-entropy.", "minimum": 0, "finite": true}, \
                {"name": "alpha_convention", "type": "choice", "required": false, "default": "uniform", \
                "help": "Which convention α follows.", "allowed": ["uniform", "per_class"]}, \
                {"name": "alpha", "type": "optional list of number", "required": false, "default": null, \
                "help": "Weight of each class; left out: none.", "exclusive_minimum": 0, "finite": true}]
                """)
        #expect(focal["paper"] == .string("Lin et al., ICCV 2017, arXiv:1708.02002"))

        let run = RunFixture.settings.encode()
        let byName = Dictionary(uniqueKeysWithValues: (run.elements ?? []).map { ($0["name"]?.string ?? "", $0) })
        #expect(byName["data"]?["required"] == .boolean(true))
        #expect(byName["data"]?["default"] == nil)
        #expect(byName["data"]?[at: "settings.1.settings.0.name"] == .string("imbalance_factor"))
        #expect(byName["loss"]?["kind"] == .string("loss"))
        #expect(byName["batch"]?["allowed"] == .list([.integer(32), .integer(64), .integer(128)]))
        #expect(byName["hidden"]?["minimum_count"] == .integer(1))
        #expect(byName["hidden"]?["maximum"] == .integer(1024))
        #expect(byName["clip"]?["finite"] == .boolean(false))
    }

    /// Every way to limit a setting, and its words.
    @Test func phrases() {
        struct Limits: ComponentConfig {
            @Setting("", range: 0...1) var closed = 0.5
            @Setting("", range: 0..<1) var halfOpen = 0.5
            @Setting("", range: ...1) var atMost = 0.5
            @Setting("", range: ..<1) var below = 0.5
            @Setting("", range: .above(0)) var above = 0.5
            @Setting("", range: .above(0, through: 1)) var aboveThrough = 0.5
            @Setting("", range: .above(0, below: 1)) var between = 0.5
            @Setting("", range: 1..., count: .exactly(2)) var pair = [1, 2]
            @Setting("", oneOf: ["a", "b"], count: 1...3) var names = ["a"]
            @Setting("") var flags: [Bool] = []
            @Setting("") var grid: [[Int]] = []
            @Setting("") var free = "x"
        }
        #expect(
            Limits.settings.map(\.allowedText) == [
                "a number in [0, 1]", "a number in [0, 1)", "a number ≤ 1", "a number < 1", "a number > 0",
                "a number in (0, 1]", "a number in (0, 1)", "a list of integers ≥ 1 (length = 2)",
                "a list of strings among a, b (length in [1, 3])", "a list of booleans", "a list of lists of integers",
                "a string",
            ])
    }
}
