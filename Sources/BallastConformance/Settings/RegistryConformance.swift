public import BallastCore

/// Checks what components of any kind say about themselves and how their settings are read.
///
/// For kinds without checks of their own: weightings, transforms, optimizers, schedules.
public struct RegistryConformance {
    private let registry: any ComponentRegistry
    private let catalog: ComponentCatalog

    /// - Parameters:
    ///   - registry: the components to check.
    ///   - catalog: where components that settings name are looked up.
    public init(_ registry: any ComponentRegistry, catalog: ComponentCatalog = ComponentCatalog([])) {
        self.registry = registry
        self.catalog = catalog
    }

    /// A report on every component, in the order of registration.
    public func reports() -> [ConformanceReport] { registry.descriptions.map(report) }

    /// A report on one component.
    ///
    /// - Throws: `RegistryError` if there is none of this name.
    public func report(on name: String) throws -> ConformanceReport {
        report(try registry.description(named: name))
    }

    private func report(_ description: ComponentDescription) -> ConformanceReport {
        var report = ConformanceReport(kind: registry.kind, component: description.name)
        report.run(
            SettingsConformance.checks,
            on: SettingsSubject(description: description, registry: registry, catalog: catalog))
        return report
    }
}
