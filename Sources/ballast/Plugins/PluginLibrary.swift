import Ballast
import Foundation

/// A plugin's compiled library, loaded into this program.
struct PluginLibrary {
    private let entry: PluginEntry

    /// Loads a library.
    ///
    /// - Parameter shown: what messages call it.
    /// - Throws: ``PluginError`` if it cannot be loaded, is no plugin, or was built for another version.
    init(path: String, shownAs shown: String) throws {
        // Local: two plugins may have symbols of one name. Now: what is missing must be known before training begins.
        guard let handle = dlopen(URL(fileURLWithPath: path).standardizedFileURL.path, RTLD_NOW | RTLD_LOCAL) else {
            throw PluginError.library(path: shown, Self.loadingFailure())
        }
        guard let symbol = dlsym(handle, PluginEntry.symbol) else {
            throw PluginError.library(path: shown, "it has no function \(PluginEntry.symbol), so it is no plugin")
        }
        guard !Self.carriesFramework(handle) else {
            throw PluginError.library(
                path: shown, "it carries a framework of its own; link it without, as `ballast plugin build` does")
        }
        typealias Function = @convention(c) () -> UnsafeMutableRawPointer
        let entry = PluginEntry.taken(unsafeBitCast(symbol, to: Function.self)())
        guard entry.version == ballastVersion else {
            throw PluginError.version(path: shown, built: entry.version, running: ballastVersion)
        }
        self.entry = entry
    }

    func register(in library: inout ComponentLibrary) throws { try entry.register(in: &library) }

    /// Loads and registers in a process of its own.
    ///
    /// - Throws: ``PluginError/library(path:_:)`` with what it said, if that process fails or dies.
    static func probe(_ path: String, shownAs shown: String) throws {
        // A trap's backtrace, which Swift can print, is no use to whoever wants the reason.
        let process = try CapturedProcess(
            FrameworkModules.executable, ["plugin-probe", path, shown], capturingOutput: false,
            environment: ["SWIFT_BACKTRACE": "enable=no"])
        if process.wasSignalled {
            let said = process.text.isEmpty ? "signal \(process.status)" : process.text
            throw PluginError.library(path: shown, "it ends the program while it registers: \(said)")
        }
        guard process.succeeded else { throw PluginProbeFailure(message: process.text) }
    }

    private static func loadingFailure() -> String {
        let message = dlerror().map { String(cString: $0) } ?? "it cannot be loaded"
        guard message.contains("undefined symbol") else { return message }
        return "it was built against another version of the framework (\(message)); build it again"
    }

    /// Whether the library was linked with a copy of the framework, whose types would be strangers to this program's.
    ///
    /// A search by handle looks into the library and what it links, never into the program.
    private static func carriesFramework(_ handle: UnsafeMutableRawPointer) -> Bool {
        let descriptorOfComponent = "$s11BallastCore9ComponentMp"
        return dlsym(handle, descriptorOfComponent) != nil
    }
}

/// What the process that tried a plugin said, which is the message already.
struct PluginProbeFailure: Error, CustomStringConvertible {
    let message: String

    var description: String { message.hasPrefix("error: ") ? String(message.dropFirst(7)) : message }
}
