internal import BallastTraining

extension Report {
    /// A report on one run.
    ///
    /// - Parameter run: what its folder holds.
    /// - Throws: `EncodingError` if its numbers cannot be written.
    public init(run: RunContents) throws {
        title = run.label
        let task = run.description.task
        subtitle =
            "A run of \(run.config["loss"]?["type"]?.string ?? "a loss") on \(task.dataset): "
            + "\(task.classNames.count) classes, \(run.description.trainingRows.grouped) training rows"
        sections = [
            .result(run), .configuration(run), .data(run), .training(run), .ranking([run]), .decisions(run),
            .calibration([run]), .embedding(run), .timing([run]), .environment([run]), .reproduction([run]),
        ].compactMap { $0 }
        data = try ReportData([run]).json()
    }
}
