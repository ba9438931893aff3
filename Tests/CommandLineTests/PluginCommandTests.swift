import Ballast
import Foundation
import TestSupport
import Testing

/// Plugins as a user meets them: written, checked, trained with, and refused with a reason.
///
/// Serialised: every test compiles, and each compiler wants a processor.
@Suite(.serialized) struct PluginCommandTests {
    private static let kinds = [
        "loss", "weighting", "sampler", "resampler", "transform", "model", "layer", "optimizer", "schedule", "metric",
        "threshold", "importer",
    ]

    private static func program(_ arguments: [String], in directory: TemporaryDirectory) throws -> Program.Result {
        try Program.run(arguments, in: directory, environment: ["BALLAST_CACHE": directory.file("cache")])
    }

    /// Writes the source of a plugin into a folder of its name.
    private static func write(_ source: String, as name: String, in directory: TemporaryDirectory) throws {
        let folder = directory.file(name)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try source.write(toFile: folder + "/\(name).swift", atomically: true, encoding: .utf8)
    }

    /// A loss of a name whose value is an expression over `logits` and `labels`.
    private static func loss(_ type: String, named name: String, _ expression: String) -> String {
        """
        import Ballast
        public struct \(type): Loss {
            public static let name = "\(name)"
            public static let summary = "A loss made for a test."
            public struct Config: ComponentConfig { public init() {} }
            public init(config: Config, context: LossContext) throws {}
            public func callAsFunction(_ batch: LossBatch) -> LossValue {
                let (logits, labels) = (batch.logits, batch.labels)
                return LossValue(\(expression))
            }
        }
        """
    }

    @Test(arguments: kinds) func startingPointOfEveryKindIsReadyToUse(kind: String) throws {
        let directory = try TemporaryDirectory()
        let new = try Self.program(["plugin", "new", "Mine", "--kind", kind], in: directory)
        #expect(new.code == 0, "\(new.errors)")
        let check = try Self.program(["plugin", "check", "Plugins/Mine"], in: directory)
        #expect(check.code == 0, "\(check.output)\(check.errors)")
        #expect(check.output.hasSuffix("Plugins/Mine: ready to use\n"))
        #expect(check.errors.isEmpty)
    }

    @Test func runWithPluginTrainsResumesAndIsEvaluatedWithoutTheOriginal() throws {
        let directory = try TemporaryDirectory()
        try Self.write(
            Self.loss("Mine", named: "mine", "-logits.logSoftmax().picked(labels)"), as: "Mine", in: directory)
        let config = try Program.writeConfiguration(in: directory)
        let text = try String(contentsOfFile: config, encoding: .utf8)
            .replacingOccurrences(of: "{type: fal, gamma: 1}", with: "mine")
        try ("plugins: [Mine]\n" + text).write(toFile: config, atomically: true, encoding: .utf8)

        let train = try Self.program(["train", config, "--out", "run", "--quiet"], in: directory)
        #expect(train.code == 0, "\(train.errors)")
        // The same mathematics built in gives the same run.
        let builtIn = try Self.program(
            ["train", config, "--out", "built-in", "--quiet", "--set", "loss=cross_entropy"], in: directory)
        #expect(builtIn.code == 0, "\(builtIn.errors)")
        func losses(_ run: String) throws -> [Double] {
            try RunFolder(path: directory.file(run)).history().map(\.loss)
        }
        // Built in it is computed in another order.
        expectClose(try losses("run"), try losses("built-in"), relative: 1e-6)

        // Other code is not the same run.
        try Self.write(
            Self.loss("Mine", named: "mine", "-logits.logSoftmax().picked(labels) * 2"), as: "Mine", in: directory)
        let resume = try Self.program(["train", config, "--out", "run", "--resume"], in: directory)
        #expect(resume.code == 64)
        #expect(resume.errors.contains("the plugin Mine has changed"), "\(resume.errors)")

        try FileManager.default.removeItem(atPath: directory.file("Mine"))
        let evaluate = try Self.program(
            ["evaluate", "run", "--data", Program.satImage, "--split", "all"], in: directory)
        #expect(evaluate.code == 0, "\(evaluate.errors)")
        #expect(evaluate.output.contains("balanced_accuracy"))
    }

    @Test func compilerSpeaksForItself() throws {
        let directory = try TemporaryDirectory()
        try Self.write(Self.loss("Mine", named: "mine", "logits.nonsense()"), as: "Mine", in: directory)
        let result = try Self.program(["list", "losses", "--plugin", "Mine"], in: directory)
        #expect(result.code == 65)
        #expect(result.errors.hasPrefix("Mine/Mine.swift:9:"), "\(result.errors)")
        #expect(result.errors.contains("error: value of type 'Tensor' has no member 'nonsense'"))
        #expect(!result.errors.contains("error: compil"))

        // What already stops the module's interface is told without the driver's word that a step failed.
        try Self.write("import Ballast\npublic func nonsense(_ value: Absent) {}\n", as: "Header", in: directory)
        let header = try Self.program(["list", "losses", "--plugin", "Header"], in: directory)
        #expect(header.code == 65)
        #expect(header.errors.hasPrefix("Header/Header.swift:2:"), "\(header.errors)")
    }

