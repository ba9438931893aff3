import Ballast
import BenchmarkSupport
import Foundation

/// The ways of data by themselves, beside which `run.sh data` sets those of the program and of its peers.
///
/// usage: data-benchmark table FILE.csv ROWS         a table of 8 features of 4 to 6 decimals and a label
///        data-benchmark copy FILE.h5 OUT.h5         reads all rows, writes arrays of the size of their scores
///        data-benchmark shuffle FILE.h5 WINDOW_MB   rows read in their order, and as an epoch in a shuffled order
///        data-benchmark images                      CIFAR images that are cropped and flipped, by one thread
///        data-benchmark time COMMAND…               seconds and peak megabytes of a command
///
/// The others print lines of a name and a number: seconds, or rows or images a second.
@main
struct DataBenchmark {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.count) {
        case ("table", 3): try writeTable(arguments[1], rows: number(arguments[2]))
        case ("copy", 3): try copyScores(arguments[1], to: arguments[2])
        case ("shuffle", 3): try readShuffled(arguments[1], windowMegabytes: number(arguments[2]))
        case ("images", 1): try augmentImages()
        case ("time", 2...): try time(Array(arguments.dropFirst()))
        default:
            stop(
                "usage: data-benchmark table FILE ROWS | copy FILE OUT | shuffle FILE WINDOW_MB | images | time COMMAND"
            )
        }
    }

    /// Runs a command whose output nobody wants.
    private static func time(_ command: [String]) throws {
        // Not by Foundation's Process, which looks for the end every 50 ms.
        var files: posix_spawn_file_actions_t = .init()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        for stream in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&files, stream, "/dev/null", O_WRONLY, 0)
        }
        var words = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var status: Int32 = 0
        let taken = seconds {
            var child: pid_t = 0
            guard posix_spawn(&child, command[0], &files, nil, &words, environ) == 0 else {
                stop("\(command[0]) cannot be started")
            }
            waitpid(child, &status, 0)
        }
        guard status == 0 else { stop("\(command.joined(separator: " ")) failed") }
        var usage = rusage()
        getrusage(numericCast(RUSAGE_CHILDREN.rawValue), &usage)
        print(String(format: "%.4f %ld", taken, usage.ru_maxrss / 1000))
    }

    private static func number(_ text: String) -> Int {
        guard let number = Int(text), number > 0 else { stop("'\(text)' is no positive number") }
        return number
    }

    static func stop(_ message: String) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(64)
    }
}
