public import BallastCore

/// Checks samplers of a registry, on long-tailed labels of several kinds.
public struct SamplerConformance {
    private let registry: Registry<any Sampler, SamplerContext>
    private let catalog: ComponentCatalog

    /// - Parameters:
    ///   - registry: the components to check.
    ///   - catalog: where components that settings name are looked up.
    public init(_ registry: Registry<any Sampler, SamplerContext>, catalog: ComponentCatalog = ComponentCatalog([])) {
        self.registry = registry
        self.catalog = catalog
    }

    /// A report on every sampler, in the order of registration.
    public func reports() -> [ConformanceReport] { registry.descriptions.map(report) }

    /// A report on one sampler.
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
                SamplerSubject.classCounts, variation: variation, in: registry, catalog: catalog,
                describe: { "classes of \($0.map(String.init).joined(separator: ", ")) rows" },
                attempt: { component, counts in
                    let subject = SamplerSubject(component: component, classCounts: counts)
                    _ = try subject.make()
                    return subject
                }, checks: SamplerChecks.all)
        }
        return report
    }
}
