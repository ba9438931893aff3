import Ballast
import Foundation

// Trains what a configuration says, with a component of this package beside the standard ones.
guard CommandLine.arguments.count == 3 else {
    print("usage: own-program CONFIG.yaml RUN-FOLDER")
    exit(64)
}
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
} catch {
    // Errors name file, line and key, and what is allowed.
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(65)
}
