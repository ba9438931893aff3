public import BallastCore

/// Checks rules that choose thresholds, of a registry.
public struct ThresholdConformance {
    private let registry: Registry<any ThresholdRule, Void>
    private let catalog: ComponentCatalog

    /// - Parameters:
    ///   - registry: the components to check.
    ///   - catalog: where components that settings name are looked up.
    public init(_ registry: Registry<any ThresholdRule, Void>, catalog: ComponentCatalog = ComponentCatalog([])) {
        self.registry = registry
        self.catalog = catalog
    }

    /// A report on every rule, in the order of registration.
    public func reports() -> [ConformanceReport] { registry.descriptions.map(report) }

    /// A report on one rule.
    ///
    /// - Throws: `RegistryError` if there is none of this name.
    public func report(on name: String) throws -> ConformanceReport {
        report(try registry.entry(named: name).description)
    }

    private func report(_ description: ComponentDescription) -> ConformanceReport {
        var report = ConformanceReport(kind: registry.kind, component: description.name)
        report.run(
            SettingsConformance.checks,
            on: SettingsSubject(description: description, registry: registry, catalog: catalog))
        for variation in SettingVariation.all(of: description) {
            report.tryAlternatives(
                ["two classes"], variation: variation, in: registry, catalog: catalog, describe: { $0 },
                attempt: { component, _ in ThresholdSubject(rule: try component.build(())) },
                checks: ThresholdChecks.all)
        }
        return report
    }
}
