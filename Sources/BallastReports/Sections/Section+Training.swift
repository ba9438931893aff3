internal import BallastCore
internal import BallastTraining

extension ReportSection {
    /// Losses, metrics and the learning rate over the epochs.
    static func training(_ run: RunContents) -> ReportSection? {
        guard !run.history.isEmpty else { return nil }
        var section = ReportSection("training", "Training")
        section.append(.figures(EpochFigures(run).all))
        if run.history.allSatisfy(\.validation.isEmpty) {
            section.append(.paragraph("The run has no validation rows, so that there are no metrics of its epochs."))
        }
        return section
    }
}

/// The figures of one run's epochs.
struct EpochFigures {
    private let run: RunContents

    init(_ run: RunContents) { self.run = run }

    /// Those for which the run has values.
    var all: [EpochCurves] { [loss].compactMap { $0 } + metrics + [terms, learningRate].compactMap { $0 } }

    private var loss: EpochCurves? {
        EpochCurves(
            name: "loss", title: "Loss",
            caption:
                "Mean over the rows of an epoch while it trains, class weights included, and on validation after it, "
                + "without weights.",
            valueLabel: "mean loss of a row",
            series: [
                EpochCurves.Series(label: "training", points: run.history.map { ($0.epoch + 1, $0.loss) }),
                EpochCurves.Series(label: "validation", points: run.validation("loss")),
            ], mark: mark)
    }

    /// Metrics on validation: those within −1...1 together, in figures of seven, others each by itself.
    private var metrics: [EpochCurves] {
        let series = run.validationNumbers.filter { !["loss", "threshold"].contains($0) }.map {
            EpochCurves.Series(label: $0, points: run.validation($0))
        }
        let shares = series.filter { $0.points.allSatisfy { (-1...1).contains($0.value) } }
        let others = series.filter { one in !shares.contains { $0.label == one.label } }
        let groups =
            stride(from: 0, to: shares.count, by: 7).map { Array(shares[$0..<min($0 + 7, shares.count)]) }
            + others.map { [$0] }
        return groups.enumerated().compactMap { index, group in
            EpochCurves(
                name: "metrics-\(index + 1)", title: "Metrics on validation",
                caption: "After every epoch that was validated.",
                valueLabel: group.count == 1 ? group[0].label : "value of the metric", series: group, mark: mark)
        }
    }

    private var terms: EpochCurves? {
        let names = Set(run.history.flatMap(\.terms.keys)).sorted()
        return EpochCurves(
            name: "loss-terms", title: "Terms of the loss",
            caption: "Parts that the loss names, means over the rows of an epoch while it trains.",
            valueLabel: "mean of the term",
            series: names.map { name in
                EpochCurves.Series(
                    label: name,
                    points: run.history.compactMap { record in
                        record.terms[name].map { (record.epoch + 1, $0) }
                    })
            })
    }

    private var learningRate: EpochCurves? {
        let rates = run.history.map(\.learningRate)
        guard let first = rates.first, rates.contains(where: { $0 != first }) else { return nil }
        return EpochCurves(
            name: "learning-rate", title: "Learning rate", caption: "Of the last step of every epoch.",
            valueLabel: "learning rate",
            series: [
                EpochCurves.Series(label: "learning rate", points: run.history.map { ($0.epoch + 1, $0.learningRate) })
            ])
    }

    private var mark: (epoch: Int, reason: String)? {
        guard let summary = run.summary, let best = summary.bestEpoch else { return nil }
        return (best + 1, "best epoch by \(summary.monitor): \(best + 1)")
    }
}

extension RunContents {
    /// The names of the numbers that epochs have on validation; those of a metric of several as `name, part`.
    var validationNumbers: [String] {
        let names = Set(history.flatMap { $0.validation.keys }).sorted()
        return names.flatMap { name in
            let values = history.map { $0.validation[name] }
            return MetricRows.rows(name, values).map(\.name)
        }
    }

    /// A number on validation, with its epochs from 1.
    ///
    /// - Parameter number: one of ``validationNumbers``.
    func validation(_ number: String) -> [(epoch: Int, value: Double)] {
        history.compactMap { record in
            for (name, value) in record.validation where number == name || number.hasPrefix(name + ", ") {
                let row = MetricRows.rows(name, [value]).first { $0.name == number }
                if let value = row?.values[0] { return (record.epoch + 1, value) }
            }
            return nil
        }
    }
}
