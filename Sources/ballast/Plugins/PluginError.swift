import Ballast

/// Why a plugin could not be used.
enum PluginError: Error, CustomStringConvertible {
    /// Nothing at the path, or nothing that can be a plugin.
    case unusable(path: String, String)
    /// What the compiler said, as it said it.
    case compilation(diagnostics: String)
    /// No compiler, or no modules to compile against.
    case noToolchain(String)
    /// The sources compile and hold no component.
    case empty(path: String)
    /// A library for another version of the framework.
    case version(path: String, built: String, running: String)
    /// The library does not load, is no plugin, or ends the program while it registers.
    case library(path: String, String)
    /// Two plugins of one name.
    case duplicate(name: String, paths: [String])

    var description: String {
        switch self {
        case .unusable(let path, let reason): "plugin \(path): \(reason)"
        case .compilation(let diagnostics): diagnostics
        case .noToolchain(let reason): reason
        case .empty(let path):
            "plugin \(path): declares no component; write a type that conforms to Loss, Sampler, Model, Metric, "
                + "Transform, Optimizer, Schedule, Weighting or another kind of `ballast list`"
        case .version(let path, let built, let running):
            "plugin \(path): built for Ballast \(built), and this is \(running); build it again"
        case .library(let path, let reason): "plugin \(path): \(reason)"
        case .duplicate(let name, let paths):
            "two plugins of one name: \(name) is \(paths.joined(separator: " and ")); rename one folder"
        }
    }
}
