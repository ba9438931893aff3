import Ballast
import BallastConformance
import Testing

/// The checks of samplers, metrics, thresholds and models find what is wrong with broken ones, and nothing with sound ones.
@Suite struct CheckerTests {
    private func report<S: Sampler>(_ type: S.Type) throws -> ConformanceReport {
        var registry = Registry<any Sampler, SamplerContext>(kind: "sampler")
        try registry.register(type)
        return try SamplerConformance(registry).report(on: S.name)
    }

    private func report<R: Resampler>(_ type: R.Type) throws -> ConformanceReport {
        var registry = Registry<any Sampler, SamplerContext>(kind: "sampler")
        try registry.register(type)
        return try SamplerConformance(registry).report(on: R.name)
    }

    private func report<M: Metric>(_ type: M.Type) throws -> ConformanceReport {
        var registry = Registry<any Metric, MetricContext>(kind: "metric")
        try registry.register(type)
        return try MetricConformance(registry).report(on: M.name)
    }

    private func report<T: ThresholdRule>(_ type: T.Type) throws -> ConformanceReport {
        var registry = Registry<any ThresholdRule, Void>(kind: "threshold")
        try registry.register(type)
        return try ThresholdConformance(registry).report(on: T.name)
    }

    private func report<M: Model>(_ type: M.Type) throws -> ConformanceReport {
        var registry = Registry<any Model, ModelContext>(kind: "model")
        try registry.register(type)
        return try ModelConformance(registry).report(on: M.name)
    }

    /// Expects exactly these checks to fail; none for a sound component.
    private func expect(
        _ report: ConformanceReport, toFail checks: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(Set(report.findings.map(\.check)) == Set(checks), "\(report)", sourceLocation: sourceLocation)
        #expect(report.isConforming == checks.isEmpty, sourceLocation: sourceLocation)
    }

    @Test(
        arguments: [
            (SoundShuffle.self, []),
            (OneRowTooFar.self, ["visits training rows only"]),
            (NoRows.self, ["visits training rows only"]),
            (OnlyWhatIsNotLearnt.self, ["visits training rows only, whatever the model has learnt"]),
            (UnseededShuffle.self, ["repeats its order from the same seed", "continues from its checkpoint"]),
            (StreamOfItsOwn.self, ["continues from its checkpoint"]),
            (
                NeedsRowsOfEveryClass.self,
                ["visits training rows only", "repeats its order from the same seed", "continues from its checkpoint"]
            ),
        ] as [(any Sampler.Type, [String])])
    func samplers(type: any Sampler.Type, checks: [String]) throws {
        expect(try report(type), toFail: checks)
    }

    @Test(
        arguments: [
            (SoundResampler.self, []),
            (TakesARowTooMany.self, ["makes a sound training set"]),
            (MakesHalfARow.self, ["makes a sound training set"]),
            (DividesByThreads.self, ["makes the same training set again"]),
            (UnseededResampler.self, ["makes the same training set again"]),
        ] as [(any Resampler.Type, [String])])
    func resamplers(type: any Resampler.Type, checks: [String]) throws {
        expect(try report(type), toFail: checks)
    }

    @Test(
        arguments: [
            (SoundAccuracy.self, []),
            (NaNWhenEmpty.self, ["takes an empty split"]),
            (NaNForAnAbsentClass.self, ["takes a split of one class"]),
            (WrongDirection.self, ["is not worse where it is right"]),
            (ReadsProbabilitiesAfterAll.self, ["reads probabilities only if it says so"]),
            (MindsTheOrder.self, ["does not mind the order of rows"]),
            (UndefinedWithoutReason.self, ["takes an empty split"]),
            (
                OneValueTooMany.self,
                [
                    "gives the same value each time", "takes an empty split", "takes a split of one class",
                    "takes equal and certain probabilities",
                ]
            ),
            (
                Remembers.self,
                [
                    "gives the same value each time", "takes a split in batches as one",
                    "does not mind the order of rows",
                ]
            ),
        ] as [(any Metric.Type, [String])])
    func metrics(type: any Metric.Type, checks: [String]) throws {
        expect(try report(type), toFail: checks)
    }

    @Test(
        arguments: [
            (SoundMidpoint.self, []),
            (
                AlwaysHalf.self,
                [
                    "chooses nothing of an empty split", "chooses nothing of a split of one class",
                    "chooses nothing where a probability is NaN", "chooses nothing for three classes",
                ]
            ),
            (FirstScore.self, ["does not mind the order of rows"]),
            (
                UnsureWithoutReason.self,
                ["chooses nothing of an empty split", "chooses nothing for three classes"]
            ),
        ] as [(any ThresholdRule.Type, [String])])
    func thresholds(type: any ThresholdRule.Type, checks: [String]) throws {
        expect(try report(type), toFail: checks)
    }

    @Test(
        arguments: [
            (Probe<NoFault>.self, []),
            (Probe<SoundStatistics>.self, []),
            (Probe<WrongWidth>.self, ["gives features and logits"]),
            (Probe<IgnoresTheBias>.self, ["starts its head at the bias asked for"]),
            (Probe<UnusedParameter>.self, ["trains its parameters, all and only"]),
            (Probe<ForeignParameter>.self, ["trains its parameters, all and only"]),
            (Probe<MixesTheBatch>.self, ["evaluates every example by itself"]),
            (Probe<CountsEvaluations>.self, ["evaluates without changing"]),
            (Probe<DiffersInTraining>.self, ["differs in training only by statistics or chance"]),
            (
                Probe<UnseededDropout>.self,
                ["repeats a training pass from its seed", "continues from its checkpoint bit for bit"]
            ),
            (
                Probe<UnseededWeights>.self,
                ["starts alike from the same seed", "repeats a training pass from its seed"]
            ),
            (
                Probe<HiddenStatistics>.self,
                ["differs in training only by statistics or chance", "continues from its checkpoint bit for bit"]
            ),
        ] as [(any Model.Type, [String])])
    func models(type: any Model.Type, checks: [String]) throws {
        expect(try report(type), toFail: checks)
    }
}
