internal import BallastTraining

extension ReportSection {
    /// How long training took, and what it needed.
    static func timing(_ runs: [RunContents]) -> ReportSection? {
        let timed = runs.filter { !$0.history.isEmpty }
        guard !timed.isEmpty else { return nil }
        var section = ReportSection("timing", "Timing")
        var table = ReportTable(
            "Time and memory, a run a line",
            header: [
                "run", "epochs", "total", "median epoch", "median examples a second", "parameters", "memory of tensors",
            ])
        for run in timed {
            let seconds = run.history.map(\.seconds)
            table.append([
                run.label, run.history.count.grouped, seconds.reduce(0, +).duration, Self.median(seconds).duration,
                Int(Self.median(run.history.map(\.examplesPerSecond)).rounded()).grouped,
                run.summary?.parameterCount.grouped ?? "–",
                run.summary.map { Double($0.peakTensorBytes).bytes } ?? "–",
            ])
        }
        section.append(.paragraph("Wall-clock times, validation included; examples a second are of training alone."))
        section.append(.table(table))
        section.append(.figures([speed(Array(timed.prefix(FigureStyle.distinctSeries)))].compactMap { $0 }))
        return section
    }

    private static func speed(_ runs: [RunContents]) -> EpochCurves? {
        let isFast = runs.contains { $0.history.contains { $0.examplesPerSecond >= 10_000 } }
        return EpochCurves(
            name: "speed", title: "Speed of training", caption: "Training examples a second, without validation.",
            valueLabel: isFast ? "thousand examples a second" : "examples a second",
            series: runs.map { run in
                EpochCurves.Series(
                    label: FigureStyle.short(run.label, to: 30),
                    points: run.history.map { ($0.epoch + 1, $0.examplesPerSecond / (isFast ? 1000 : 1)) })
            })
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
