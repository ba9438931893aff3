import BallastCore
import Foundation
import TestSupport
import Testing

@Suite struct ConfigLoadingTests {
    /// Loads `run.yaml` of a folder with the given files; messages lose the folder's name.
    func load(_ files: [String: String], set overrides: [String] = []) throws -> ConfigNode {
        let folder = try TemporaryDirectory()
        for (name, text) in files {
            let file = URL(fileURLWithPath: folder.file(name))
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        do {
            return try ConfigNode.load(path: folder.file("run.yaml"), overrides: overrides)
        } catch let error as ConfigError {
            throw Failure(text: error.description.replacing(folder.file(""), with: ""))
        }
    }

    struct Failure: Error, Equatable {
        let text: String
    }

    // MARK: extends

    @Test func sectionsAreMergedAndTheRestReplaced() throws {
        let node = try load([
            "run.yaml": """
            extends: bases/fraud.yaml
            data: {path: b.h5, long_tail: null}
            hidden: [4]
            loss: {gamma: 3}
            """,
            "bases/fraud.yaml": "extends: ../common.yaml\nloss: {type: focal, alpha: [1, 2]}\nbatch: 64",
            "common.yaml":
                "data: {path: a.h5, cache: disk, long_tail: {imbalance_factor: 10}}\nloss: plain\nhidden: [1, 2]",
        ])
        let expected = try ConfigNode.parse(
            yaml: """
                data: {path: b.h5, cache: disk, long_tail: null}
                loss: {type: focal, alpha: [1, 2], gamma: 3}
                hidden: [4]
                batch: 64
                """, path: "")
        #expect(node == expected)
        #expect(node.entries?.map(\.key) == ["data", "loss", "hidden", "batch"])
        guard case .file(let path, 1, 27) = node[at: "data.cache"]?.location else {
            Issue.record("the place of data.cache is \(node[at: "data.cache"]?.location as Any)")
            return
        }
        #expect(path.hasSuffix("bases/../common.yaml"))
    }

    /// Base, what is laid over it, and the result.
    static let merges: [(String, String, String)] = [
        ("{type: fal, beta: 1}", "{type: focal, gamma: 2}", "{type: focal, gamma: 2}"),
        ("{type: fal, beta: 1}", "{type: fal, gamma: 2}", "{type: fal, beta: 1, gamma: 2}"),
        ("{type: fal, beta: 1}", "{gamma: 2}", "{type: fal, beta: 1, gamma: 2}"),
        ("{type: fal, beta: 1}", "fal", "fal"),
        ("fal", "{gamma: 2}", "{type: fal, gamma: 2}"),
        ("fal", "{type: fal, gamma: 2}", "{type: fal, gamma: 2}"),
        ("fal", "{type: focal, gamma: 2}", "{type: focal, gamma: 2}"),
        ("{a: {b: {c: 1, d: 2}}}", "{a: {b: {c: 3}}}", "{a: {b: {c: 3, d: 2}}}"),
        ("{a: [1, 2]}", "{a: [3]}", "{a: [3]}"),
        ("{a: 1}", "null", "null"),
        ("null", "{a: 1}", "{a: 1}"),
        ("3", "{a: 1}", "{a: 1}"),
    ]

    @Test(arguments: merges)
    func layingOver(_ base: String, _ overlay: String, _ result: String) throws {
        let node = try ConfigNode.parse(yaml: base, path: "").overlaid(by: ConfigNode.parse(yaml: overlay, path: ""))
        #expect(try node == ConfigNode.parse(yaml: result, path: ""))
    }

    @Test func laterOfSeveralBasesWins() throws {
        let node = try load([
            "run.yaml": "extends: [a.yaml, b.yaml]\nz: 3", "a.yaml": "x: 1\ny: 1\nz: 1", "b.yaml": "y: 2\nz: 2",
        ])
        #expect(node == .section(["x": .integer(1), "y": .integer(2), "z": .integer(3)]))
    }

    @Test func theSameBaseMayBeReachedTwice() throws {
        let node = try load([
            "run.yaml": "extends: [a.yaml, b.yaml]", "a.yaml": "extends: c.yaml", "b.yaml": "extends: c.yaml",
            "c.yaml": "x: 1",
        ])
        #expect(node == .section(["x": .integer(1)]))
    }

    static let brokenFiles: [([String: String], String)] = [
        (["other.yaml": ""], "cannot read run.yaml: no such file"),
        (["run.yaml/x": ""], "cannot read run.yaml: it is a folder"),
        (["run.yaml": "extends: no.yaml"], "run.yaml:1:10: extends: cannot read no.yaml: no such file"),
        (
            ["run.yaml": "extends: 3"],
            "run.yaml:1:10: extends: wrong type: got 3; must be the path of a file or a list of them"
        ),
        (["run.yaml": "extends: run.yaml"], "run.yaml:1:10: extends: goes in a circle: run.yaml → run.yaml"),
        (
            ["run.yaml": "extends: a.yaml", "a.yaml": "x: 1\nextends: b.yaml", "b.yaml": "extends: ./a.yaml"],
            "b.yaml:1:10: extends: goes in a circle: a.yaml → b.yaml → ./a.yaml"
        ),
        (
            ["run.yaml": "- 1\n- 2"],
            "run.yaml:1:1: wrong type: got a list; a configuration must be a section of lines such as epochs: 200"
        ),
        (
            ["run.yaml": "extends: a.yaml\nx: 1\nx: 2", "a.yaml": "[1"],
            "run.yaml:3:1: x: given twice, first in line 2"
        ),
        (
            ["run.yaml": "extends: [a.yaml, b.yaml]", "a.yaml": "x: 1\nx: 2", "b.yaml": "hello"],
            """
            a.yaml:2:1: x: given twice, first in line 1
            b.yaml:1:1: wrong type: got the string "hello"; a configuration must be a section of lines such as epochs: 200
            """
        ),
    ]

    @Test(arguments: brokenFiles)
    func brokenFilesAreNamed(_ files: [String: String], _ message: String) throws {
        #expect(throws: Failure(text: message)) { try load(files) }
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("run.yaml")
        try Data([0x61, 0x3A, 0x20, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: ConfigError.self) { try ConfigNode.load(path: path) }
        #expect(error?.description == "cannot read \(path): it is not UTF-8 text")
    }

    @Test func byteOrderMarkIsIgnored() throws {
        #expect(try load(["run.yaml": "\u{FEFF}a: 1"]) == .section(["a": .integer(1)]))
    }

    // MARK: --set

    /// Overrides of the file below, and the file that would have said the same.
    static let overrides: [([String], String)] = [
        (["epochs=3"], "{epochs: 3, loss: {type: fal, beta: 1}, model: mlp, steps: [{size: 1}, {size: 2}], off: null}"),
        (
            ["loss.beta=1e-3"],
            "{epochs: 1, loss: {type: fal, beta: 1e-3}, model: mlp, steps: [{size: 1}, {size: 2}], off: null}"
        ),
        (
            ["loss.type=focal", "loss.gamma=2"],
            "{epochs: 1, loss: {type: focal, gamma: 2}, model: mlp, steps: [{size: 1}, {size: 2}], off: null}"
        ),
        (
            ["loss.gamma=2", "loss.type=focal"],
            "{epochs: 1, loss: {type: focal, gamma: 2}, model: mlp, steps: [{size: 1}, {size: 2}], off: null}"
        ),
        (
            ["loss.type=fal"],
            "{epochs: 1, loss: {type: fal, beta: 1}, model: mlp, steps: [{size: 1}, {size: 2}], off: null}"
        ),
        (
            ["model.width=[4, 2]"],
            "{epochs: 1, loss: {type: fal, beta: 1}, model: {type: mlp, width: [4, 2]}, steps: [{size: 1}, {size: 2}], off: null}"
        ),
        (
            ["steps.1.size=24"],
            "{epochs: 1, loss: {type: fal, beta: 1}, model: mlp, steps: [{size: 1}, {size: 24}], off: null}"
        ),
        (
            ["off.a.b=no", "new={x: 1}"],
            "{epochs: 1, loss: {type: fal, beta: 1}, model: mlp, steps: [{size: 1}, {size: 2}], off: {a: {b: 'no'}}, new: {x: 1}}"
        ),
        (
            ["epochs=", "epochs=2", "model=a=b"],
            "{epochs: 2, loss: {type: fal, beta: 1}, model: a=b, steps: [{size: 1}, {size: 2}], off: null}"
        ),
    ]

    static let file = "epochs: 1\nloss: {type: fal, beta: 1}\nmodel: mlp\nsteps: [{size: 1}, {size: 2}]\noff:"

    @Test(arguments: overrides)
    func overridesReplaceValues(_ overrides: [String], _ result: String) throws {
        #expect(try load(["run.yaml": Self.file], set: overrides) == ConfigNode.parse(yaml: result, path: ""))
    }

    static let brokenOverrides: [(String, String)] = [
        ("epochs", "--set epochs: not an override; must be key.path=value"),
        ("=3", "--set =3: not an override; must be key.path=value"),
        ("a..b=3", "--set a..b=3: not an override; must be key.path=value"),
        ("steps.2.size=3", "--set steps.2.size=3: steps.2: no such element; the list has elements 0 to 1"),
        ("steps.size=3", "--set steps.size=3: steps.size: no such element; the list has elements 0 to 1"),
        (
            "epochs.x=3",
            "--set epochs.x=3: epochs: has no settings to override: got 1; must be a section or a list"
        ),
        (
            "epochs=[1",
            "--set epochs=[1: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'"
        ),
        ("loss={a: 1, a: 2}", "--set loss={a: 1, a: 2}: a: given twice"),
    ]

    @Test(arguments: brokenOverrides)
    func brokenOverridesAreNamed(_ override: String, _ message: String) throws {
        #expect(throws: Failure(text: message)) { try load(["run.yaml": Self.file], set: [override]) }
    }

    @Test func overriddenSettingsAreCheckedLikeWrittenOnes() throws {
        let overrides = ["loss.gama=2", "epochs=0", "data.pth=x", "nothing.there=1"]
        let node = try load(["run.yaml": ConfigMessageTests.sound], set: overrides)
        let error = #expect(throws: ConfigError.self) { try RunFixture.decode(node, catalog: fixtureCatalog()) }
        #expect(
            try #require(error).description == """
                --set loss.gama=2: loss.gama: unknown key; loss focal has gamma, alpha_convention, alpha — did you mean "gamma"?
                --set epochs=0: epochs: out of range: got 0; must be an integer ≥ 1
                --set data.pth=x: data.pth: unknown key; data has path, long_tail, cache, shuffle — did you mean "path"?
                --set nothing.there=1: nothing: unknown key; the configuration has data, loss, report, epochs, hidden, weights, deferred, batch, clip
                """)
    }
}
