import BallastCore
import Testing

@Suite struct ConfigYAMLTests {
    /// Text and what its value means.
    static let scalars: [(String, ConfigScalar.Value)] = [
        ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nil", .string("nil")),
        ("true", .boolean(true)), ("False", .boolean(false)), ("tRUE", .string("tRUE")),
        ("yes", .string("yes")), ("no", .string("no")), ("on", .string("on")), ("off", .string("off")),
        ("y", .string("y")), ("n", .string("n")),
        ("0", .integer(0)), ("-7", .integer(-7)), ("+7", .integer(7)), ("1_000", .integer(1000)),
        ("0x1F", .integer(31)), ("010", .string("010")), ("1__0", .string("1__0")), ("_1", .string("_1")),
        ("1_", .string("1_")), ("1:30", .string("1:30")), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("1e-3", .number(0.001)), ("1E3", .number(1000)), (".5", .number(0.5)), ("-.5", .number(-0.5)),
        ("5.", .number(5)), ("1_0.2_5", .number(10.25)), ("6.02e+23", .number(6.02e23)), (".", .string(".")),
        ("1e", .string("1e")), ("e5", .string("e5")), (".e5", .string(".e5")), ("1.2.3", .string("1.2.3")),
        ("01.5", .string("01.5")), ("0.1", .number(0.1)), (".inf", .number(.infinity)), ("-.INF", .number(-.infinity)),
        ("inf", .string("inf")), ("nan", .string("nan")), ("1e1_0", .string("1e1_0")), ("٣", .string("٣")),
    ]

    @Test(arguments: scalars)
    func plainTextMeans(_ text: String, _ value: ConfigScalar.Value) {
        #expect(ConfigScalar(plain: text).value == value)
        #expect(ConfigScalar(quoted: text).value == .string(text))
    }

    @Test func notANumberIsANumber() {
        guard case .number(let value) = ConfigScalar(plain: ".nan").value else {
            Issue.record(".nan was no number")
            return
        }
        #expect(value.isNaN)
    }

    @Test func everyNodeKnowsItsPlace() throws {
        let node = try ConfigNode.parse(
            yaml: "# run\na:\n  b: [1, \"zwei\"]\r\n  ü: {c: 3}\n", path: "x/run.yaml")
        func place(_ line: Int, _ column: Int) -> ConfigLocation {
            .file(path: "x/run.yaml", line: line, column: column)
        }
        #expect(node.location == place(2, 1))
        #expect(node["a"]?.entry("b")?.keyLocation == place(3, 3))
        #expect(node[at: "a.b.1"]?.location == place(3, 10))
        #expect(node[at: "a.ü.c"]?.location == place(4, 10))
        #expect(node[at: "a.b.2"] == nil)
        #expect(node[at: "a.b.x"] == nil)
    }

    @Test func anchorsAliasesAndMergeKeys() throws {
        let node = try ConfigNode.parse(
            yaml: """
                base: &base {type: focal, gamma: 2}
                other: &other {gamma: 5, alpha: 1}
                same: *base
                more: {<<: *base, gamma: 3}
                both: {<<: [*base, *other]}
                """, path: "run.yaml")
        #expect(node["same"] == node["base"])
        #expect(node[at: "same.gamma"]?.location == .file(path: "run.yaml", line: 1, column: 34))
        #expect(node["more"] == .section(["type": .string("focal"), "gamma": .integer(3)]))
        #expect(
            node["both"] == .section(["type": .string("focal"), "gamma": .integer(2), "alpha": .integer(1)]),
            "the first of several merged sections wins")
    }

    @Test func tagsDecideBetweenStringsAndOthers() throws {
        let node = try ConfigNode.parse(
            yaml: "[!!str 5, !!int \"5\", '5', \"yes\", |\n  no\n]".replacing("|\n  no\n", with: "! no"), path: "a")
        #expect(
            node == .list([.string("5"), .integer(5), .string("5"), .string("yes"), .string("no")]))
    }

    static let broken: [(String, String)] = [
        ("loss: [1, 2", "a.yaml:2:1: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'"),
        ("a: 1\n\tb: 2", "a.yaml:2:1: not valid YAML: a tab in the indentation; indent with spaces"),
        ("a:\n  - 1\n b: 2", "a.yaml:3:2: not valid YAML: while parsing a block mapping, did not find expected key"),
        ("a: *b", "a.yaml:1:4: not valid YAML: found undefined alias"),
        (
            "a: 1\n---\nb: 2",
            "a.yaml:2:1: not valid YAML: expected a single document in the stream, but found another document"
        ),
        ("a: \"\\q\"", "a.yaml:1:5: not valid YAML: while parsing a quoted scalar, found unknown escape character"),
        ("a: b\u{7}c", "a.yaml:1:5: not valid YAML: control characters are not allowed"),
        ("a: !!python/object 1", "a.yaml:1:4: a: unknown YAML tag: got tag:yaml.org,2002:python/object"),
        ("? [a]\n: 1", "a.yaml:1:3: a key must be a name, not a list or a section"),
        ("a: {<<: 3}", "a.yaml:1:9: a.<<: wrong type: got 3; must be a section or a list of sections"),
        ("a: 1\nb: 2\na: 3", "a.yaml:3:1: a: given twice, first in line 1"),
        (
            "a: 1\nc: {x: 1, \"x\": 2}\n'a': 3\na: 4",
            """
            a.yaml:2:11: c.x: given twice, first in line 2
            a.yaml:3:1: a: given twice, first in line 1
            a.yaml:4:1: a: given twice, first in line 1
            """
        ),
        ("ß: 1\nß: 2", "a.yaml:2:1: ß: given twice, first in line 1"),
        ("&k a: 1\na: 2", "a.yaml:1:1: a: given twice, first in line 1"),
    ]

    @Test(arguments: broken)
    func brokenFilesAreRefused(_ yaml: String, _ message: String) throws {
        let error = #expect(throws: ConfigError.self) { try ConfigNode.parse(yaml: yaml, path: "a.yaml") }
        #expect(try #require(error).description == message)
    }

    @Test func documentsWithoutContentAreEmptySections() throws {
        for text in ["", "\n\n", "# only a comment\n", "---\n# nothing\n...\n"] {
            let node = try ConfigNode.parse(yaml: text, path: "a.yaml")
            #expect(node == .emptySection || node.isNull, "\(text.debugDescription)")
        }
    }

    @Test func aliasesCannotGrowWithoutBound() throws {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let references = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            yaml += "a\(level): &a\(level) [\(references)]\n"
        }
        let error = #expect(throws: ConfigError.self) { try ConfigNode.parse(yaml: yaml, path: "a.yaml") }
        #expect(error?.description == "a.yaml:1:1: too large: more than 100000 values, counting those of aliases")
    }

    @Test func nestingCannotExhaustTheStack() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: ConfigError.self) { try ConfigNode.parse(yaml: "a: \(deep)", path: "a.yaml") }
    }
}
