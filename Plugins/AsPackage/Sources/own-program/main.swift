import Ballast
import Foundation

// Trains what a configuration says, with a component of this package beside the standard ones.
func stop(_ message: String, code: Int32) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(code)
}

guard CommandLine.arguments.count == 3 else { stop("usage: own-program CONFIG.yaml RUN-FOLDER", code: 64) }
do {
    var library = try ComponentLibrary.standard()
    try library.register(TemperedCrossEntropy.self)

    let configuration = try ConfigNode.load(path: CommandLine.arguments[1])
    let run = try DecodedRun(configuration, registries: library.registries)
    let folder = RunFolder(path: CommandLine.arguments[2])
    let session = try TrainingSession(run, name: "own-program", folder: folder, resuming: false)
    let summary = try session.run()
    for (name, value) in summary.test.sorted(by: { $0.key < $1.key }) {
        print(name, value.scalar.map { "\($0)" } ?? "-")
    }
} catch let error as ConfigError {
    // It names file, line and key, and what is allowed.
    stop("error: \(error)", code: 64)
} catch {
    stop("error: \(error)", code: 65)
}
