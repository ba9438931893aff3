internal import BallastCore
internal import BallastMetrics
internal import BallastTraining

extension ReportSection {
    /// How far probabilities are true: of one run, for two classes also those of the positive class, or of several.
    static func calibration(_ runs: [RunContents]) -> ReportSection? {
        var series: [ReliabilityDiagram.Series] = []
        var undefined: [String] = []
        for run in runs.prefix(FigureStyle.points.count) {
            guard let (part, predictions) = run.predictedParts.first else { continue }
            let kinds: [CalibrationBins.Confidence] =
                runs.count == 1 && run.isBinary ? [.predicted, .positive] : [.predicted]
            for kind in kinds {
                guard let bins = CalibrationBins(predictions, bins: bins(of: run), confidence: kind),
                    let error = bins.expectedError
                else {
                    undefined.append("\(run.label) has scores on \(part.rawValue) that are no probabilities.")
                    continue
                }
                let name =
                    runs.count > 1
                    ? FigureStyle.short(run.label, to: 30)
                    : kind == .predicted
                        ? "predicted class" : "class \(FigureStyle.short(run.classNames[run.positiveClass], to: 14))"
                series.append(ReliabilityDiagram.Series(label: "\(name), ECE \(error.decimals(4))", bins: bins))
            }
        }
        guard let bins = series.first?.bins.counts.count else { return nil }
        var section = ReportSection("calibration", "Calibration")
        let part = runs.lazy.compactMap { $0.predictedParts.first?.part.rawValue }.first ?? "test"
        section.append(
            .paragraph(
                "On \(part), in \(bins) bins of equal width. The expected calibration error (ECE) is the distance of "
                    + "confidence from what came true, averaged over rows: "
                    + series.map(\.label).joined(separator: "; ") + "."))
        for reason in undefined { section.append(.note(reason)) }
        section.append(
            .figures([
                ReliabilityDiagram(
                    name: "reliability", title: "Reliability diagram",
                    caption:
                        "Above: what came true against the mean confidence of each bin that has rows. Below: the share "
                        + "of rows in each bin.", series: series)
            ]))
        return section
    }

    /// The bins of the run's own metric, so that the report's number is the metric's.
    private static func bins(of run: RunContents) -> Int {
        let metric = run.config["metrics"]?.elements?.first {
            ($0["type"]?.string ?? $0.string) == ExpectedCalibrationError.name
        }
        if case .integer(let bins)? = metric?["bins"]?.scalar?.value { return bins }
        return ExpectedCalibrationError.Config().bins
    }
}
