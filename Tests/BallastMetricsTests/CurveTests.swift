import BallastCore
import BallastMetrics
import TestSupport
import Testing

/// Curves and calibration bins of every case of the golden file.
@Suite struct CurveTests {
    private func samples() throws -> [(GoldenCase, RankedScores)] {
        try GoldenCase.names("binary").map { name in
            let sample = try GoldenCase("binary", name)
            return (sample, try #require(RankedScores(sample.predictions, of: 1)))
        }
    }

    @Test func precisionAndRecall() throws {
        for (sample, ranking) in try samples() {
            let curve = PrecisionRecallCurve(ranking)
            let golden = sample.golden
            expectClose(curve.precisions, try golden.doubles("precision").values, relative: 1e-15, sample.name)
            expectClose(curve.recalls, try golden.doubles("recall").values, relative: 1e-15, sample.name)
            expectClose(curve.thresholds, try golden.doubles("pr_thresholds").values, relative: 0, sample.name)
        }
    }

    @Test func receiverOperatingCharacteristic() throws {
        for (sample, ranking) in try samples() {
            for (isDropping, suffix) in [(true, ""), (false, "_full")] {
                let curve = ROCCurve(ranking, droppingIntermediate: isDropping)
                let golden = sample.golden
                let name = sample.name + suffix
                expectClose(
                    curve.falsePositiveRates, try golden.doubles("fpr\(suffix)").values, relative: 1e-15, name)
                expectClose(
                    curve.truePositiveRates, try golden.doubles("tpr\(suffix)").values, relative: 1e-15, name)
                expectClose(
                    curve.thresholds, try golden.doubles("roc_thresholds\(suffix)").values, relative: 0, name)
            }
        }
    }

    @Test func curvesOfNothing() throws {
        let ranking = try #require(RankedScores(scores: [], isPositive: []))
        let roc = ROCCurve(ranking)
        #expect(roc.thresholds == [.infinity])
        #expect(roc.truePositiveRates.allSatisfy(\.isNaN) && roc.falsePositiveRates.allSatisfy(\.isNaN))
        let curve = PrecisionRecallCurve(ranking)
        #expect(curve.precisions == [1] && curve.recalls == [0] && curve.thresholds.isEmpty)
        #expect(ranking.areaUnderPrecisionRecall == nil)
    }

    @Test func calibrationBins() throws {
        for sample in try GoldenCase.all() {
            let kinds: [(CalibrationBins.Confidence, String)] =
                sample.family == "binary"
                ? [(.positive, "ece_positive"), (.predicted, "ece_confidence")] : [(.predicted, "ece_confidence")]
            for (confidence, name) in kinds {
                let bins = CalibrationBins(sample.predictions, confidence: confidence)
                guard try sample.golden.contains("\(name)_count") else {
                    #expect(sample.name == "logits")
                    #expect(bins == nil)
                    continue
                }
                let found = try #require(bins, "\(sample.name)")
                #expect(try found.counts == sample.golden.integers("\(name)_count").values, "\(sample.name)")
                expectClose(
                    found.meanConfidences, try sample.golden.doubles("\(name)_mean_confidence").values,
                    relative: 1e-12, "\(sample.name) \(name)")
                expectClose(
                    found.meanOutcomes, try sample.golden.doubles("\(name)_mean_outcome").values, relative: 1e-12,
                    "\(sample.name) \(name)")
            }
        }
    }

    @Test func binsThatCannotBe() {
        let three = Predictions(classCount: 3)
        #expect(CalibrationBins(three, confidence: .positive) == nil)
        #expect(CalibrationBins(three, bins: 0) == nil)
        #expect(CalibrationBins(three)?.expectedError == nil)
    }
}
