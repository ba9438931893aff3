import Ballast
import BallastConformance
import Testing

/// Every registered component conforms. Components are enumerated from their registries, so a new one is checked
/// without a word here.
@Suite struct StandardComponentTests {
    private static let losses: Registry<any Loss, LossContext> = {
        var registry = Registry<any Loss, LossContext>(kind: "loss")
        do { try registry.registerStandardLosses() } catch { Issue.record(error) }
        return registry
    }()

    private static let metrics: Registry<any Metric, MetricContext> = {
        var registry = Registry<any Metric, MetricContext>(kind: "metric")
        do { try registry.registerStandardMetrics() } catch { Issue.record(error) }
        return registry
    }()

    private static let weightings: Registry<ClassWeighting, WeightingContext> = {
        var registry = Registry<ClassWeighting, WeightingContext>(kind: "weighting")
        do { try registry.registerStandardWeightings() } catch { Issue.record(error) }
        return registry
    }()

    @Test(arguments: losses.names) func loss(name: String) throws {
        let report = try LossConformance(Self.losses).report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test(arguments: metrics.names) func metric(name: String) throws {
        let report = try MetricConformance(Self.metrics).report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test func weighting() throws {
        let reports = RegistryConformance(Self.weightings).reports()
        #expect(reports.map(\.component) == Self.weightings.names)
        for report in reports { #expect(report.isConforming, "\(report)") }
    }

    @Test func everyRegistryHasComponents() {
        #expect(Self.losses.names.count >= 13 && Self.metrics.names.count >= 10 && Self.weightings.names.count >= 4)
    }
}
