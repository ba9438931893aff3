public import BallastCore
public import BallastTensor

/// Checks models of a registry, on rows of a table and on small images.
///
/// Of the shapes of each kind the first that the model takes is used; a model need not take both kinds.
public struct ModelConformance {
    private let registry: Registry<any Model, ModelContext>
    private let catalog: ComponentCatalog
    private let layers: Registry<any Layer, LayerContext>
    private let makeDevice: () -> Device

    /// - Parameters:
    ///   - registry: the components to check.
    ///   - catalog: where components that settings name are looked up.
    ///   - layers: the layers that models can stack.
    ///   - device: makes the device that models run on.
    public init(
        _ registry: Registry<any Model, ModelContext>, catalog: ComponentCatalog = ComponentCatalog([]),
        layers: Registry<any Layer, LayerContext> = Registry(kind: "layer"),
        device: @escaping () -> Device = { .reference() }
    ) {
        self.registry = registry
        self.catalog = catalog
        self.layers = layers
        makeDevice = device
    }

    /// A report on every model, in the order of registration.
    public func reports() -> [ConformanceReport] { registry.descriptions.map(report) }

    /// A report on one model.
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
                ModelSubject.shapes, variation: variation, in: registry, catalog: catalog,
                describe: { $0.name },
                attempt: { component, data in
                    try ModelSubject(component: component, shapes: data.shapes, layers: layers, makeDevice: makeDevice)
                }, checks: ModelChecks.all)
        }
        return report
    }
}
