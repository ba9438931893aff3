import Ballast
import BenchmarkSupport
import Foundation

/// Resamplers on a table and ranking metrics on scores, for `peers/tabular.py` to time the same on the same data.
///
/// usage: tabular-benchmark FOLDER [--rows 100000] [--scores 5000000] [--repetitions 5] [--threads N]
///
/// Leaves in the folder `table.h5` and `scores.h5`, the data, and `ballast.h5`: for each case the best seconds of all
/// repetitions and the result, against which the peer checks its own. Prints the seconds.
struct Options {
    var folder: String
    var rows = 100_000
    var scores = 5_000_000
    var repetitions = 5
    var threads = ProcessInfo.processInfo.activeProcessorCount

    init?(_ arguments: [String]) {
        guard let folder = arguments.first, arguments.count % 2 == 1 else { return nil }
        self.folder = folder
        for position in stride(from: 1, to: arguments.count, by: 2) {
            guard let number = Int(arguments[position + 1]), number > 0 else { return nil }
            switch arguments[position] {
            case "--rows": rows = number
            case "--scores": scores = number
            case "--repetitions": repetitions = number
            case "--threads": threads = number
            default: return nil
            }
        }
    }
}

@main
struct TabularBenchmark {
    static func main() throws {
        guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
            FileHandle.standardError.write(
                Data("usage: tabular-benchmark FOLDER [--rows N] [--scores N] [--repetitions N] [--threads N]\n".utf8))
            exit(64)
        }
        let results = try HDF5File.create(options.folder + "/ballast.h5", overwriting: true)
        try resamplers(options, into: results)
        try metrics(options, into: results)
        try results.close()
    }

    /// Times something as often as asked for, and on until two seconds are spent; records the best time.
    ///
    /// - Parameter prepare: what is not timed, done anew before every repetition.
    /// - Returns: the last result.
    static func measure<Input, Output>(
        _ name: String, _ options: Options, into results: HDF5File, prepare: () throws -> Input,
        _ body: (Input) throws -> Output
    ) throws -> Output {
        var best = Double.infinity
        var output: Output?
        var (spent, repetitions) = (0.0, 0)
        while repetitions < options.repetitions || spent < 2 {
            let input = try prepare()
            output = nil
            let taken = try seconds { output = try body(input) }
            best = min(best, taken)
            spent += taken
            repetitions += 1
        }
        guard let output else { preconditionFailure("nothing was repeated") }
        try results.createDataset(name + "/seconds", scalar: best)
        print("\(name): \(best) s")
        return output
    }
}
