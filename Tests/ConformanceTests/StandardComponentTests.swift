import Ballast
import BallastConformance
import Testing

/// Every registered component conforms. Components are enumerated from the registries of the whole framework, so a new
/// one is checked without a word here.
@Suite struct StandardComponentTests {
    private static let registries: Registries = {
        do { return try Registries.standard() } catch {
            Issue.record(error)
            return Registries()
        }
    }()

    @Test(arguments: registries.losses.names) func loss(name: String) throws {
        let report = try LossConformance(Self.registries.losses).report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test(arguments: registries.metrics.names) func metric(name: String) throws {
        let report = try MetricConformance(Self.registries.metrics).report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test(arguments: registries.thresholds.names) func threshold(name: String) throws {
        let report = try ThresholdConformance(Self.registries.thresholds).report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test(arguments: registries.samplers.names) func sampler(name: String) throws {
        let report = try SamplerConformance(Self.registries.samplers).report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test(arguments: registries.models.names) func model(name: String) throws {
        let registries = Self.registries
        let conformance = ModelConformance(
            registries.models, catalog: registries.catalog, layers: registries.layers, device: { .cpu() })
        let report = try conformance.report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    /// Settings of every kind: defaults build, bad values and unknown keys are refused in the standard words.
    @Test(arguments: registries.catalog.registries.map(\.kind)) func settings(kind: String) throws {
        let registry = try #require(Self.registries.catalog.registry(of: kind))
        let reports = RegistryConformance(registry, catalog: Self.registries.catalog).reports()
        #expect(!reports.isEmpty)
        #expect(reports.map(\.component) == registry.names)
        for report in reports { #expect(report.isConforming, "\(report)") }
    }
}
