internal import Foundation

/// The machine and the compiler that a run was made with: what its times and last bits depend on besides the backend.
public struct SystemDescription: Codable, Equatable, Sendable {
    /// Such as `Debian GNU/Linux 12 (bookworm)`.
    public var operatingSystem: String
    /// The model of the processor, as the system names it; its architecture if it does not.
    public var processor: String
    /// Cores that the process may use.
    public var cores: Int
    /// The version of the compiler that made the program, such as `6.3`.
    public var swift: String

    /// This machine and this program.
    public static var current: SystemDescription {
        SystemDescription(
            operatingSystem: ProcessInfo.processInfo.operatingSystemVersionString, processor: processorName,
            cores: ProcessInfo.processInfo.activeProcessorCount, swift: compiler)
    }

    private static var processorName: String {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":", maxSplits: 1).last
        return model.map { $0.trimmingCharacters(in: .whitespaces) } ?? architecture
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }

    private static var compiler: String {
        #if compiler(>=6.4)
            "6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #elseif compiler(>=6.2)
            "6.2"
        #elseif compiler(>=6.1)
            "6.1"
        #else
            "6.0"
        #endif
    }
}
