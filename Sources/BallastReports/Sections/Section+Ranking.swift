internal import BallastCore
internal import BallastMetrics
internal import BallastTraining

extension ReportSection {
    /// Precision-recall and ROC curves: of test and validation of one binary run, of every class of one run with more, of
    /// the tests of several binary runs.
    static func ranking(_ runs: [RunContents]) -> ReportSection? {
        let curves = RankingCurves(runs)
        guard !curves.figures.isEmpty || curves.remark != nil else { return nil }
        var section = ReportSection("ranking", "Ranking")
        if let remark = curves.remark { section.append(.paragraph(remark)) }
        section.append(.figures(curves.figures))
        return section
    }
}

/// What the curves of a report are of.
private struct RankingCurves {
    private struct Ranked {
        let label: String
        let ranking: RankedScores
        /// The predictions whose decisions are marked on the curve; nil for none.
        let decided: Predictions?
    }

    private var ranked: [Ranked] = []
    private let runs: [RunContents]
    private(set) var remark: String?

    init(_ runs: [RunContents]) {
        self.runs = runs
        if runs.count == 1, let run = runs.first { add(run) } else { addTests() }
    }

    private mutating func add(_ run: RunContents) {
        if run.isBinary {
            for (part, predictions) in run.predictedParts { add(part.rawValue, predictions, of: run.positiveClass) }
            if let predictions = run.predictedParts.first?.predictions {
                let name = run.classNames[run.positiveClass]
                remark =
                    "How well scores put “\(name)”, the class of interest, before the other, at every threshold; "
                    + (run.threshold.map { "decisions are made at \($0.score)." }
                        ?? "no threshold was chosen: the likelier class is predicted.")
                    + " “\(name)” is \(Self.share(predictions, run.positiveClass).percent) of the "
                    + "\(run.predictedParts[0].part.rawValue) rows."
            }
        } else if let (part, predictions) = run.predictedParts.first {
            let classes = Self.shown(run)
            for label in classes {
                add(FigureStyle.short(run.classNames[label], to: 14), predictions, of: label, marked: false)
            }
            let choice =
                classes.count < run.classNames.count
                ? "; of \(run.classNames.count) classes the five with the most and the five with the fewest training rows"
                : ""
            remark = "Each class against all others, on \(part.rawValue)\(choice)."
        }
    }

    private mutating func addTests() {
        let tested = runs.filter { $0.predictions[.test] != nil }
        guard !tested.isEmpty else { return }
        guard tested.allSatisfy(\.isBinary) else {
            remark = "Curves of each class stand in the report of a single run."
            return
        }
        for run in tested.prefix(FigureStyle.distinctSeries) {
            guard let predictions = run.predictions[.test] else { continue }
            add(FigureStyle.short(run.label, to: 30), predictions, of: run.positiveClass)
        }
        let limit = FigureStyle.distinctSeries
        remark =
            "On the test of each run; marks are at the threshold of its decisions."
            + (tested.count > limit ? " The first \(limit) of \(tested.count) runs." : "")
    }

    private mutating func add(_ label: String, _ predictions: Predictions, of positive: Int, marked: Bool = true) {
        guard let ranking = RankedScores(predictions, of: positive), ranking.positiveCount > 0,
            ranking.negativeCount > 0
        else { return }
        ranked.append(Ranked(label: label, ranking: ranking, decided: marked ? predictions : nil))
    }

    var figures: [any Figure] { ranked.isEmpty ? [] : [precisionRecall, receiver] }

    private var precisionRecall: UnitCurves {
        let shares = ranked.map {
            Double($0.ranking.positiveCount) / Double($0.ranking.positiveCount + $0.ranking.negativeCount)
        }
        let curves = ranked.map { one in
            let curve = PrecisionRecallCurve(one.ranking)
            return UnitCurves.Curve(
                label: label(one, "AP", one.ranking.averagePrecision),
                points: zip(curve.recalls, curve.precisions).map { ($0, $1) })
        }
        let isShared = shares.allSatisfy { abs($0 - shares[0]) < 0.005 }
        let guess =
            isShared
            ? [UnitCurves.Curve(label: "chance", points: [(0, shares[0]), (1, shares[0])], isReference: true)] : []
        return UnitCurves(
            name: "precision-recall", title: "Precision and recall",
            caption: "At every threshold; AP is average precision."
                + (isShared ? " Chance is the share of the class." : "")
                + (marks.isEmpty ? "" : " Marks: the decisions made."),
            horizontal: "recall", vertical: "precision", curves: curves + guess,
            marks: marks.map { mark in
                UnitCurves.Mark(
                    label: isLegend
                        ? "\(mark.name): recall \(mark.recall.decimals(3)), precision \(mark.precision.decimals(3))"
                        : nil,
                    x: mark.recall, y: mark.precision, curve: mark.curve)
            })
    }

    private var receiver: UnitCurves {
        let curves = ranked.map { one in
            let curve = ROCCurve(one.ranking)
            return UnitCurves.Curve(
                label: label(one, "AUC", one.ranking.areaUnderROC),
                points: zip(curve.falsePositiveRates, curve.truePositiveRates).map { ($0, $1) })
        }
        return UnitCurves(
            name: "roc", title: "Receiver operating characteristic",
            caption: "At every threshold; AUC is the area under the curve."
                + (marks.isEmpty ? "" : " Marks: the decisions made."),
            horizontal: "false positive rate", vertical: "true positive rate",
            curves: curves + [UnitCurves.Curve(label: "chance", points: [(0, 0), (1, 1)], isReference: true)],
            marks: marks.map { mark in
                UnitCurves.Mark(
                    label: isLegend
                        ? "\(mark.name): FPR \(mark.fallOut.decimals(3)), TPR \(mark.recall.decimals(3))" : nil,
                    x: mark.fallOut, y: mark.recall, curve: mark.curve)
            })
    }

    private func label(_ one: Ranked, _ area: String, _ value: Double?) -> String {
        "\(one.label), \(area) \(value?.decimals(ranked.count > 4 ? 3 : 4) ?? "undefined")"
    }

    private struct Decision {
        let name: String
        let curve: Int
        let recall: Double
        let precision: Double
        let fallOut: Double
    }

    /// Whether the legend has the marks; those of several runs have the colours of their curves alone.
    private var isLegend: Bool { runs.count == 1 }

    /// Where the decisions of the marked curves are.
    private var marks: [Decision] {
        ranked.enumerated().compactMap { index, one in
            guard let predictions = one.decided else { return nil }
            let positive = predictions.positiveClass
            let counts = ConfusionCounts(predictions)
            guard let recall = counts.recall(of: positive), let specificity = counts.specificity(of: positive) else {
                return nil
            }
            let name =
                predictions.threshold.map { "\(one.label) at \($0.significant(3))" } ?? "\(one.label), likelier class"
            // Without any positive decision the curve ends at precision 1.
            return Decision(
                name: name, curve: index, recall: recall, precision: counts.precision(of: positive) ?? 1,
                fallOut: 1 - specificity)
        }
    }

    private static func share(_ predictions: Predictions, _ label: Int) -> Double {
        Double(predictions.labels.lazy.filter { $0 == label }.count) / Double(max(predictions.count, 1))
    }

    /// All classes up to ten, else the five largest and the five smallest, in the order of the classes.
    private static func shown(_ run: RunContents) -> [Int] {
        let counts = run.description.task.trainingCounts
        let order = counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
        return order.count <= 10 ? Array(counts.indices) : (order.prefix(5) + order.suffix(5)).sorted()
    }
}
