public import BallastCore

/// Checks metrics of a registry, for two and for three classes.
public struct MetricConformance {
    private let registry: Registry<any Metric, MetricContext>
    private let catalog: ComponentCatalog

    /// - Parameters:
    ///   - registry: the components to check.
    ///   - catalog: where components that settings name are looked up.
    public init(_ registry: Registry<any Metric, MetricContext>, catalog: ComponentCatalog = ComponentCatalog([])) {
        self.registry = registry
        self.catalog = catalog
    }

    /// A report on every metric, in the order of registration.
    public func reports() -> [ConformanceReport] { registry.descriptions.map(report) }

    /// A report on one metric.
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
                MetricSubject.trainingCounts, variation: variation, in: registry, catalog: catalog,
                describe: { "\($0.count) classes" },
                attempt: { component, counts in
                    let context = MetricContext(
                        classNames: counts.indices.map { "class \($0)" }, trainingCounts: counts)
                    return MetricSubject(metric: try component.build(context), classCount: counts.count)
                }, checks: MetricChecks.all)
        }
        return report
    }
}
