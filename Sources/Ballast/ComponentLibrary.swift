public import BallastCore
public import BallastData
import BallastLosses
import BallastMetrics
import BallastModels
import BallastSamplers
import BallastTraining

/// Everything that can be named: the components of runs, by kind, and the importers of data.
///
/// A value that whoever composes a program makes and passes on; plugins add to it.
public struct ComponentLibrary: Sendable {
    /// The components that configurations of runs name.
    public var registries: Registries
    /// The formats of `ballast data import`.
    public var importers = Registry<any DatasetImporter, Void>(kind: "importer")

    public init(registries: Registries = Registries()) {
        self.registries = registries
    }

    /// Every component that Ballast ships.
    ///
    /// - Throws: `RegistryError` if two of them have one name.
    public static func standard() throws -> ComponentLibrary {
        var library = ComponentLibrary(registries: try .standard())
        try library.importers.registerStandardImporters()
        return library
    }

    /// All registries, for listings and documentation.
    public var catalog: ComponentCatalog {
        ComponentCatalog(registries.catalog.registries + [importers])
    }

    /// Adds a component of any kind, as the kind whose protocol it conforms to.
    ///
    /// - Throws: `RegistryError` if the name is taken or the settings are declared wrongly, and if the type is of no
    ///   kind that can be registered.
    public mutating func register(_ type: any Component.Type) throws {
        switch type {
        case let type as any Loss.Type: try registries.register(type)
        case let type as any Model.Type: try registries.register(type)
        case let type as any Layer.Type: try registries.register(type)
        case let type as any Resampler.Type: try registries.register(type)
        case let type as any Sampler.Type: try registries.register(type)
        case let type as any Metric.Type: try registries.register(type)
        case let type as any ThresholdRule.Type: try registries.register(type)
        case let type as any Transform.Type: try registries.register(type)
        case let type as any Optimizer.Type: try registries.register(type)
        case let type as any Schedule.Type: try registries.register(type)
        case let type as any Weighting.Type: try registries.register(type)
        case let type as any DatasetImporter.Type: try importers.register(type)
        default:
            throw RegistryError.noKind(implementation: String(reflecting: type), kinds: catalog.registries.map(\.kind))
        }
    }
}
