import BallastCore
import Testing

@Suite struct ConfigEncodingTests {
    static let resolved = """
        data:
          path: "a b.h5"
          long_tail:
            imbalance_factor: 100.0
          cache: none
          shuffle: true
        loss:
          type: scaled
          base:
            type: focal
            gamma: 1.0e-05
            alpha_convention: uniform
            alpha: null
          factor: 2.0
        report:
          - type: cross_entropy
            label_smoothing: 0.0
          - type: plain
        epochs: 200
        hidden: [16, 8]
        weights:
          "1": 2.0
          honest: 0.5
        deferred: "160...199"
        batch: 128
        clip: .inf

        """

    func decode(_ yaml: String) throws -> RunFixture {
        try RunFixture.decode(ConfigNode.parse(yaml: yaml, path: "run.yaml"), catalog: fixtureCatalog())
    }

    @Test func resolvedConfigHasEveryDefaultInStableOrder() throws {
        let config = try decode(
            """
            report: [cross_entropy, {type: plain}]
            loss: {factor: 2, type: scaled, base: {gamma: 1e-5, type: focal}}
            weights: {honest: 0.5, 1: 2}
            data: {long_tail: {imbalance_factor: 100}, path: a b.h5}
            """)
        #expect(config.encode().yaml() == Self.resolved)
    }

    @Test func resolvedConfigReadsBackTheSame() throws {
        let config = try decode(Self.resolved)
        #expect(config.encode().yaml() == Self.resolved)
        #expect(try decode(config.encode().yaml()) == config)
        var finite = config
        finite.clip = 5
        #expect(try decode(finite.encode().json()) == finite, "JSON is YAML too, but for infinities")
        #expect(try config.validated(catalog: fixtureCatalog()) == config)
    }

    /// Strings that a careless writer would change.
    static let strings = [
        "", " ", "a b", "yes", "No", "on", "OFF", "null", "~", "true", "1", "1e-3", ".5", "0x1F", "1_000", "010",
        "1:30",
        "2024-01-01", "-", "- a", "a: b", "a #b", "#", "'", "\"", "\\", "a\nb\n", "\t", "{", "[a]", "&a", "*a", "!x",
        "|",
        ">", "%", "@", "`", "?", ",", "a,b", "ü", "数据", "🙂", "\u{7F}", "\u{85}", "\u{2028}", "\u{0}", "a\u{FEFF}b", "y",
        "N",
        "<<", "=", "data/cifar-10.h5", "/tmp/x", "./x", "...", "---", "a\r\nb",
    ]

    @Test(arguments: strings)
    func stringsSurviveWriting(_ text: String) throws {
        let node = ConfigNode.section(["key": .list([.string(text)]), "map": .section([text: .string(text)])])
        #expect(try ConfigNode.parse(yaml: node.yaml(), path: "") == node)
        #expect(try ConfigNode.parse(yaml: node.inlineYAML, path: "") == node)
        #expect(try ConfigNode.parse(yaml: node.json(), path: "") == node)
        #expect(try ConfigNode.parse(yaml: node.json(isPretty: false), path: "") == node)
    }

    @Test(arguments: [
        0, -0.0, 1, 0.1, 1e-5, 1e22, 1.5e300, Double.leastNonzeroMagnitude, -2.5e-7, Double.pi, .infinity, -.infinity,
    ])
    func numbersSurviveWriting(_ number: Double) throws {
        let text = ConfigNode.number(number).inlineYAML
        #expect(ConfigScalar(plain: text).value == .number(number))
        #expect(text.contains("."), "YAML 1.1 knows a number by its point")
    }

    @Test func nestedListsAndSections() throws {
        let node = ConfigNode.section([
            "a": .list([
                .list([.integer(1)]), .list([.list([.integer(2)]), .section(["b": .integer(3)])]), .emptySection,
            ]),
            "c": .emptySection, "d": .list([]),
        ])
        #expect(
            node.yaml() == """
                a:
                  - [1]
                  - - [2]
                    - b: 3
                  - {}
                c: {}
                d: []

                """)
        #expect(try ConfigNode.parse(yaml: node.yaml(), path: "") == node)
        #expect(
            node.json() == """
                {
                  "a": [
                    [1],
                    [
                      [2],
                      {
                        "b": 3
                      }
                    ],
                    {}
                  ],
                  "c": {},
                  "d": []
                }
                """)
    }
}
