import Ballast
import BallastConformance
import Testing

/// The loss checks find what is wrong with broken losses, and nothing with sound ones.
@Suite struct LossCheckerTests {
    private func report<L: Loss>(_ type: L.Type) throws -> ConformanceReport {
        var registry = Registry<any Loss, LossContext>(kind: "loss")
        try registry.register(type)
        return try LossConformance(registry).report(on: L.name)
    }

    /// Broken losses, and the one check that each must fail.
    static let broken: [(any Loss.Type, String)] = [
        (WrongByATwentiethPercent.self, "has the gradients that differences measure"),
        (WrongForOneLogit.self, "has the gradients that differences measure"),
        (StopsTheGradient.self, "has the gradients that differences measure"),
        (WrongBesideAHeldFactor.self, "has the gradients that differences measure"),
        (HoldsAFactorUnsaid.self, "has the gradients that differences measure"),
        (WrongInABranch.self, "has the gradients that differences measure"),
        (OffsetLoss<Detached>.self, "has the gradients that differences measure"),
        (NaiveFocal.self, "is finite at extremes in float32"),
        (NaiveFocal.self, "is finite at extremes in float64"),
        (DependsOnPosition.self, "gives permuted values for a permuted batch"),
        (GivesTheMean.self, "gives a value per example"),
        (NeedsTwoExamples.self, "takes a single example"),
        (NeedsEveryClass.self, "takes a batch without a class"),
        (PredictsLogits.self, "predicts probabilities"),
        (OffsetLoss<OutsideTheStore>.self, "trains its parameters, all and only"),
        (OffsetLoss<Ignored>.self, "trains its parameters, all and only"),
        (OffsetLoss<Detached>.self, "trains its parameters, all and only"),
        (OffsetLoss<HiddenState>.self, "continues from its checkpoint bit for bit"),
        (OffsetLoss<RestlessBuffer>.self, "is a function of the batch"),
        (OffsetLoss<Unseeded>.self, "starts alike from the same seed"),
        (RefusesEverything.self, "is made"),
        (ThrowsAnything.self, "is made"),
        (SaysNothing.self, "says what it is"),
        (SaysNothing.self, "reads its example"),
    ]

    @Test(arguments: broken.indices) func findsWhatIsWrong(index: Int) throws {
        let (type, check) = Self.broken[index]
        let report = try report(type)
        #expect(!report.isConforming)
        #expect(report.findings.contains { $0.check == check }, "\(report)")
    }

    /// Losses broken in one respect must not be blamed for another.
    @Test(
        arguments: [
            (WrongByATwentiethPercent.self, ["has the gradients that differences measure"]),
            (WrongForOneLogit.self, ["has the gradients that differences measure"]),
            (WrongInABranch.self, ["has the gradients that differences measure"]),
            (DependsOnPosition.self, ["gives permuted values for a permuted batch"]),
            (PredictsLogits.self, ["predicts probabilities"]),
            (OffsetLoss<OutsideTheStore>.self, ["trains its parameters, all and only"]),
            (OffsetLoss<Ignored>.self, ["trains its parameters, all and only"]),
            (OffsetLoss<HiddenState>.self, ["continues from its checkpoint bit for bit"]),
        ] as [(any Loss.Type, [String])])
    func findsNothingElse(type: any Loss.Type, checks: [String]) throws {
        let failed = try report(type).findings.map(\.check)
        #expect(Set(failed) == Set(checks))
    }

    @Test(
        arguments: [SoundHinge.self, SoundKink.self, SoundHeldFactor.self, OffsetLoss<InTheStore>.self]
            as [any Loss.Type])
    func findsNothingWrongWithSoundLosses(type: any Loss.Type) throws {
        let report = try report(type)
        #expect(report.isConforming, "\(report)")
    }

    @Test func namesTheSettingsOfAFinding() throws {
        let findings = try report(WrongInABranch.self).findings
        #expect(Set(findings.map(\.setting)) == ["kind: special, 3 classes", "kind: special, 2 classes"])
    }

    @Test func reportsReadAsAVerdict() throws {
        let sound = try report(OffsetLoss<InTheStore>.self)
        #expect("\(sound)" == "loss sound_offset: \(sound.checks.count) checks passed")
        let refused = try report(RefusesEverything.self)
        #expect(
            "\(refused)" == """
                loss refuses_everything: 1 finding
                  is made: all data are refused: 3 classes: is never satisfied; 2 classes: is never satisfied
                """)
        #expect(throws: RegistryError.self) {
            try LossConformance(Registry(kind: "loss")).report(on: "anything")
        }
        #expect(!ConformanceReport(kind: "loss", component: "unseen").isConforming)
    }
}
