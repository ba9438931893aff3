/// The version of the framework, recorded with every run.
public let ballastVersion = interfaceVersion()

/// The version of the framework that the caller was compiled against.
///
/// Emitted into the caller: code in a plugin keeps the answer of the day it was compiled, whatever program loads it.
@_alwaysEmitIntoClient
public func interfaceVersion() -> String { "0.1.0" }
