internal import BallastTraining

extension ReportSection {
    /// Losses and metrics of several runs over the epochs, a figure each.
    static func overlaid(_ all: [RunContents]) -> ReportSection? {
        let runs = all.filter { !$0.history.isEmpty }.prefix(FigureStyle.distinctSeries)
        guard !runs.isEmpty else { return nil }
        func figure(
            _ name: String, _ title: String, _ caption: String, _ values: (RunContents) -> [(epoch: Int, value: Double)]
        ) -> EpochCurves? {
            EpochCurves(
                name: name, title: title, caption: caption, valueLabel: title,
                series: runs.map { EpochCurves.Series(label: FigureStyle.short($0.label, to: 30), points: values($0)) })
        }
        var section = ReportSection("training", "Training")
        if all.count > runs.count { section.append(.paragraph("The first \(runs.count) of \(all.count) runs.")) }
        var figures = [
            figure("loss", "Training loss", "Mean over the rows of an epoch while it trains, class weights included.") {
                run in
                run.history.map { ($0.epoch + 1, $0.loss) }
            }
        ]
        let losses = Set(runs.map { $0.component("loss") })
        let names = runs.reduce(into: [String]()) { names, run in
            names += run.validationNumbers.filter { !names.contains($0) && $0 != "threshold" }
        }
        for name in names {
            figures.append(
                figure(
                    "validation-" + FigureName.safe(name), "\(name) on validation",
                    name == "loss" && losses.count > 1
                        ? "Of each run's own loss, without class weights: losses of different kinds are no ranking."
                        : "After every epoch that was validated."
                ) { $0.validation(name) })
        }
        section.append(.figures(figures.compactMap { $0 }))
        return section
    }
}
