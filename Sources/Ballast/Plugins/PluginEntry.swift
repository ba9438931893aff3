public import BallastCore

/// What a plugin's library tells the program that loads it: for which version it was built, and what it registers.
///
/// A library hands one out from a C function of a fixed name, ``symbol``. For a folder of Swift files the program writes
/// that function itself; a library made in another way writes it so:
///
/// ```swift
/// @_cdecl("ballast_plugin")
/// public func ballastPlugin() -> UnsafeMutableRawPointer {
///     PluginEntry { library in
///         try library.register(MyLoss.self)
///     }.handedOut()
/// }
/// ```
public final class PluginEntry: @unchecked Sendable {
    // Unchecked: the closure is called once, by the thread that loaded the library.

    /// The name of the C function.
    public static let symbol = "ballast_plugin"

    /// The version of the framework whose interface the library was compiled against.
    public let version: String
    private let registration: (inout ComponentLibrary) throws -> Void

    /// Notes the version of the framework that the caller is compiled against.
    ///
    /// Emitted into the caller, so that a library loaded by a later program still says what it was built for.
    @_alwaysEmitIntoClient
    public convenience init(_ registration: @escaping (inout ComponentLibrary) throws -> Void) {
        self.init(version: interfaceVersion(), registration)
    }

    public init(version: String, _ registration: @escaping (inout ComponentLibrary) throws -> Void) {
        self.version = version
        self.registration = registration
    }

    /// Adds the plugin's components.
    ///
    /// - Throws: `RegistryError` if a name is taken or settings are declared wrongly.
    public func register(in library: inout ComponentLibrary) throws {
        try registration(&library)
    }

    /// The entry as a C function can return it; ``taken(_:)`` takes it back.
    public func handedOut() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

    /// The entry that a library's function returned.
    public static func taken(_ pointer: UnsafeMutableRawPointer) -> PluginEntry {
        Unmanaged<PluginEntry>.fromOpaque(pointer).takeRetainedValue()
    }
}
