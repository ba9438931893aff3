import BallastCore
import Testing

/// What users read for every way in which a configuration can be wrong, word for word.
@Suite struct ConfigMessageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let yaml: String
        let message: String
        var testDescription: String { yaml }

        init(_ yaml: String, _ message: String) {
            self.yaml = yaml
            self.message = message
        }
    }

    /// The configuration that each case's lines are added to.
    static let sound = "data: {path: a.h5}\nloss: focal\n"

    static func message(for yaml: String) throws -> String {
        let error = #expect(throws: ConfigError.self) {
            try RunFixture.decode(ConfigNode.parse(yaml: yaml, path: "run.yaml"), catalog: fixtureCatalog())
        }
        return try #require(error).description
    }

    static let settings: [Case] = [
        // Unknown keys.
        Case(
            "epoch: 3",
            "run.yaml:3:1: epoch: unknown key; the configuration has data, loss, report, epochs, hidden, weights, deferred, batch, clip — did you mean \"epochs\"?"
        ),
        Case(
            "zzz: 3",
            "run.yaml:3:1: zzz: unknown key; the configuration has data, loss, report, epochs, hidden, weights, deferred, batch, clip"
        ),
        Case(
            "report: [{type: plain, gamma: 1}]",
            "run.yaml:3:24: report.0.gamma: unknown key; loss plain has no settings"),
        Case(
            "report: [{type: focal, gama: 1}]",
            "run.yaml:3:24: report.0.gama: unknown key; loss focal has gamma, alpha_convention, alpha — did you mean \"gamma\"?"
        ),
        Case(
            "report:\n  - type: focal\n    alphaConvention: uniform",
            "run.yaml:5:5: report.0.alphaConvention: unknown key; loss focal has gamma, alpha_convention, alpha — did you mean \"alpha_convention\"?"
        ),
        // Integers.
        Case("epochs: many", "run.yaml:3:9: epochs: wrong type: got the string \"many\"; must be an integer ≥ 1"),
        Case("epochs: \"3\"", "run.yaml:3:9: epochs: wrong type: got the string \"3\"; must be an integer ≥ 1"),
        Case("epochs: 2.5", "run.yaml:3:9: epochs: wrong type: got 2.5; must be an integer ≥ 1"),
        Case("epochs: 1e3", "run.yaml:3:9: epochs: wrong type: got 1e3; must be an integer ≥ 1 — did you mean 1000?"),
        Case("epochs: 010", "run.yaml:3:9: epochs: wrong type: got the string \"010\"; must be an integer ≥ 1"),
        Case("epochs: true", "run.yaml:3:9: epochs: wrong type: got true; must be an integer ≥ 1"),
        Case("epochs:", "run.yaml:3:8: epochs: wrong type: got nothing; must be an integer ≥ 1"),
        Case("epochs: [1]", "run.yaml:3:9: epochs: wrong type: got a list; must be an integer ≥ 1"),
        Case("epochs: {a: 1}", "run.yaml:3:9: epochs: wrong type: got a section; must be an integer ≥ 1"),
        Case("epochs: 0", "run.yaml:3:9: epochs: out of range: got 0; must be an integer ≥ 1"),
        Case(
            "epochs: 99999999999999999999",
            "run.yaml:3:9: epochs: out of range: got 99999999999999999999; must be an integer of 64 bits"),
        Case("batch: 100", "run.yaml:3:8: batch: out of range: got 100; must be one of 32, 64, 128"),
        // Numbers.
        Case(
            "report: [{type: focal, gamma: two}]",
            "run.yaml:3:31: report.0.gamma: wrong type: got the string \"two\"; must be a number ≥ 0"),
        Case(
            "report: [{type: focal, gamma: -1e-3}]",
            "run.yaml:3:31: report.0.gamma: out of range: got -1e-3; must be a number ≥ 0"),
        Case(
            "report: [{type: focal, gamma: .nan}]",
            "run.yaml:3:31: report.0.gamma: not finite: got .nan; must be a number ≥ 0"),
        Case(
            "report: [{type: focal, gamma: 1e999}]",
            "run.yaml:3:31: report.0.gamma: not finite: got 1e999; must be a number ≥ 0"),
        Case(
            "report: [{type: cross_entropy, label_smoothing: 1}]",
            "run.yaml:3:49: report.0.label_smoothing: out of range: got 1; must be a number in [0, 1)"),
        Case(
            "report: [{type: scaled, base: plain, factor: 0}]",
            "run.yaml:3:46: report.0.factor: out of range: got 0; must be a number in (0, 10]"),
        Case("clip: 0", "run.yaml:3:7: clip: out of range: got 0; must be a number > 0"),
        Case("clip: .nan", "run.yaml:3:7: clip: out of range: got .nan; must be a number > 0"),
        // Booleans and strings, with YAML 1.1's words for booleans.
        Case(
            "data: {path: a, shuffle: no}",
            "run.yaml:1:26: data.shuffle: wrong type: got the string \"no\"; must be true or false — did you mean false?"
        ),
        Case(
            "data: {path: a, shuffle: On}",
            "run.yaml:1:26: data.shuffle: wrong type: got the string \"On\"; must be true or false — did you mean true?"
        ),
        Case(
            "data: {path: a, shuffle: 2}",
            "run.yaml:1:26: data.shuffle: wrong type: got 2; must be true or false"),
        Case(
            "data: {path: 12}",
            "run.yaml:1:14: data.path: wrong type: got 12; must be a string — did you mean \"12\"?"),
        Case(
            "data: {path: true}",
            "run.yaml:1:14: data.path: wrong type: got true; must be a string — did you mean \"true\"?"),
        Case("data: {path: }", "run.yaml:1:14: data.path: wrong type: got nothing; must be a string"),
        Case(
            "data: {path: a, cache: dsik}",
            "run.yaml:1:24: data.cache: unknown value: got the string \"dsik\"; must be one of none, memory, disk — did you mean \"disk\"?"
        ),
        // Choices.
        Case(
            "report: [{type: focal, alpha_convention: perclass}]",
            "run.yaml:3:42: report.0.alpha_convention: unknown value: got the string \"perclass\"; must be one of uniform, per_class — did you mean \"per_class\"?"
        ),
        Case(
            "report: [{type: focal, alpha_convention: [uniform]}]",
            "run.yaml:3:42: report.0.alpha_convention: wrong type: got a list; must be one of uniform, per_class"),
        // Lists, dictionaries, ranges.
        Case(
            "hidden: 16",
            "run.yaml:3:9: hidden: wrong type: got 16; must be a list of integers in [1, 1024] (length ≥ 1)"),
        Case(
            "hidden: []",
            "run.yaml:3:9: hidden: wrong length: got 0; must be a list of integers in [1, 1024] (length ≥ 1)"),
        Case(
            "hidden: [16, 2000, x]",
            """
            run.yaml:3:14: hidden.1: out of range: got 2000; must be an integer in [1, 1024]
            run.yaml:3:20: hidden.2: wrong type: got the string "x"; must be an integer in [1, 1024]
            """),
        Case("weights: [1]", "run.yaml:3:10: weights: wrong type: got a list; must be a section of named numbers ≥ 0"),
        Case("weights: {fraud: -1}", "run.yaml:3:18: weights.fraud: out of range: got -1; must be a number ≥ 0"),
        Case(
            "deferred: 5...3",
            "run.yaml:3:11: deferred: wrong type: got the string \"5...3\"; must be a range such as 1...10 of integers ≥ 0"
        ),
        Case(
            "deferred: [-1, 3]",
            "run.yaml:3:11: deferred: out of range: got a list; must be a range such as 1...10 of integers ≥ 0"),
        // Sections.
        Case("data: 3", "run.yaml:1:7: data: wrong type: got 3; must be a section"),
        Case("data: {}", "run.yaml:1:7: data.path: missing; must be a string"),
        Case("data:", "run.yaml:1:6: data.path: missing; must be a string"),
        Case(
            "data: {path: a, long_tail: {}}",
            "run.yaml:1:28: data.long_tail.imbalance_factor: missing; must be a number ≥ 1"),
        // Components.
        Case(
            "loss: fcoal",
            "run.yaml:2:7: loss: unknown loss: got \"fcoal\"; must be one of cross_entropy, focal, scaled, plain — did you mean \"focal\"?"
        ),
        Case(
            "loss: {type: ce, a: 1}",
            "run.yaml:2:14: loss: unknown loss: got \"ce\"; must be one of cross_entropy, focal, scaled, plain"),
        Case("loss: {gamma: 1}", "run.yaml:2:7: loss.type: missing; must be the name of a loss"),
        Case("loss: {type: [focal]}", "run.yaml:2:14: loss.type: wrong type: got a list; must be the name of a loss"),
        Case("loss: 3", "run.yaml:2:7: loss: wrong type: got 3; must be a loss: its name or a section with a type"),
        Case(
            "report: focal",
            "run.yaml:3:9: report: wrong type: got the string \"focal\"; must be a list of losses, each a name or a section with a type"
        ),
        Case(
            "loss: {type: scaled, factor: 2, base: {type: scaled, factor: 3, base: {type: focal, gama: 1}}}",
            "run.yaml:2:85: loss.base.base.gama: unknown key; loss focal has gamma, alpha_convention, alpha — did you mean \"gamma\"?"
        ),
        Case(
            "loss: scaled",
            """
            run.yaml:2:7: loss.base: missing; must be a loss: its name or a section with a type
            run.yaml:2:7: loss.factor: missing; must be a number in (0, 10]
            """),
        // Conflicts.
        Case(
            "loss: {type: focal, alpha_convention: per_class}",
            "run.yaml:2:21: loss.alpha: needed when alpha_convention is per_class"),
        Case(
            "loss: {type: focal, alpha_convention: per_class, alpha: 3}",
            "run.yaml:2:57: loss.alpha: wrong type: got 3; must be a list of numbers > 0"),
    ]

    @Test(arguments: settings)
    func settingsAreRefused(_ example: Case) throws {
        let key = example.yaml.prefix { $0 != ":" }
        let others = Self.sound.split(separator: "\n").filter { !$0.hasPrefix(key) }
        // A line for `data` or `loss` takes the place of the sound one.
        let yaml =
            key == "data"
            ? "\(example.yaml)\n\(others[0])" : (others + [Substring(example.yaml)]).joined(separator: "\n")
        let message = try Self.message(for: yaml)
        #expect(message == example.message)
    }

    @Test func everythingIsReportedAtOnceInTheOrderOfTheFile() throws {
        let message = try Self.message(
            for: """
                lss: focal
                data:
                  pth: a.h5
                  long_tail: {imbalance_factor: 0.5}
                  shuffle: yes
                loss:
                  type: focal
                  gamma: -2
                  alpha_convention: per_class
                  gama: 3
                report: [crossentropy]
                epochs: 0
                """)
        #expect(
            message == """
                run.yaml:1:1: lss: unknown key; the configuration has data, loss, report, epochs, hidden, weights, deferred, batch, clip — did you mean "loss"?
                run.yaml:3:3: data.pth: unknown key; data has path, long_tail, cache, shuffle — did you mean "path"?
                run.yaml:3:3: data.path: missing; must be a string
                run.yaml:4:33: data.long_tail.imbalance_factor: out of range: got 0.5; must be a number ≥ 1
                run.yaml:5:12: data.shuffle: wrong type: got the string "yes"; must be true or false — did you mean true?
                run.yaml:8:10: loss.gamma: out of range: got -2; must be a number ≥ 0
                run.yaml:9:3: loss.alpha: needed when alpha_convention is per_class
                run.yaml:10:3: loss.gama: unknown key; loss focal has gamma, alpha_convention, alpha — did you mean "gamma"?
                run.yaml:11:10: report.0: unknown loss: got "crossentropy"; must be one of cross_entropy, focal, scaled, plain — did you mean "cross_entropy"?
                run.yaml:12:9: epochs: out of range: got 0; must be an integer ≥ 1
                """)
    }

    @Test func missingSectionsAreNamed() throws {
        #expect(
            try Self.message(for: "") == """
                run.yaml:1:1: data: missing; must be a section
                run.yaml:1:1: loss: missing; must be a loss: its name or a section with a type
                """)
    }

    @Test func errorsAreDataToo() throws {
        let error = ConfigError([
            ConfigIssue(
                location: .file(path: "run.yaml", line: 7, column: 3), keyPath: "loss.gama", message: "unknown key",
                allowed: "loss focal has gamma", suggestion: "gamma"),
            ConfigIssue(
                location: .override(text: "epochs=0", index: 0), keyPath: "epochs", message: "out of range", got: "0"),
        ])
        #expect(
            error.encode().json(isPretty: false)
                == """
                [{"file": "run.yaml", "line": 7, "column": 3, "key_path": "loss.gama", "message": "unknown key", \
                "allowed": "loss focal has gamma", "suggestion": "gamma"}, \
                {"override": "epochs=0", "key_path": "epochs", "message": "out of range", "got": "0"}]
                """)
    }
}
