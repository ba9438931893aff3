internal import BallastTraining

/// Curves and histograms of a validation.
struct ValidationDetails {
    private let report: ValidationReport
    private let classNames: [String]
    /// The classes that are shown.
    private let classes: [Int]

    /// - Parameter limit: of more than two classes, how many are shown, those with the fewest training rows first.
    init(_ report: ValidationReport, task: TaskDescription, limit: Int) {
        self.report = report
        classNames = task.classNames
        classes =
            classNames.count == 2
            ? [task.positiveClass]
            : Array(
                classNames.indices.sorted { (task.trainingCounts[$0], $0) < (task.trainingCounts[$1], $1) }
                    .prefix(limit))
    }

    var summaries: [TensorBoardSummary.Value] {
        get throws {
            let curves = try classes.map { label in
                try PRCurve(
                    of: label, labels: report.labels, probabilities: report.probabilities,
                    classCount: classNames.count
                ).summary(tag: "validation/pr_curve/\(classNames[label])")
            }
            return curves + (report.outputs.map(histograms) ?? [])
        }
    }

    /// The logits of each class, of its own rows and of the others; of a model with a single logit, that of class 1.
    private func histograms(_ sample: OutputSample) -> [TensorBoardSummary.Value] {
        let columns =
            sample.logitWidth == 1 ? [(label: 1, column: 0)] : classes.map { (label: $0, column: $0) }
        return columns.flatMap { label, column in
            var own: [Float] = []
            var others: [Float] = []
            for row in 0..<sample.count {
                let value = sample.logits[row * sample.logitWidth + column]
                if sample.labels[row] == label { own.append(value) } else { others.append(value) }
            }
            let tag = "validation/logit/\(classNames[label])"
            return [("own rows", own), ("other rows", others)].compactMap { part, values in
                LogitHistogram(values)?.summary(tag: "\(tag)/\(part)")
            }
        }
    }
}
