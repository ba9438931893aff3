internal import BallastTraining

/// What a page holds for programs.
struct ReportData: Encodable {
    struct Run: Encodable {
        let label: String
        let folder: String
        let config: String
        let run: RunDescription
        let history: [EpochRecord]
        let summary: RunSummary?
    }

    let format = "ballast-report"
    let version = 1
    let runs: [Run]
    let comparisons: [MethodComparison]

    init(_ runs: [RunContents], comparisons: [MethodComparison] = []) {
        self.runs = runs.map {
            Run(
                label: $0.label, folder: $0.folder.path, config: $0.configText, run: $0.description,
                history: $0.history, summary: $0.summary)
        }
        self.comparisons = comparisons
    }

    func json() throws -> String { try JSONText.encode(self) }
}
