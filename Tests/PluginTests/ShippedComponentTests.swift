import Ballast
import BallastConformance
import Testing

/// Every component of a plugin conforms, alone and beside what Ballast ships.
@Suite struct ShippedComponentTests {
    @Test(arguments: Shipped.registries.losses.names) func loss(name: String) throws {
        let report = try LossConformance(Shipped.registries.losses).report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test(arguments: Shipped.registries.samplers.names) func sampler(name: String) throws {
        let report = try SamplerConformance(Shipped.registries.samplers).report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test(arguments: Shipped.registries.metrics.names) func metric(name: String) throws {
        let report = try MetricConformance(Shipped.registries.metrics).report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test(arguments: Shipped.registries.models.names) func model(name: String) throws {
        let conformance = ModelConformance(
            Shipped.registries.models, catalog: Shipped.registries.catalog, layers: Shipped.registries.layers,
            device: { .cpu() })
        let report = try conformance.report(on: name)
        #expect(report.isConforming, "\(report)")
    }

    @Test func namesAreFree() throws {
        let standard = try Registries.standard()
        #expect(Set(standard.losses.names).isDisjoint(with: Shipped.registries.losses.names))
        #expect(Set(standard.samplers.names).isDisjoint(with: Shipped.registries.samplers.names))
        #expect(Set(standard.metrics.names).isDisjoint(with: Shipped.registries.metrics.names))
        #expect(Set(standard.models.names).isDisjoint(with: Shipped.registries.models.names))
    }
}
