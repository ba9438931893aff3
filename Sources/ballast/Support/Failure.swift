import ArgumentParser
import Ballast
import Foundation

/// How errors leave the program: a message on stderr, and an exit code that says whose fault it was.
enum Failure {
    /// The exit codes, after sysexits.
    enum Code: Int32 {
        /// A command line or configuration that cannot be carried out.
        case usage = 64
        /// A data set, checkpoint, notebook or other input that is not what it should be.
        case data = 65
        /// A training that went wrong: a loss that is no number.
        case training = 70
        /// The system refused to read or write.
        case inputOutput = 74
        /// Interrupted, after checkpoints were saved or the running cell ended.
        case interrupted = 130
    }

    static func code(of error: any Error) -> Code {
        switch error {
        case is ConfigError, is RegistryError, is UsageError: .usage
        case let error as PluginError: code(of: error)
        case is PluginProbeFailure: .data
        case let error as HDF5Error: isSystem(error) ? .inputOutput : .data
        case let error as DataError: code(of: error)
        case is CheckpointError, is ArrayMismatch, is RandomStateError, is TransformStateError, is ResamplingError:
            .data
        case let error as TrainingError: code(of: error)
        case let error as RunsError: error.code
        case let error as GnuplotError: error == .missing ? .usage : .inputOutput
        case is ReportError: .inputOutput
        case let error as NotebookError: error.kind == .interrupted ? .interrupted : .data
        default: .inputOutput
        }
    }

    private static func code(of error: TrainingError) -> Code {
        switch error {
        case .nonFiniteLoss, .nonFiniteParameter: .training
        case .interrupted: .interrupted
        case .folderInUse, .nothingToResume, .otherConfiguration, .unsuitableData: .usage
        }
    }

    private static func code(of error: PluginError) -> Code {
        switch error {
        case .unusable, .duplicate, .noToolchain: .usage
        case .compilation, .empty, .version, .library: .data
        }
    }

    private static func code(of error: DataError) -> Code {
        switch error.kind {
        case .badRequest: .usage
        case .badData: .data
        case .inputOutput: .inputOutput
        }
    }

    private static func isSystem(_ error: HDF5Error) -> Bool {
        switch error.kind {
        case .system, .fileNotFound, .fileExists, .readOnly: true
        default: false
        }
    }

    static func exit(with error: any Error) -> Never {
        // Help, version and wrong arguments are the argument parser's to word.
        if isArgumentError(error) { Main.exit(withError: error) }
        // A compiler's diagnostics say error, file and line themselves.
        if case PluginError.compilation(let diagnostics) = error {
            Console.error(diagnostics)
        } else {
            Console.error("error: \(description(of: error))")
        }
        Foundation.exit(code(of: error).rawValue)
    }

    private static func isArgumentError(_ error: any Error) -> Bool {
        switch error {
        case is ConfigError, is RegistryError, is UsageError, is HDF5Error, is DataError, is CheckpointError,
            is ArrayMismatch, is RandomStateError, is TransformStateError, is ResamplingError, is TrainingError,
            is PluginError, is PluginProbeFailure, is NotebookError, is RunsError, is GnuplotError, is ReportError:
            false
        default: !(error is CocoaError) && !((error as NSError).domain == NSPOSIXErrorDomain)
        }
    }

    private static func description(of error: any Error) -> String {
        if let error = error as? CocoaError {
            let path = error.filePath.map { "\($0): " } ?? ""
            return path + error.localizedDescription
        }
        return String(describing: error)
    }
}

/// Arguments that the parser accepts and the command cannot carry out.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
