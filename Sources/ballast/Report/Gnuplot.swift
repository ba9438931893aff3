import Ballast
import Foundation

/// The program that draws figures.
struct Gnuplot {
    private let path: String

    /// The program of the search path.
    ///
    /// - Throws: ``GnuplotError/missing`` if there is none.
    static func located() throws -> Gnuplot {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.map { "\($0)/gnuplot" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else { throw GnuplotError.missing }
        return Gnuplot(path: found)
    }

    /// Draws figures, in one process and in a folder of its own, which is removed.
    ///
    /// - Parameters:
    ///   - batch: what to draw.
    ///   - body: gets the folder with the drawings and the scripts.
    /// - Throws: ``GnuplotError/failed(_:)`` with what gnuplot says if it fails or makes no file.
    func draw<Result>(_ batch: GnuplotBatch, _ body: (_ folder: String) throws -> Result) throws -> Result {
        try withTemporaryFolder("figures") { folder in
            for file in batch.scripts + [batch.driver] {
                try Data(file.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file.name)"))
            }
            // Nobody's own settings are to change the figures.
            let process = try CapturedProcess(
                "/usr/bin/env", ["-C", folder, path, "--default-settings", batch.driver.name], capturingOutput: true,
                environment: ["LC_ALL": "C.UTF-8", "GNUPLOT_LIB": ""])
            guard process.succeeded else {
                throw GnuplotError.failed(process.text.isEmpty ? "status \(process.status)" : process.text)
            }
            for result in batch.results where !FileManager.default.fileExists(atPath: "\(folder)/\(result)") {
                throw GnuplotError.failed("it made no \(result)\(process.text.isEmpty ? "" : ": \(process.text)")")
            }
            return try body(folder)
        }
    }
}

/// Why figures cannot be drawn.
enum GnuplotError: Error, Equatable, CustomStringConvertible {
    /// The program is not installed.
    case missing
    /// The program ended with an error; what it said.
    case failed(String)

    var description: String {
        switch self {
        case .missing:
            "figures are drawn by gnuplot, which is not in PATH; install it, on Debian and Ubuntu the package gnuplot-nox"
        case .failed(let words): "gnuplot failed: \(words)"
        }
    }
}
