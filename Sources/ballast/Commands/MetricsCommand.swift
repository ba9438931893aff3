import ArgumentParser
import Ballast
import Foundation

/// `ballast metrics FILE`.
struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "Compute metrics of a file of labels with scores or decisions.",
        discussion: """
            FILE is HDF5 (datasets) or CSV (columns; .tsv for tabs, .gz read directly), such as `ballast predict` writes. \
            A single score is that of the positive class.

              ballast metrics scores.csv
              ballast metrics scores.csv --label y --score p --report --digits 3
              ballast metrics test.h5 --choose best_f1 --choose-on validation.h5 --json
              ballast metrics scores.csv --metric auc_roc --metric '{type: f_beta, beta: 0.5}'

            Every metric is printed unless some are named; `ballast describe metric` says what they mean. Metrics of \
            decisions predict the likelier class, or decide as --threshold or --choose say, or as --predicted holds. \
            Scores of two classes that leave 0 to 1 are decided at 0.
            """)

    @Argument(help: "File of predictions, .csv or .h5.") var file: String
    @OptionGroup(title: "Columns") var source: ColumnOptions
    @OptionGroup(title: "Decisions") var decisions: DecisionOptions

    @Option(
        name: .customLong("metric"),
        help: ArgumentHelp("Metric, as in a configuration; may be given several times.", valueName: "metric"))
    var metrics: [String] = []
    @Flag(help: "Print precision, recall and F1 of every class instead.") var report = false
    @Option(help: "Decimals (default: 4; 2 in the report).") var digits: Int?
    @Option(help: "Write the ROC and precision-recall curves of two classes to this file (HDF5).") var curves: String?
    @OptionGroup var plugins: PluginOptions
    @Flag(help: "Print JSON, with everything.") var json = false

    func validate() throws {
        try decisions.validate(predicted: source.predicted)
        if report, !metrics.isEmpty { throw ValidationError("--report prints no metrics; leave out --metric") }
        if let digits, !(0...17).contains(digits) { throw ValidationError("--digits must be 0 to 17, got \(digits)") }
    }

    func run() throws {
        let registries = try plugins.set().library().registries
        let rule = try decisions.rule(registries)
        let references = try metrics.map {
            try ComponentReference(argument: $0, option: "metric", kind: "metric")
        }
        let costs = decisions.costSettings
        guard costs.isEmpty || rule is MinimumCostThreshold || metrics.isEmpty || references.contains(where: \.isCost)
        else { throw UsageError("costs are given, but neither minimum_cost nor cost_weighted_error takes them") }
        let named = try references.map {
            MetricsEvaluation.NamedComponent(name: $0.label, component: try decoded($0.adding(costs), registries))
        }
        let table = try PredictionTable(path: file, columns: source.columns)
        let threshold = try decisions.threshold(rule, for: table, columns: source.columns)
        if let curves { try writeCurves(of: table, to: curves) }

        let evaluation = try MetricsEvaluation(
            table, metrics: metrics.isEmpty ? nil : named, registries: registries, threshold: threshold,
            costs: costs)
        if json { return Console.line(try JSONText.encode(evaluation.summary(file: file), pretty: true)) }
        if report {
            Console.line(evaluation.report.text(digits: digits ?? 2))
        } else {
            Console.line(evaluation.text(digits: digits ?? 4))
        }
    }

    private func decoded(
        _ reference: ComponentReference, _ registries: Registries
    ) throws -> DecodedComponent<any Metric, MetricContext> {
        var issues: [ConfigIssue] = []
        guard let decoded = registries.metrics.decode(reference, catalog: registries.catalog, into: &issues) else {
            throw ConfigError(issues)
        }
        return decoded
    }

    private func writeCurves(of table: PredictionTable, to path: String) throws {
        guard let scores = table.scores, scores.classCount == 2 else {
            throw UsageError("--curves needs scores of two classes")
        }
        guard let ranking = RankedScores(scores, of: scores.positiveClass) else {
            throw DataError(file: file, "a score is NaN, so there is no curve")
        }
        let (roc, precisionRecall) = (ROCCurve(ranking), PrecisionRecallCurve(ranking))
        try CurveFile.write(
            roc: (roc.thresholds, roc.falsePositiveRates, roc.truePositiveRates),
            precisionRecall: (precisionRecall.thresholds, precisionRecall.precisions, precisionRecall.recalls),
            to: path)
    }
}

/// Where labels, scores and decisions stand.
struct ColumnOptions: ParsableArguments {
    @Option(help: "Column or dataset of labels (default: label in CSV, labels in HDF5).") var label: String?
    @Option(
        name: .customLong("score"),
        help: ArgumentHelp(
            "Column of scores: of the positive class, or repeated for every class; in HDF5 one dataset [N] or [N, K] "
                + "(default: p_… in CSV, probabilities in HDF5).", valueName: "score"))
    var scores: [String] = []
    @Option(help: "Column or dataset of decided classes.") var predicted: String?
    @Option(help: "Names of the classes in the order of scores, separated by commas.") var classes: String?
    @Option(help: "Class of interest of two (default: the second).") var positive: String?

    var columns: PredictionColumns {
        PredictionColumns(
            label: label, scores: scores, predicted: predicted,
            classes: classes?.split(separator: ",").map(String.init) ?? [], positive: positive)
    }
}
