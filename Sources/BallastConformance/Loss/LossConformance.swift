public import BallastCore

/// Checks losses of a registry.
///
/// Each is tried with its example settings, then with every choice, boolean and limit changed, on data of three and of
/// two classes. Differences are measured in float64 on the reference kernels.
public struct LossConformance {
    private let registry: Registry<any Loss, LossContext>
    private let catalog: ComponentCatalog

    /// - Parameters:
    ///   - registry: the components to check.
    ///   - catalog: where components that settings name are looked up.
    public init(_ registry: Registry<any Loss, LossContext>, catalog: ComponentCatalog = ComponentCatalog([])) {
        self.registry = registry
        self.catalog = catalog
    }

    /// A report on every loss, in the order of registration.
    public func reports() -> [ConformanceReport] { registry.descriptions.map(report) }

    /// A report on one loss.
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
                LossSubject.classCounts, variation: variation, in: registry, catalog: catalog,
                describe: { "\($0.count) classes" },
                attempt: { component, counts in
                    let subject = LossSubject(component: component, classCounts: counts)
                    _ = try subject.make(.float64)
                    return subject
                }, checks: LossChecks.all)
        }
        return report
    }
}