    @Test func libraryIsBuiltAndLoaded() throws {
        let directory = try TemporaryDirectory()
        try Self.write(
            Self.loss("Mine", named: "mine", "-logits.logSoftmax().picked(labels)"), as: "Mine", in: directory)
        let build = try Self.program(["plugin", "build", "Mine", "--out", "mine.so"], in: directory)
        #expect(build.code == 0, "\(build.errors)")
        let list = try Self.program(["list", "losses", "--plugin", "mine.so"], in: directory)
        #expect(list.output.contains("mine  "), "\(list.errors)")
    }

    @Test func pluginsThatCannotBeUsedAreRefusedWithTheReason() throws {
        let directory = try TemporaryDirectory()
        let sound = "-logits.logSoftmax().picked(labels)"
        try Self.write("import Ballast\nlet nothing = 1\n", as: "Empty", in: directory)
        try Self.write(Self.loss("Taken", named: "focal", sound), as: "Taken", in: directory)
        try Self.write(
            Self.loss("Trap", named: "trap", sound)
                .replacingOccurrences(of: #"= "trap""#, with: #": String = { fatalError("no name") }()"#),
            as: "Trap", in: directory)
        try Self.write(Self.loss("Mine", named: "mine", sound), as: "Mine", in: directory)
        try FileManager.default.createDirectory(atPath: directory.file("other"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: directory.file("Mine"), toPath: directory.file("other/Mine"))
        try FileManager.default.createDirectory(atPath: directory.file("Bare"), withIntermediateDirectories: true)
        try "no library".write(toFile: directory.file("text.so"), atomically: true, encoding: .utf8)

        func errors(_ plugins: [String], code: Int32) throws -> String {
            let result = try Self.program(["list", "losses"] + plugins.flatMap { ["--plugin", $0] }, in: directory)
            #expect(result.code == code, "\(result.errors)")
            return result.errors
        }
        #expect(try errors(["Absent"], code: 64) == "error: plugin Absent: no such folder\n")
        #expect(try errors(["Bare"], code: 64) == "error: plugin Bare: there is no .swift file in it\n")
        try Self.write("import PackageDescription\n", as: "Package", in: directory)
        #expect(
            try errors(["Package"], code: 64)
                == "error: plugin Package: it is a Swift package, which registers its components in a program of its own\n"
        )
        #expect(try errors(["Empty"], code: 65).hasPrefix("error: plugin Empty: declares no component; "))
        #expect(
            try errors(["Taken"], code: 65)
                == "error: two of a name: loss \"focal\" is BallastLosses.FocalLoss; Taken.Taken must take another name\n"
        )
        let trap = try errors(["Trap"], code: 65)
        #expect(trap.hasPrefix("error: plugin Trap: it ends the program while it registers: "), "\(trap)")
        #expect(trap.contains("no name"))
        #expect(
            try errors(["Mine", "other/Mine"], code: 64)
                == "error: two plugins of one name: Mine is Mine and other/Mine; rename one folder\n")
        #expect(try errors(["text.so"], code: 65).hasPrefix("error: plugin text.so: "))
    }

    @Test func configurationNamesTheLineOfAPluginThatIsNone() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory)
        let text = try String(contentsOfFile: config, encoding: .utf8)
        try ("plugins:\n  - Absent\n" + text).write(toFile: config, atomically: true, encoding: .utf8)
        let result = try Self.program(["train", config, "--out", "run"], in: directory)
        #expect(result.code == 64)
        #expect(result.errors.contains("run.yaml:2:5"), "\(result.errors)")
        #expect(result.errors.contains("plugins[0]"))
    }

    @Test(arguments: [
        (
            "wrong by one percent",
            "Tensor.custom(inputs: [-logits.logSoftmax().picked(labels)], forward: { $0[0] * 1 }) "
                + "{ _, _, upstream in [upstream * 1.01] }", "has the gradients that differences measure"
        ),
        ("not finite at extremes", "-logits.softmax().picked(labels).log()", "is finite at extremes"),
    ])
    func checkCatches(what: String, expression: String, finding: String) throws {
        let directory = try TemporaryDirectory()
        try Self.write(Self.loss("Mine", named: "mine", expression), as: "Mine", in: directory)
        let check = try Self.program(["plugin", "check", "Mine"], in: directory)
        #expect(check.code == 65)
        #expect(check.output.contains("FINDING   \(finding)"), "\(check.output)")
    }

    @Test func checkCatchesAParameterThatIsNotDeclared() throws {
        let directory = try TemporaryDirectory()
        let source = Self.loss(
            "Mine", named: "mine", "-(logits * scale.value).logSoftmax().picked(labels)"
        ).replacingOccurrences(
            of: "public init(config: Config, context: LossContext) throws {}",
            with: """
                let scale: Parameter
                public init(config: Config, context: LossContext) throws {
                    let own = ParameterStore(device: context.device, scalarType: context.scalarType, random: TorchRandom(seed: 0))
                    scale = own.root.parameter("scale", [1], .constant(1), role: .loss)
                }
                """)
        try Self.write(source, as: "Mine", in: directory)
        let check = try Self.program(["plugin", "check", "Mine"], in: directory)
        #expect(check.code == 65, "\(check.output)\(check.errors)")
        #expect(
            check.output.contains("FINDING   trains its parameters, all and only"), "\(check.output)\(check.errors)")
    }
}
